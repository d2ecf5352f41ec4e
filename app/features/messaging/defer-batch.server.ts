import { move } from '../../core/delivery/recipient-state.ts';
import { sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { stopBatch } from './close-batch.server.ts';
import { countTraced } from './count-traced.server.ts';
import type { OpenBatch } from './lock-batch.server.ts';
import { queueDispatch } from './queue-dispatch.server.ts';

/**
 * The call was certainly not taken: its people wait again, for the next try in `seconds`. A campaign that was cancelled
 * or has expired meanwhile gets its batch stopped instead. Not for a batch that has traces: then it was taken.
 *
 * `requeue` false: nobody tries until whatever stands in the way is gone (the sweep asks).
 */
export async function deferBatch(
  tx: Transaction,
  open: OpenBatch,
  put: { why: string; seconds: number; failures: number; requeue: boolean },
): Promise<void> {
  const { traced, untraced } = await countTraced(tx, open);
  if (traced > 0) {
    throw new Error('a call that is proved to have been taken cannot be tried again');
  }
  if (open.campaignStatus === 'cancelled' || open.campaignStatus === 'expired') {
    return stopBatch(tx, open, open.campaignStatus, untraced);
  }
  const until = new Date(open.now.getTime() + put.seconds * 1000);
  const queued = put.requeue && open.campaignStatus === 'sending';
  await tx.query(
    `UPDATE send_batch SET
       status = 'deferred', failures = $4, next_attempt_at = $5, stream_version = stream_version + 1,
       queued_at = CASE WHEN $6 THEN now() END
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [open.shopId, open.campaignId, open.batchNo, put.failures, until, queued],
  );
  if (queued) {
    await queueDispatch(tx, open, { runAt: until });
  }
  await appendLocked(tx, [
    toStream(
      sendStream(open.shopId, open.campaignId, open.batchNo),
      [
        {
          type: 'DispatchDeferred',
          data: {
            why: put.why,
            until: until.toISOString(),
            attempt: open.attempt,
            failures: put.failures,
            moved: move(open.from, 'queued', untraced),
          },
        },
      ],
      open.version,
    ),
  ]);
}
