import { expect } from 'vitest';
import { formatReference } from '../../../app/core/messaging/reference.ts';
import { sendStream } from '../../../app/core/streams.ts';
import type { BatchKey, ClaimedBatch } from '../../../app/features/messaging/batch.ts';
import { claimBatch } from '../../../app/features/messaging/claim-batch.server.ts';
import { sweep } from '../../../app/features/messaging/sweep.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { readStream } from '../../../app/platform/event-store.server.ts';
import { statesOf } from './books.ts';
import { type Campaign, type CampaignOptions, confirmedCampaign } from './campaign.ts';
import type { ContactInput, ShopInput } from './shop.ts';

export type UnknownCall = Campaign & { batch: ClaimedBatch; contacts: number[] };

export const keyOf = ({ shopId, campaignId }: Campaign): BatchKey => ({ shopId, campaignId, batchNo: 1 });

/** A batch whose call was committed and whose process then fell silent: the sweep has called it unknown. */
export async function unknownCall(
  people: number | ContactInput[],
  options: CampaignOptions & { shop?: ShopInput } = {},
): Promise<UnknownCall> {
  const campaign = await confirmedCampaign(people, options);
  const claim = await claimBatch(keyOf(campaign));
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${JSON.stringify(claim)}`);
  }
  await passDeadline(campaign);
  await sweep();
  expect(await statesOf(campaign)).toEqual({ unknown: campaign.contacts.length });
  return { ...campaign, batch: claim.batch };
}

/** The deadline of what is open in a campaign has come. */
export async function passDeadline({ campaignId }: Campaign): Promise<void> {
  await pool.query(
    `UPDATE send_batch SET deadline = now() - interval '1 second'
     WHERE campaign_id = $1 AND status IN ('dispatching', 'unknown')`,
    [campaignId],
  );
}

/** The carrier's id of a text, as these flows name it. */
export const idOf = ({ campaignId }: Campaign, ordinal: number): string => `ULID-${campaignId}-${ordinal}`;

/** A final report that carries our reference. */
export const finalReport = (campaign: Campaign, ordinal: number, status: 'delivered' | 'failed') => ({
  messageId: idOf(campaign, ordinal),
  reference: formatReference(BigInt(campaign.campaignId), ordinal),
  word: status === 'delivered' ? 'Delivered' : 'Failure',
  status,
  rank: 3,
});

/** The answer of a call that took everybody. */
export const acceptedAnswer = (campaign: Campaign, people: number) => ({
  class: 'accepted' as const,
  bulkId: `bulk-${campaign.campaignId}`,
  ids: Array.from({ length: people }, (_, i) => idOf(campaign, i + 1)),
});

/** What happened last to the one batch of such a call. */
export const lastEventsOf = async ({ shopId, campaignId }: Campaign, count: number) =>
  (await readStream(pool, sendStream(shopId, campaignId, 1))).slice(-count).map(({ event }) => event);
