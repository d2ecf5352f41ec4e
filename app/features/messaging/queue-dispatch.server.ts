import type { Queryable } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import type { BatchKey } from './batch.ts';

/** Queues the call of one batch, once however often it is asked for; under the key that queueWave gives it. */
export const queueDispatch = (
  db: Queryable,
  { shopId, campaignId, batchNo }: BatchKey,
  when: { runAt: Date } | { soon: number },
): Promise<void> =>
  enqueue(
    db,
    'dispatch-batch',
    { shopId, campaignId, batchNo },
    { key: `dispatch-${campaignId}-${batchNo}`, ...when },
  );
