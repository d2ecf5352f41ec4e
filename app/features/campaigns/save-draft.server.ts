import { evolve, noCampaign } from '../../core/campaigns/campaign.ts';
import { type CampaignInput, checkInput, type FieldProblem } from '../../core/campaigns/campaign-input.ts';
import { type CampaignRefusal, draft } from '../../core/campaigns/decide.ts';
import { parseSender } from '../../core/messaging/sender.ts';
import { campaignStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
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
  const problems = checkInput(input);
  if (problems.length > 0) {
    return { kind: 'invalid', problems };
  }
  return withTransaction((tx) =>
    campaignId === null
      ? createDraft(tx, shopId, input).then((made) => ({ kind: 'saved' as const, campaignId: made }))
      : editDraft(tx, shopId, campaignId, input),
  );
}

/** A new campaign with words that were checked before. Ends with the append. @returns its id. */
export async function createDraft(tx: Transaction, shopId: number, input: CampaignInput): Promise<number> {
  const { rows } = await tx.query<{ id: number; now: Date }>(
    `SELECT nextval('campaign_id') AS id, now() AS now`,
  );
  const { id: campaignId, now } = rows[0] ?? never('nextval');
  const event = { type: 'CampaignDrafted' as const, data: { content: 1, by: 'merchant' as const } };
  await writeContent(tx, shopId, campaignId, 1, input);
  await writeCampaign(tx, shopId, campaignId, evolve(noCampaign, event, now.toISOString()));
  await appendLocked(tx, [toStream(campaignStream(shopId, campaignId), [event], 0)]);
  return campaignId;
}

async function editDraft(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  input: CampaignInput,
): Promise<SaveResult> {
  const change = await changeCampaignIn(
    tx,
    shopId,
    campaignId,
    (state) => draft(state, { content: state.content + 1, by: 'merchant' }),
    async (_, { after }) => {
      await writeContent(tx, shopId, campaignId, after.content, input);
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
  input: CampaignInput,
): Promise<void> {
  await tx.query(
    `INSERT INTO campaign_content (shop_id, campaign_id, version, name, body, sender, audience)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      shopId,
      campaignId,
      version,
      input.name.trim(),
      input.body,
      senderOf(input),
      JSON.stringify(input.audience),
    ],
  );
}

/** The sender as Mitto takes it ("+30…" loses its plus); the input was checked before. */
function senderOf(input: CampaignInput): string {
  const parsed = parseSender(input.sender);
  return parsed.ok ? parsed.sender : input.sender;
}

function never(what: string): never {
  throw new Error(`${what} returned no row`);
}
