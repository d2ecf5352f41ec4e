import { move } from '../../core/delivery/recipient-state.ts';
import { sendStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { hintCounts } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import type { BatchKey } from './batch.ts';
import { insertTraced, type Trace } from './insert-traced.server.ts';
import { lockResolvedBatch, type ResolvedBatch } from './lock-batch.server.ts';
import { wakeParked } from './wake-parked.server.ts';

/** How we learnt it. `bulkId`: the carrier's name for the call, which only its answer tells. */
export type LateEvidence = { kind: 'report' | 'operator' } | { kind: 'late_answer'; bulkId: string };

/**
 * Reports name people of a batch that was resolved without them: they were presumed not sent, and were sent.
 *
 * @returns the traces that were new.
 */
export async function overturnPresumption(key: BatchKey, traces: Trace[]): Promise<Trace[]> {
  const overturned = await withTransaction(async (tx) => {
    const resolved = await lockResolvedBatch(tx, key);
    return resolved === undefined ? [] : overturnLocked(tx, resolved, traces, { kind: 'report' });
  });
  await hintCounts();
  return overturned;
}

/**
 * As `overturnPresumption`, for a resolved batch that this transaction has locked. Their credits were released and stay
 * released: the merchant did not pay for these texts and is not asked to. Whoever is known to the carrier already, or was
 * left out of the call, is not moved. Ends with the append.
 */
export async function overturnLocked(
  tx: Transaction,
  batch: ResolvedBatch,
  traces: Trace[],
  evidence: LateEvidence,
): Promise<Trace[]> {
  const found = await insertTraced(tx, batch, traces);
  if (found.length === 0) {
    return [];
  }
  const bulkId = evidence.kind === 'late_answer' ? evidence.bulkId : undefined;
  // Settled anew: Mitto is asked about these texts as about any others, until their own deadline.
  await tx.query(
    `UPDATE send_batch SET
       overturned = overturned + $4, bulk_id = coalesce($5, bulk_id), settled_at = now(),
       stream_version = stream_version + 1, poll_round = 0, next_poll_at = now() + interval '30 seconds'
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [batch.shopId, batch.campaignId, batch.batchNo, found.length, bulkId ?? null],
  );
  log.error(
    {
      shopId: batch.shopId,
      campaignId: batch.campaignId,
      batchNo: batch.batchNo,
      evidence: evidence.kind,
      texts: found.length,
      alert: 'presumption_overturned',
    },
    'texts that were presumed not sent, their credits released, had been sent after all',
  );
  await wakeParked(tx);
  await appendLocked(tx, [
    toStream(
      sendStream(batch.shopId, batch.campaignId, batch.batchNo),
      [
        {
          type: 'PresumptionOverturned',
          data: {
            evidence: evidence.kind,
            messages: found.map(({ ordinal, messageId }): [number, string] => [ordinal, messageId]),
            ...(bulkId === undefined ? {} : { bulkId }),
            moved: move('presumed_not_sent', 'handed_over', found.length),
          },
        },
      ],
      batch.version,
    ),
  ]);
  failpoint('before-trace-commit');
  return found;
}
