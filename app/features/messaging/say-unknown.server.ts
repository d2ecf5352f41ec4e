import { performance } from 'node:perf_hooks';
import { log } from '../../platform/log.server.ts';
import type { BatchKey } from './batch.ts';

/** While the carrier is away each batch of a campaign ends so: one alert, and then no other for so long. */
const QUIET_MS = 600_000;
const CAMPAIGNS_MOST = 10_000;

const saidAt = new Map<string, number>();

/**
 * Alerts that a call's outcome is unknown, when it becomes so: at once, and for one campaign once in ten minutes a
 * process. @returns whether it was said.
 */
export function sayUnknown(
  { shopId, campaignId, batchNo }: BatchKey,
  cause: string,
  now = performance.now(),
): boolean {
  const name = `${shopId} ${campaignId}`;
  const before = saidAt.get(name);
  if (before !== undefined && now - before < QUIET_MS) {
    return false;
  }
  if (saidAt.size >= CAMPAIGNS_MOST) {
    saidAt.clear();
  }
  saidAt.set(name, now);
  log.warn(
    { shopId, campaignId, batchNo, cause, alert: 'outcome_unknown' },
    'nobody knows whether Mitto took a call; see npm run unknowns -- list',
  );
  return true;
}
