import { expect, test } from 'vitest';
import { expectBooksToBalance, statesOf } from '../../../test/support/flows/books.ts';
import { batchesOf, type Campaign, confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { claimBatch, LEASE_MARGIN_MS } from './claim-batch.server.ts';
import { queueWave } from './queue-wave.server.ts';

const first = ({ shopId, campaignId }: Campaign) => ({ shopId, campaignId, batchNo: 1 });

test('of ten workers that want one batch, one may send it', async () => {
  const campaign = await confirmedCampaign(3);
  const claims = await Promise.all(Array.from({ length: 10 }, () => claimBatch(first(campaign))));
  expect(claims.filter((claim) => claim.kind === 'claimed')).toHaveLength(1);
  expect(claims.filter((claim) => claim.kind === 'left' && claim.why === 'not_claimable')).toHaveLength(9);
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'dispatching', attempt: 1 }]);
  await expectBooksToBalance(campaign.shopId);
});

test('a claim names everybody in order, with what her text needs, and its own lease', async () => {
  const campaign = await confirmedCampaign([{ firstName: 'Eleni' }, { firstName: 'Maria' }], {
    body: 'Hi {{ first_name }}',
  });
  const claim = await claimBatch(first(campaign));
  if (claim.kind !== 'claimed') {
    throw new Error('not claimed');
  }
  expect(claim.batch.recipients.map((one) => [one.ordinal, one.merge?.first_name])).toEqual([
    [1, 'Eleni'],
    [2, 'Maria'],
  ]);
  const { rows } = await pool.query<{ lease: string; ms: number }>(
    `SELECT lease_token AS lease, extract(epoch FROM deadline - intended_at) * 1000 AS ms FROM send_batch
     WHERE campaign_id = $1`,
    [campaign.campaignId],
  );
  expect(rows[0]?.lease).toBe(claim.batch.lease);
  expect(Number(rows[0]?.ms), 'the lease is longer than the call may take').toBe(
    env.MITTO_TIMEOUT_MS + LEASE_MARGIN_MS,
  );
  expect(await statesOf(campaign)).toEqual({ sending: 2 });
});

test('no event of a claim holds a number, a name or a text', async () => {
  const campaign = await confirmedCampaign([{ firstName: 'Polyxeni', phone: 306_955_123_456 }], {
    body: 'Hi {{ first_name }}, a secret offer',
  });
  await claimBatch(first(campaign));
  const { rows } = await pool.query<{ data: string }>(
    'SELECT data::text AS data FROM event WHERE shop_id = $1 UNION ALL SELECT payload::text FROM graphile_worker._private_jobs',
    [campaign.shopId],
  );
  expect(rows.map((row) => row.data).join()).not.toMatch(/306955123456|Polyxeni|secret offer/);
});

test('a wave holds four batches however often it is filled, and an end makes room for one', async () => {
  const campaign = await confirmedCampaign(9, { perBatch: 1 });
  const fill = () => withTransaction((tx) => queueWave(tx, campaign.shopId, campaign.campaignId));
  const queued = async () =>
    (
      await pool.query<{ no: number }>(
        'SELECT batch_no AS no FROM send_batch WHERE campaign_id = $1 AND queued_at IS NOT NULL ORDER BY 1',
        [campaign.campaignId],
      )
    ).rows.map((row) => row.no);
  await Promise.all([fill(), fill(), fill()]);
  expect(await queued()).toEqual([1, 2, 3, 4]);
  await claimBatch(first(campaign));
  await fill();
  expect(await queued(), 'an open call is still part of its wave').toEqual([1, 2, 3, 4]);
  await pool.query(
    `UPDATE send_batch SET status = 'unknown', queued_at = NULL WHERE campaign_id = $1 AND batch_no = 1`,
    [campaign.campaignId],
  );
  await fill();
  expect(await queued()).toEqual([2, 3, 4, 5]);
});
