import { log } from '../../platform/log.server.ts';
import type { BatchKey } from './batch.ts';

/**
 * Two words of the carrier that cannot both be true. The first that was proved stands and nothing is changed; somebody
 * must ask the carrier.
 */
export function logContradiction(
  { shopId, campaignId, batchNo }: BatchKey,
  found: Record<string, number | string>,
  what: string,
): void {
  log.error({ shopId, campaignId, batchNo, ...found, alert: 'contradiction' }, what);
}
