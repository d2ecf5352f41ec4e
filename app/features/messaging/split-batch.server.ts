import { move } from '../../core/delivery/recipient-state.ts';
import { sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { countTraced } from './count-traced.server.ts';
import type { OpenBatch } from './lock-batch.server.ts';
import { queueWave } from './queue-wave.server.ts';

type Half = {
  batch_no: number;
  first_ordinal: number;
  last_ordinal: number;
  recipients: number;
  credits: number;
  hold_id: string;
};

/**
 * The carrier found the call too large, or refused somebody in it without saying whom: the batch keeps its lower half, the upper half becomes a batch of its own, and
 * the hold is split with them. Both go again; a half that is still refused so is halved again.
 */
export async function splitBatch(
  tx: Transaction,
  open: OpenBatch,
  why: 'too_large' | 'items_refused',
): Promise<void> {
  const { untraced } = await countTraced(tx, open);
  // Two batches of one campaign that are halved at the same time would take the same new number.
  await tx.query('SELECT pg_advisory_xact_lock(2001, $1::integer)', [open.campaignId % 2 ** 31]);
  const middle = Math.floor((open.firstOrdinal + open.lastOrdinal) / 2);
  await tx.query(
    `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits, status,
                             stream_version)
     SELECT $1, $2, max(batch_no) + 1, $3 + 1, $4, $4 - $3, 0, 'ready', 1
     FROM send_batch WHERE shop_id = $1 AND campaign_id = $2`,
    [open.shopId, open.campaignId, middle, open.lastOrdinal],
  );
  await tx.query(
    `UPDATE send_batch SET
       last_ordinal = $4, status = 'ready', queued_at = NULL, next_attempt_at = NULL, stream_version = stream_version + 2
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [open.shopId, open.campaignId, open.batchNo, middle],
  );
  await tx.query(
    `UPDATE recipient r SET batch_no = b.batch_no
     FROM send_batch b
     WHERE b.shop_id = $1 AND b.campaign_id = $2 AND b.first_ordinal = $3 + 1 AND b.last_ordinal = $4
       AND r.shop_id = b.shop_id AND r.campaign_id = b.campaign_id
       AND r.ordinal BETWEEN b.first_ordinal AND b.last_ordinal`,
    [open.shopId, open.campaignId, middle, open.lastOrdinal],
  );
  const { rows: halves } = await tx.query<Half>(
    `UPDATE send_batch b SET
       recipients = half.recipients, credits = half.credits,
       hold_id = md5('hold:' || b.campaign_id || ':' || b.batch_no || ':' || b.first_ordinal || '-' || b.last_ordinal)::uuid
     FROM (
       SELECT s.batch_no, count(*)::integer AS recipients, sum(r.credits) AS credits
       FROM send_batch s
       JOIN recipient r ON r.shop_id = s.shop_id AND r.campaign_id = s.campaign_id
                       AND r.ordinal BETWEEN s.first_ordinal AND s.last_ordinal
       WHERE s.shop_id = $1 AND s.campaign_id = $2 AND s.first_ordinal >= $3 AND s.last_ordinal <= $4
       GROUP BY s.batch_no
     ) half
     WHERE b.shop_id = $1 AND b.campaign_id = $2 AND b.batch_no = half.batch_no
     RETURNING b.batch_no, b.first_ordinal, b.last_ordinal, b.recipients, b.credits, b.hold_id`,
    [open.shopId, open.campaignId, open.firstOrdinal, open.lastOrdinal],
  );
  const lower = halves.find((half) => half.batch_no === open.batchNo);
  const upper = halves.find((half) => half.batch_no !== open.batchNo);
  if (lower === undefined || upper === undefined) {
    throw new Error(`batch ${open.batchNo} of campaign ${open.campaignId} cannot be halved`);
  }
  await tx.query('SELECT credit_split($1, $2, $3, $4)', [
    open.shopId,
    open.campaignId,
    open.holdId,
    [lower.batch_no, upper.batch_no],
  ]);
  await queueWave(tx, open.shopId, open.campaignId);
  await appendLocked(tx, [
    toStream(
      sendStream(open.shopId, open.campaignId, open.batchNo),
      [
        {
          type: 'DispatchDeferred',
          data: {
            why,
            until: open.now.toISOString(),
            attempt: open.attempt,
            failures: open.failures,
            moved: move(open.from, 'queued', untraced),
          },
        },
        { type: 'BatchSplit', data: { ...factsOf(lower), into: upper.batch_no } },
      ],
      open.version,
    ),
    toStream(
      sendStream(open.shopId, open.campaignId, upper.batch_no),
      [{ type: 'BatchPlanned', data: factsOf(upper) }],
      0,
    ),
  ]);
}

const factsOf = (half: Half) => ({
  first: half.first_ordinal,
  last: half.last_ordinal,
  recipients: half.recipients,
  credits: half.credits,
  hold: half.hold_id,
});
