import { beforeEach, expect, test } from 'vitest';
import { deleteAllJobs } from '../../test/support/flows/jobs.ts';
import { pool, withTransaction } from './database.server.ts';
import { enqueue, hintCounts } from './jobs.server.ts';

beforeEach(deleteAllJobs);

type Waiting = { name: string; payload: unknown; soon: boolean; priority: number };

async function waiting(): Promise<Waiting[]> {
  const { rows } = await pool.query<Waiting>(
    `SELECT t.identifier AS name, j.payload, j.run_at > now() AS soon, j.priority
     FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id ORDER BY j.id`,
  );
  return rows;
}

const campaign = { shopId: 1, campaignId: 2 };

test('a job is in the queue when the transaction that caused it commits, and not otherwise', async () => {
  await withTransaction((tx) => enqueue(tx, 'freeze-audience', campaign));
  await withTransaction(async (tx) => {
    await enqueue(tx, 'finish-campaign', campaign);
    throw new Error('undone');
  }).catch(() => {});
  expect(await waiting()).toEqual([{ name: 'freeze-audience', payload: campaign, soon: false, priority: 0 }]);
});

test('a job with a key is one job however often it is asked for, with the last payload and time', async () => {
  const key = 'start-2';
  await enqueue(pool, 'start-campaign', campaign, { key, runAt: new Date(Date.now() + 60_000) });
  await enqueue(pool, 'start-campaign', { shopId: 1, campaignId: 3 }, { key });
  expect(await waiting()).toEqual([
    { name: 'start-campaign', payload: { shopId: 1, campaignId: 3 }, soon: false, priority: -10 },
  ]);
});

test('a burst is gathered: the first request says when, the later ones change nothing', async () => {
  await enqueue(pool, 'sweep', {}, { key: 'sweep', soon: 60_000 });
  await enqueue(pool, 'sweep', {}, { key: 'sweep', soon: 0 });
  expect(await waiting()).toMatchObject([{ name: 'sweep', soon: true }]);
});

test('thirty requests for the counters at once are one job', async () => {
  await Promise.all(Array.from({ length: 30 }, () => hintCounts()));
  expect(await waiting()).toMatchObject([{ name: 'project-campaign-counts' }]);
});

test('jobs without a key are as many as were asked for', async () => {
  await enqueue(pool, 'sync-contacts', { shopId: 1 });
  await enqueue(pool, 'sync-contacts', { shopId: 1 });
  expect(await waiting()).toHaveLength(2);
});
