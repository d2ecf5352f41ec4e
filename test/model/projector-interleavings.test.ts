import { expect, test } from 'vitest';
import { projectCampaignCounts } from '../../app/features/delivery/project-campaign-counts.server.ts';
import { withTransaction } from '../../app/platform/database.server.ts';
import { projectedStatesOf } from '../support/flows/books.ts';
import { waitersAppear } from '../support/flows/locks.ts';
import { interleavings, running } from './interleaving-steps.ts';

interleavings();

test('of two projectors that wait for one checkpoint, the second begins where the first ended', async () => {
  const campaign = await running(3);
  const projecting: Promise<void>[] = [];
  await withTransaction(async (tx) => {
    await tx.query(`SELECT FROM projection WHERE name = 'campaign_count' FOR UPDATE`);
    projecting.push(projectCampaignCounts());
    await waitersAppear(1);
    projecting.push(projectCampaignCounts());
    await waitersAppear(2);
  });
  await Promise.all(projecting);
  expect(await projectedStatesOf(campaign)).toEqual({ queued: 3 });
});
