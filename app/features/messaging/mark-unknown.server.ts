import { move } from '../../core/delivery/recipient-state.ts';
import { sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { countTraced } from './count-traced.server.ts';
import type { OpenBatch } from './lock-batch.server.ts';
import { wakeParked } from './wake-parked.server.ts';

/**
 * Nobody knows whether Mitto took the call. It is called unknown, its hold stays, and nothing sends it again by itself
 * (P5): evidence ends it, or the deadline does.
 */
export async function markUnknown(tx: Transaction, open: OpenBatch, cause: string): Promise<void> {
  const { untraced } = await countTraced(tx, open);
  await tx.query(
    `UPDATE send_batch SET
       status = 'unknown', reason = $4, queued_at = NULL, stream_version = stream_version + 1,
       deadline = now() + $5 * interval '1 hour'
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [open.shopId, open.campaignId, open.batchNo, cause, env.UNKNOWN_DEADLINE_HOURS],
  );
  await wakeParked(tx);
  await appendLocked(tx, [
    toStream(
      sendStream(open.shopId, open.campaignId, open.batchNo),
      [{ type: 'DispatchOutcomeUnknown', data: { cause, moved: move(open.from, 'unknown', untraced) } }],
      open.version,
    ),
  ]);
}
