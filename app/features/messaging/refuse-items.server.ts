import { move } from '../../core/delivery/recipient-state.ts';
import { sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import type { ClaimedBatch } from './batch.ts';
import type { OpenBatch } from './lock-batch.server.ts';
import { queueDispatch } from './queue-dispatch.server.ts';

/**
 * The carrier refused the call because of people it named: they are refused with its reason, and the others, who were
 * certainly not sent, go again at once. The batch's hold stays; what the refused would have cost is freed with it.
 */
export async function refuseItems(
  tx: Transaction,
  open: OpenBatch,
  batch: ClaimedBatch,
  items: { index: number; reason: string }[],
): Promise<void> {
  const refused = items.flatMap(({ index, reason }): [number, string][] => {
    const recipient = batch.recipients[index];
    return recipient === undefined ? [] : [[recipient.ordinal, reason]];
  });
  await tx.query(
    `INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason)
     SELECT $1, $2, t.ordinal, $3, 'refused', t.reason FROM unnest($4::integer[], $5::text[]) AS t(ordinal, reason)
     ON CONFLICT DO NOTHING`,
    [open.shopId, open.campaignId, open.batchNo, refused.map(([o]) => o), refused.map(([, why]) => why)],
  );
  await tx.query(
    `UPDATE send_batch SET status = 'deferred', next_attempt_at = now(), queued_at = now(),
       stream_version = stream_version + 2
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [open.shopId, open.campaignId, open.batchNo],
  );
  await queueDispatch(tx, open, { runAt: open.now });
  const others = batch.recipients.length - refused.length;
  await appendLocked(tx, [
    toStream(
      sendStream(open.shopId, open.campaignId, open.batchNo),
      [
        { type: 'ItemsRefused', data: { refused, moved: move(open.from, 'refused', refused.length) } },
        {
          type: 'DispatchDeferred',
          data: {
            why: 'items_refused',
            until: open.now.toISOString(),
            attempt: open.attempt,
            failures: open.failures,
            moved: move(open.from, 'queued', others),
          },
        },
      ],
      open.version,
    ),
  ]);
}
