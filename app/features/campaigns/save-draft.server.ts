import { evolve, noCampaign } from '../../core/campaigns/campaign.ts';
import {
  type CampaignInput,
  type CampaignWords,
  checkInput,
  type FieldProblem,
} from '../../core/campaigns/campaign-input.ts';
import { type CampaignRefusal, draft } from '../../core/campaigns/decide.ts';
import { tidyDiscount } from '../../core/discounts/discount.ts';
import { parseSender } from '../../core/messaging/sender.ts';
import type { SendersByCountry } from '../../core/messaging/senders-by-country.ts';
import type { Wording } from '../../core/messaging/wording.ts';
import { campaignStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { append, toStream } from '../../platform/event-store.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';
import { changeCampaignIn, writeCampaign } from './change-campaign.server.ts';

export type SaveResult =
  | { kind: 'saved'; campaignId: number }
  | { kind: 'invalid'; problems: FieldProblem[] }
  | { kind: 'rejected'; reason: CampaignRefusal }
  | { kind: 'not_found' };

/**
 * Keeps what the merchant wrote as a new version of the campaign's content and makes the campaign a draft (again): a
 * quote belongs to the words it was made for. `campaignId` null starts a new campaign.
 */
export async function saveDraft(
  shopId: number,
  campaignId: number | null,
  input: CampaignInput,
): Promise<SaveResult> {
  const shop = await shopSettingsOf(shopId);
  const problems = checkInput(input, shop);
  if (problems.length > 0) {
    return { kind: 'invalid', problems };
  }
  return withTransaction(async (tx): Promise<SaveResult> => {
    if (campaignId !== null) {
      return editDraft(tx, shopId, campaignId, input, shop);
    }
    if (!(await hasRoom(tx, shopId))) {
      return { kind: 'invalid', problems: [TOO_MANY_UNSENT] };
    }
    return { kind: 'saved', campaignId: await createDraft(tx, shopId, input, shop) };
  });
}

const UNSENT_MOST = 1_000;
const TOO_MANY_UNSENT: FieldProblem = {
  field: 'name',
  message: 'You have 1,000 campaigns that were not sent. Open one of them and change it instead.',
};

/** The shop's row keeps two tabs from finding room for one campaign. Tests are sent at once, and counted by the day. */
async function hasRoom(tx: Transaction, shopId: number): Promise<boolean> {
  await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
  const { rows } = await tx.query<{ unsent: number }>(
    `SELECT count(*)::integer AS unsent FROM (
       SELECT FROM campaign
       WHERE shop_id = $1 AND status IN ('draft', 'preparing', 'quoted') AND test_of IS NULL LIMIT $2) AS found`,
    [shopId, UNSENT_MOST],
  );
  return (rows[0]?.unsent ?? 0) < UNSENT_MOST;
}

/** What the shop's settings add to a campaign's words; kept with them, so that what was reviewed is what is sent. */
export type ShopsWords = Wording & { senders: SendersByCountry };

/** A new campaign with words that were checked before. Ends with the append. @returns its id. */
export async function createDraft(
  tx: Transaction,
  shopId: number,
  input: CampaignWords,
  shop: ShopsWords,
  test?: { of: number; commandId: string },
): Promise<number> {
  const { rows } = await tx.query<{ id: number; now: Date }>(
    `SELECT nextval('campaign_id') AS id, now() AS now`,
  );
  const { id: campaignId, now } = rows[0] ?? never('nextval');
  const event = {
    type: 'CampaignDrafted' as const,
    data: { content: 1, by: 'merchant' as const, ...(test === undefined ? {} : { testOf: test.of }) },
  };
  await writeContent(tx, shopId, campaignId, 1, input, shop);
  await writeCampaign(tx, shopId, campaignId, evolve(noCampaign, event, now.toISOString()));
  const appended = await append(
    tx,
    [toStream(campaignStream(shopId, campaignId), [event], 0)],
    test === undefined
      ? undefined
      : { id: test.commandId, input: { shopId, testOf: test.of }, outcome: { campaignId } },
  );
  if (appended.kind !== 'appended') {
    throw new Error(`a new campaign's first event ended as ${appended.kind}`);
  }
  return campaignId;
}

async function editDraft(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  input: CampaignInput,
  shop: ShopsWords,
): Promise<SaveResult> {
  const change = await changeCampaignIn(
    tx,
    shopId,
    campaignId,
    (state) => draft(state, { content: state.content + 1, by: 'merchant' }),
    async (_, { after }) => {
      await writeContent(tx, shopId, campaignId, after.content, input, shop);
      await dropOldVersions(tx, shopId, campaignId, after.content);
      return [];
    },
  );
  if (change.kind === 'not_found') {
    return change;
  }
  return change.decision.kind === 'rejected'
    ? { kind: 'rejected', reason: change.decision.reason }
    : { kind: 'saved', campaignId };
}

async function writeContent(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  version: number,
  input: CampaignWords,
  { optOutLine, linkDomain, senders }: ShopsWords,
): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_content (shop_id, campaign_id, version, name, body, sender, audience, opt_out_line, link_domain,
                                   discount, capitals, senders)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      shopId,
      campaignId,
      version,
      input.name.trim(),
      input.body,
      senderOf(input),
      JSON.stringify(input.audience),
      optOutLine,
      linkDomain,
      input.discount === undefined ? null : JSON.stringify(tidyDiscount(input.discount)),
      input.capitals ?? false,
      senders,
    ],
  );
}

const VERSIONS_KEPT = 20;

/** Of a draft that saves itself at every pause. What was frozen once has links, and stays. */
async function dropOldVersions(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  current: number,
): Promise<void> {
  await tx.query(
    `DELETE FROM campaign_content c
     WHERE shop_id = $1 AND campaign_id = $2 AND version <= $3
       AND NOT EXISTS (SELECT FROM campaign_link l
                       WHERE l.shop_id = c.shop_id AND l.campaign_id = c.campaign_id AND l.version = c.version)`,
    [shopId, campaignId, current - VERSIONS_KEPT],
  );
}

/** The sender as Mitto takes it ("+30…" loses its plus); the input was checked before. */
function senderOf(input: CampaignWords): string {
  const parsed = parseSender(input.sender);
  return parsed.ok ? parsed.sender : input.sender;
}

function never(what: string): never {
  throw new Error(`${what} returned no row`);
}
