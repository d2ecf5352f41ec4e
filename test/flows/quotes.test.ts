import { expect, test } from 'vitest';
import { runLane, type Told } from '../quotes/lane.ts';
import type { CampaignResult } from '../quotes/run-campaign.ts';

/** The long run is `npm run quotes`. */
const CAMPAIGNS = 40;

test('whatever happens to a campaign, it is charged what was quoted, less what is released and refunded in a line of its own', async () => {
  const told: Told[] = [];
  const seeds = Array.from({ length: CAMPAIGNS }, (_, i) => i + 1);
  await runLane(seeds, (one) => told.push(one));
  expect(told.filter(({ kind }) => kind !== 'held')).toEqual([]);
  const results = told.flatMap((one) => (one.kind === 'held' ? [one.result] : []));
  const sum = (of: keyof Pick<CampaignResult, 'texts' | 'released' | 'refunded'>) =>
    results.reduce((all, result) => all + result[of], 0);
  // The campaigns were sent, and money went back in both ways.
  expect(sum('texts')).toBeGreaterThan(CAMPAIGNS);
  expect(sum('released')).toBeGreaterThan(0);
  expect(sum('refunded')).toBeGreaterThan(0);
}, 600_000);
