import { expect, test } from 'vitest';
import { foldedStatesOf, projectedStatesOf } from '../../../test/support/flows/books.ts';
import { type Campaign, confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { deliveryStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { projectCampaignCounts } from './project-campaign-counts.server.ts';

/** Somebody falls silent: an event that moves so many people. */
async function silence({ shopId, campaignId }: Campaign, count: number): Promise<void> {
  await withTransaction((tx) =>
    appendLocked(tx, [
      toStream(deliveryStream(shopId, campaignId), [
        { type: 'ReportsOverdue', data: { ordinals: [], moved: { queued: -count, no_report: count } } },
      ]),
    ]),
  );
}

const checkpoints = async () =>
  (
    await pool.query<{ category: number; position: number }>(
      `SELECT category, position FROM projection WHERE name = 'campaign_count' ORDER BY category`,
    )
  ).rows;

test('the counters are what a fresh fold of all events gives, in the same sum', async () => {
  const campaign = await confirmedCampaign(9);
  await projectCampaignCounts();
  await silence(campaign, 2);
  await silence(campaign, 3);
  await projectCampaignCounts();
  expect(await projectedStatesOf(campaign)).toEqual({ queued: 4, no_report: 5 });
  expect(await projectedStatesOf(campaign)).toEqual(await foldedStatesOf(campaign));
});

test('run by several workers at once, while events arrive, every event counts once', async () => {
  const campaigns = [await confirmedCampaign(40), await confirmedCampaign(40)];
  await Promise.all([
    ...campaigns.flatMap((campaign) => Array.from({ length: 15 }, () => silence(campaign, 1))),
    ...Array.from({ length: 12 }, () => projectCampaignCounts()),
  ]);
  await projectCampaignCounts();
  for (const campaign of campaigns) {
    expect(await projectedStatesOf(campaign)).toEqual({ queued: 25, no_report: 15 });
  }
});

test('running it again without news changes nothing', async () => {
  const campaign = await confirmedCampaign(3);
  await projectCampaignCounts();
  const before = [await projectedStatesOf(campaign), await checkpoints()];
  await projectCampaignCounts();
  expect([await projectedStatesOf(campaign), await checkpoints()]).toEqual(before);
});

test('counters and checkpoint move together: undone, both are undone', async () => {
  const campaign = await confirmedCampaign(3);
  await projectCampaignCounts();
  await silence(campaign, 1);
  const before = await checkpoints();
  const tx = await pool.connect();
  await tx.query('BEGIN');
  await tx.query('SELECT project_campaign_counts()');
  await tx.query('ROLLBACK');
  tx.release();
  expect(await projectedStatesOf(campaign)).toEqual({ queued: 3 });
  expect(await checkpoints()).toEqual(before);
  await projectCampaignCounts();
  expect(await projectedStatesOf(campaign)).toEqual({ queued: 2, no_report: 1 });
});

test('dropped and projected anew from the first event, the counters are the same', async () => {
  const campaign = await confirmedCampaign(5);
  await silence(campaign, 2);
  await projectCampaignCounts();
  const all = 'SELECT * FROM campaign_count WHERE count <> 0 ORDER BY shop_id, campaign_id, state';
  const before = (await pool.query(all)).rows;
  await pool.query('DELETE FROM campaign_count');
  await pool.query(`UPDATE projection SET position = 0 WHERE name = 'campaign_count'`);
  await projectCampaignCounts();
  expect((await pool.query(all)).rows).toEqual(before);
});
