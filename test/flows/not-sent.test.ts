import { afterEach, expect, test } from 'vitest';
import { dispatchBatch } from '../../app/features/messaging/dispatch-batch.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { takeCallToken } from '../../app/platform/rate-limits.server.ts';
import { expectBooksToBalance, statementOf, statesOf } from '../support/flows/books.ts';
import { batchesOf, campaignRow, confirmedCampaign, recipientsOf } from '../support/flows/campaign.ts';
import { drainJobs, passRetryDelays } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';

const mitto = mittoOfThisFile();
/** Nothing listens there, so a connection is refused at once. */
const nobody = 'http://127.0.0.1:9';

afterEach(() => {
  env.MITTO_API_BASE_URL = mitto.simulator().url;
});

test('a call that Mitto asks to slow down is made again after three seconds, and everybody gets one text', async () => {
  const campaign = await confirmedCampaign(4);
  await mitto.next('429');
  await drainJobs();
  const [batch] = await batchesOf(campaign);
  expect(batch).toMatchObject({ status: 'deferred', attempt: 1, failures: 1 });
  expect(batch?.wait).toBeGreaterThan(0);
  expect(batch?.wait).toBeLessThanOrEqual(3);
  expect(await statesOf(campaign)).toEqual({ queued: 4 });
  await expectBooksToBalance(campaign.shopId);
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);

  await passRetryDelays();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 4 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(4);
  expect((await recipientsOf(campaign)).map((row) => row.retries)).toEqual([1, 1, 1, 1]);
  await expectBooksToBalance(campaign.shopId);
});

test('a batch that waits for its next try is not tried before', async () => {
  const campaign = await confirmedCampaign(1);
  await mitto.next({ behaviour: '429-retry-after', retryAfterSeconds: 20 });
  await drainJobs();
  const [batch] = await batchesOf(campaign);
  expect(batch?.wait, 'a Retry-After that is longer than the schedule counts').toBeGreaterThan(15);
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'deferred', attempt: 1 }]);
});

test('a Retry-After that is shorter than the schedule does not hasten it', async () => {
  const campaign = await confirmedCampaign(1);
  await mitto.next('429', { behaviour: '429-retry-after', retryAfterSeconds: 1 });
  await drainJobs();
  await passRetryDelays();
  await drainJobs();
  const [batch] = await batchesOf(campaign);
  expect(batch).toMatchObject({ status: 'deferred', failures: 2 });
  expect(batch?.wait).toBeGreaterThan(3);
  expect(batch?.wait).toBeLessThanOrEqual(6);
});

test('a Mitto that cannot be reached is tried after 3, 6, 12, 24 and 48 seconds, then the credits come back', async () => {
  const campaign = await confirmedCampaign(3);
  env.MITTO_API_BASE_URL = nobody;
  await drainJobs();
  for (const [tried, seconds] of [3, 6, 12, 24, 48].entries()) {
    const [batch] = await batchesOf(campaign);
    expect(batch).toMatchObject({ status: 'deferred', failures: tried + 1 });
    expect(batch?.wait).toBeGreaterThan(seconds / 2);
    expect(batch?.wait).toBeLessThanOrEqual(seconds);
    await expectBooksToBalance(campaign.shopId);
    await passRetryDelays();
    await drainJobs();
  }
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'abandoned', reason: 'carrier_unreachable' }]);
  expect(await statesOf(campaign)).toEqual({ not_sent: 3 });
  expect(await statementOf(campaign)).toEqual({ held: 3, released: 3 });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
  await expectBooksToBalance(campaign.shopId);
});

test('a success in between begins the schedule anew for the next batch', async () => {
  const campaign = await confirmedCampaign(2, { perBatch: 1 });
  await mitto.next('429');
  await drainJobs({ concurrency: 1 });
  const states = (await batchesOf(campaign)).map((batch) => batch.status).sort();
  expect(states, 'one batch that waits does not stop the other').toEqual(['accepted', 'deferred']);
  await passRetryDelays();
  await drainJobs();
  expect((await batchesOf(campaign)).map((batch) => batch.failures)).toEqual([0, 0]);
});

test('a call over the rate limit waits for its turn, and is no failed attempt', async () => {
  const campaign = await confirmedCampaign(2);
  await takeCallToken(campaign.shopId);
  await pool.query('UPDATE rate_limit SET points = 1000, expire = $1', [Date.now() + 60_000]);
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'ready', attempt: 0 }]);
  await pool.query('DELETE FROM rate_limit');
  await passRetryDelays();
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'accepted', attempt: 1, failures: 0 }]);
});

test('a batch is not sent by jobs that come twice, or for a batch that is done', async () => {
  const campaign = await confirmedCampaign(2);
  const key = { shopId: campaign.shopId, campaignId: campaign.campaignId, batchNo: 1 };
  await Promise.all([dispatchBatch(key), dispatchBatch(key), dispatchBatch(key)]);
  await dispatchBatch(key);
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'accepted', attempt: 1 }]);
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
  await dispatchBatch({ ...key, campaignId: 999_999 });
});
