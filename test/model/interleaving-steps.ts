import { afterEach, beforeEach, expect } from 'vitest';
import { parseDeliveryStatus } from '../../app/core/delivery/delivery-status.ts';
import type { BulkOutcome } from '../../app/core/messaging/bulk-outcome.ts';
import { audit } from '../../app/features/compliance/audit.server.ts';
import type { ClaimedBatch } from '../../app/features/messaging/batch.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { expectBooksToBalance } from '../support/flows/books.ts';
import { type Campaign, confirmedCampaign } from '../support/flows/campaign.ts';
import { deleteAllJobs } from '../support/flows/jobs.ts';
import { waitersAppear, whileLaneIsHeld } from '../support/flows/locks.ts';

export const CAMPAIGN_LANE = 1;
export const SEND_LANE = 2;
export const CREDITS_LANE = 3;
export const DELIVERY_LANE = 6;
let shopId = 0;

/** Whose books are looked at after the test. */
export const booksOf = (id: number): void => {
  shopId = id;
};

/** For a file of interleavings: no job of another test, and the books right after each. */
export function interleavings(): void {
  beforeEach(() => deleteAllJobs());
  afterEach(() => expectBooksToBeRight());
}

async function expectBooksToBeRight(): Promise<void> {
  await expectBooksToBalance(shopId);
  const client = await pool.connect();
  try {
    expect(await audit(client)).toEqual([]);
  } finally {
    client.release();
  }
}

export async function running(people: number, perBatch = people): Promise<Campaign> {
  const campaign = await confirmedCampaign(people, { perBatch });
  shopId = campaign.shopId;
  return { shopId, campaignId: campaign.campaignId };
}

export const first = (campaign: Campaign) => ({ ...campaign, batchNo: 1 });

export async function claimed(campaign: Campaign, batchNo = 1): Promise<ClaimedBatch> {
  const claim = await claimBatch({ ...campaign, batchNo });
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${JSON.stringify(claim)}`);
  }
  return claim.batch;
}

export const messageId = (campaignId: number, ordinal: number) => `text-${campaignId}-${ordinal}`;
export const accepted = (batch: ClaimedBatch): BulkOutcome => ({
  class: 'accepted',
  bulkId: `bulk-${batch.campaignId}-${batch.batchNo}`,
  ids: batch.recipients.map(({ ordinal }) => messageId(batch.campaignId, ordinal)),
});
export const tooLarge: BulkOutcome = {
  class: 'rejected',
  scope: 'too_large',
  why: 'too large',
  code: 'http_413',
};
export const reported = ({ campaignId }: Campaign, ordinal: number, word: 'Delivered' | 'Failure') => ({
  messageId: messageId(campaignId, ordinal),
  word,
  ...parseDeliveryStatus(word),
});

/** Begins each piece of work only when all before it wait for a lock, while one lane is held; then lets them go. */
export async function inThisOrder<T>(lane: number, ...work: (() => Promise<T>)[]): Promise<T[]> {
  const begun: Promise<T>[] = [];
  await whileLaneIsHeld(lane, async () => {
    for (const one of work) {
      begun.push(one());
      await waitersAppear(begun.length);
    }
  });
  return Promise.all(begun);
}

export async function passDeadline({ campaignId }: Campaign): Promise<void> {
  await pool.query(`UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1`, [
    campaignId,
  ]);
}
