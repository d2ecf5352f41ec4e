import { afterEach, expect, test, vi } from 'vitest';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { pauseCampaign, resumeCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { askSilent } from '../../app/features/delivery/ask-silent.server.ts';
import { writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { dispatchBatch } from '../../app/features/messaging/dispatch-batch.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { expectBooksToBalance, projectedStatesOf, statementOf, statesOf } from '../support/flows/books.ts';
import {
  batchesOf,
  campaignRow,
  confirm,
  confirmedCampaign,
  draftCampaign,
  recipientsOf,
} from '../support/flows/campaign.ts';
import { deleteAllJobs, drainJobs, sweepAndDrain, waitingJobs } from '../support/flows/jobs.ts';
import { waitersAppear } from '../support/flows/locks.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
let shopId = 0;

afterEach(() => expectBooksToBalance(shopId));

/** Moves everything that waits so far into the past that the sweep takes its job for lost. */
async function passTime(): Promise<void> {
  await pool.query(
    `UPDATE send_batch SET queued_at = queued_at - interval '1 minute' WHERE queued_at IS NOT NULL`,
  );
  await pool.query(`UPDATE campaign SET updated_at = updated_at - interval '2 minutes'`);
}

test('a process that dies between intent and outcome leaves an unknown, and the rest of the campaign goes on', async () => {
  const campaign = await confirmedCampaign(6, { perBatch: 1 });
  shopId = campaign.shopId;
  // The call of batch 2 was committed; the process that should make it is gone. Its job stays locked for hours.
  expect(await claimBatch({ ...campaign, batchNo: 2 })).toMatchObject({ kind: 'claimed' });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 5, sending: 1 });
  await sweepAndDrain();
  expect(await statesOf(campaign), 'its deadline has not come').toEqual({ handed_over: 5, sending: 1 });

  await pool.query(
    `UPDATE send_batch SET deadline = now() - interval '1 second' WHERE batch_no = 2 AND campaign_id = $1`,
    [campaign.campaignId],
  );
  await sweepAndDrain();
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ handed_over: 5, unknown: 1 });
  expect(await batchesOf(campaign)).toContainEqual(
    expect.objectContaining({ no: 2, status: 'unknown', reason: 'process_died', attempt: 1 }),
  );
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(5);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'sending', handedOver: true });
});

test('a database that is away when the answer comes does not make an unknown of it', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  const connect = pool.connect;
  let transactions = 0;
  vi.spyOn(pool, 'connect').mockImplementation((...given: unknown[]) => {
    // With a callback it is one query. The first transaction claims; two that would record the outcome fail.
    transactions += given.length === 0 ? 1 : 0;
    return given.length === 0 && (transactions === 2 || transactions === 3)
      ? Promise.reject(new Error('the database is away'))
      : Reflect.apply(connect, pool, given);
  });
  await dispatchBatch({ ...campaign, batchNo: 1 });
  vi.restoreAllMocks();
  expect(transactions).toBe(4);
  expect(await statesOf(campaign)).toEqual({ handed_over: 2 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
});

test('two sweeps at once call a batch unknown once', async () => {
  const campaign = await confirmedCampaign(1);
  shopId = campaign.shopId;
  await claimBatch({ ...campaign, batchNo: 1 });
  await pool.query(`UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1`, [
    campaign.campaignId,
  ]);
  await Promise.all([sweep(), sweep(), sweep()]);
  const { rows } = await pool.query(
    `SELECT count(*)::integer AS times FROM event WHERE category = 2 AND stream_key = $1 AND type = 'DispatchOutcomeUnknown'`,
    [campaign.campaignId],
  );
  expect(rows).toEqual([{ times: 1 }]);
});

test('a batch that the sweep cannot mend does not keep it from mending the others', async () => {
  const [broken, other] = [await confirmedCampaign(1), await confirmedCampaign(1)];
  shopId = other.shopId;
  for (const { shopId, campaignId } of [broken, other]) {
    await claimBatch({ shopId, campaignId, batchNo: 1 });
    await pool.query(`UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1`, [
      campaignId,
    ]);
  }
  // As a bug would leave it: the row and its stream disagree about the version.
  const shift = (by: number) =>
    pool.query(
      `UPDATE send_batch SET stream_version = stream_version + $2, deadline = deadline - interval '1 minute'
       WHERE campaign_id = $1`,
      [broken.campaignId, by],
    );
  await shift(5);
  await expect(sweep()).rejects.toThrow(/^1 of the things/);
  expect(await statesOf(broken)).toEqual({ sending: 1 });
  expect(await statesOf(other)).toEqual({ unknown: 1 });
  await shift(-5);
  await sweep();
  expect(await statesOf(broken)).toEqual({ unknown: 1 });
});

test('a campaign comes through although every job is lost at every step', async () => {
  shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, 12);
  const campaign = await draftCampaign(shopId, { perBatch: 1 });
  const loseEverything = async () => {
    await deleteAllJobs();
    expect(await waitingJobs()).toEqual([]);
    await passTime();
    await sweepAndDrain();
    await expectBooksToBalance(shopId);
  };
  await requestReview(shopId, campaign.campaignId);
  await loseEverything();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted' });
  await confirm(campaign);
  await loseEverything();
  await loseEverything();
  expect(await statesOf(campaign)).toEqual({ handed_over: 12 });
  expect(await projectedStatesOf(campaign)).toEqual({ handed_over: 12 });

  const rows = await recipientsOf(campaign);
  await writeReports(
    rows.map((row) => ({
      messageId: row.messageId ?? '',
      word: row.ordinal === 1 ? 'Failure' : 'Delivered',
      status: row.ordinal === 1 ? ('failed' as const) : ('delivered' as const),
      rank: 3,
    })),
  );
  await loseEverything();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
  expect(await statementOf(campaign)).toEqual({ held: 12, spent: 12, refunded: 1 });
});

test('a paused campaign is not woken by the sweep', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  await pauseCampaign(shopId, campaign.campaignId);
  await deleteAllJobs();
  await passTime();
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
  await resumeCampaign(shopId, campaign.campaignId);
  await drainJobs();
  await deleteAllJobs();
  await passTime();
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ handed_over: 2 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
});

test('reports and the end of silence at the same moment do not block each other', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  await drainJobs();
  await pool.query(
    `UPDATE send_batch SET next_poll_at = now(), settled_at = now() - interval '73 hours' WHERE campaign_id = $1`,
    [campaign.campaignId],
  );
  const [first] = await recipientsOf(campaign);
  let reporting: Promise<unknown> = Promise.resolve();
  let closing: Promise<unknown> = Promise.resolve();
  // Both want the lane of reports, which this transaction holds.
  await withTransaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock(1000, 6)');
    reporting = writeReports([
      { messageId: first?.messageId ?? '', word: 'Delivered', status: 'delivered', rank: 3 },
    ]);
    await waitersAppear(1);
    closing = askSilent();
    await waitersAppear(2);
  });
  await Promise.all([reporting, closing]);
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ delivered: 1, no_report: 1 });
});
