import type { CampaignInput } from '../../../app/core/campaigns/campaign-input.ts';
import { confirmCampaign } from '../../../app/features/campaigns/confirm-campaign.server.ts';
import { requestReview } from '../../../app/features/campaigns/request-review.server.ts';
import { saveDraft } from '../../../app/features/campaigns/save-draft.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { env } from '../../../app/platform/env.server.ts';
import { drainJobs } from './jobs.ts';
import { addContacts, type ContactInput, makeShop, type ShopInput } from './shop.ts';

export type Campaign = { shopId: number; campaignId: number };
export type CampaignOptions = Partial<CampaignInput> & { perBatch?: number };

/** What an editor that was filled in rightly sends. */
export function input(changes: Partial<CampaignInput> = {}): CampaignInput {
  return {
    name: 'Autumn sale',
    body: 'Twenty percent off until Sunday.',
    sender: 'Kafeneio',
    audience: { kind: 'everyone' },
    ...changes,
  };
}

export async function draftCampaign(shopId: number, options: CampaignOptions = {}): Promise<Campaign> {
  const { perBatch, ...changes } = options;
  // The size is read when the audience is frozen; files set it back in afterEach by asking for another one.
  env.SMS_BATCH_SIZE = perBatch ?? 5000;
  const saved = await saveDraft(shopId, null, input(changes));
  if (saved.kind !== 'saved') {
    throw new Error(`the draft was not saved: ${JSON.stringify(saved)}`);
  }
  return { shopId, campaignId: saved.campaignId };
}

/** A campaign at its review: frozen and priced. Nothing is sent meanwhile, of other campaigns neither. */
export async function quotedCampaign(shopId: number, options: CampaignOptions = {}): Promise<Campaign> {
  const campaign = await draftCampaign(shopId, options);
  await requestReview(shopId, campaign.campaignId);
  await drainJobs({ without: ['dispatch-batch'] });
  return campaign;
}

/** Presses Send on what the review shows. */
export async function confirm(
  { shopId, campaignId }: Campaign,
  options: { startAt?: Date; expiresAt?: Date; riskAccepted?: boolean } = {},
): ReturnType<typeof confirmCampaign> {
  const { version } = await campaignRow({ shopId, campaignId });
  return confirmCampaign(shopId, campaignId, {
    version,
    startAt: options.startAt ?? null,
    expiresAt: options.expiresAt ?? null,
    riskAccepted: options.riskAccepted ?? false,
  });
}

/** A shop with credits and customers, and a campaign that was just confirmed: its first batches wait in the queue. */
export async function confirmedCampaign(
  contacts: number | ContactInput[],
  options: CampaignOptions & { shop?: ShopInput } = {},
): Promise<Campaign & { contacts: number[] }> {
  const { shop, ...rest } = options;
  const shopId = await makeShop({ credits: 1000, ...shop });
  const ids = await addContacts(shopId, contacts);
  const campaign = await quotedCampaign(shopId, rest);
  const confirmed = await confirm(campaign);
  if (confirmed.kind !== 'started') {
    throw new Error(`the campaign did not start: ${JSON.stringify(confirmed)}`);
  }
  return { ...campaign, contacts: ids };
}

export type CampaignRow = {
  status: string;
  version: number;
  recipients: number;
  audience: number;
  credits: number;
  excluded: Record<string, number>;
  problem: string | null;
  handedOver: boolean;
};

export async function campaignRow({ shopId, campaignId }: Campaign): Promise<CampaignRow> {
  const { rows } = await pool.query<CampaignRow>(
    `SELECT status, stream_version AS version, recipient_count AS recipients, audience_count AS audience,
            credits_quoted AS credits, excluded, problem, handed_over_at IS NOT NULL AS "handedOver"
     FROM campaign WHERE shop_id = $1 AND id = $2`,
    [shopId, campaignId],
  );
  const row = rows[0];
  if (row === undefined) {
    throw new Error(`there is no campaign ${campaignId} in shop ${shopId}`);
  }
  return row;
}

export type RecipientRow = {
  ordinal: number;
  contactId: number;
  phone: string | null;
  status: string;
  messageId: string | null;
  error: string | null;
  word: string | null;
  retries: number;
  batch: number;
  bulkId: string | null;
};

/** Everybody of a campaign with her whole story, from the view that pages read. */
export async function recipientsOf({ shopId, campaignId }: Campaign): Promise<RecipientRow[]> {
  const { rows } = await pool.query<RecipientRow>(
    `SELECT ordinal, contact_id AS "contactId", phone_e164 AS phone, status, mitto_message_id AS "messageId", error,
            delivery_status AS word, retry_count AS retries, batch, bulk_id AS "bulkId"
     FROM campaign_recipient WHERE shop_id = $1 AND campaign_id = $2 ORDER BY ordinal`,
    [shopId, campaignId],
  );
  return rows;
}

export type BatchRow = {
  no: number;
  status: string;
  attempt: number;
  failures: number;
  reason: string | null;
  wait: number | null;
};

/** `wait`: whole seconds until the next try, rounded up. */
export async function batchesOf({ shopId, campaignId }: Campaign): Promise<BatchRow[]> {
  const { rows } = await pool.query<BatchRow>(
    `SELECT batch_no AS no, status, attempt, failures, reason,
            ceil(extract(epoch FROM next_attempt_at - now()))::integer AS wait
     FROM send_batch WHERE shop_id = $1 AND campaign_id = $2 ORDER BY batch_no`,
    [shopId, campaignId],
  );
  return rows;
}

/** A sent text without the line that the app adds; it fails the test when there is none. */
export function merchantsWords(text: string): string {
  const [, words] = /^(.*)\nStop: textlink\.test\/\w{10}$/s.exec(text) ?? [];
  if (words === undefined) {
    throw new Error(`there is no way out in "${text}"`);
  }
  return words;
}
