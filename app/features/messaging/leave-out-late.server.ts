import { move } from '../../core/delivery/recipient-state.ts';
import { sendStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import type { ClaimedBatch } from './batch.ts';
import { leaveOut } from './leave-out.server.ts';
import { lockOpenBatch } from './lock-batch.server.ts';

/**
 * The last look before the call: who opted out between the intent's own look and now is taken out of it (P6). Costs one
 * index look-up when nobody did. What commits after this is in the open call.
 */
export async function leaveOutLate(batch: ClaimedBatch): Promise<ClaimedBatch> {
  const { rows } = await pool.query<{ changed: boolean }>({
    name: 'anybody_gone',
    // The minute: a contact is stamped when it is written, and visible when that transaction has committed.
    text: `SELECT EXISTS (
             SELECT FROM contact
             WHERE shop_id = $1 AND revised_at > $2::timestamptz - interval '1 minute'
               AND (consent <> 'subscribed' OR erased_at IS NOT NULL)) AS changed`,
    values: [batch.shopId, batch.intendedAt],
  });
  if (rows[0]?.changed !== true) {
    return batch;
  }
  const left = await withTransaction(async (tx) => {
    const open = await lockOpenBatch(tx, batch, batch.lease);
    if (open === undefined) {
      return [];
    }
    const leftOut = await leaveOut(tx, batch, batch.firstOrdinal, batch.lastOrdinal, {
      frozenAt: batch.intendedAt,
      capHours: null,
      resent: false,
    });
    if (leftOut.length > 0) {
      await tx.query(
        `UPDATE send_batch SET stream_version = stream_version + 1
         WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
        [batch.shopId, batch.campaignId, batch.batchNo],
      );
      await appendLocked(tx, [
        toStream(
          sendStream(batch.shopId, batch.campaignId, batch.batchNo),
          [
            {
              type: 'RecipientsLeftOut',
              data: { leftOut, moved: move(open.from, 'left_out', leftOut.length) },
            },
          ],
          open.version,
        ),
      ]);
    }
    return leftOut;
  });
  const gone = new Set(left.map(([ordinal]) => ordinal));
  return { ...batch, recipients: batch.recipients.filter(({ ordinal }) => !gone.has(ordinal)) };
}
