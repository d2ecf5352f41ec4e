import { move } from '../../core/delivery/recipient-state.ts';
import type { SendEvent } from '../../core/events.ts';
import { creditsStream, sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import type { BatchKey } from './batch.ts';
import { countTraced } from './count-traced.server.ts';
import type { OpenBatch } from './lock-batch.server.ts';
import { queueWave } from './queue-wave.server.ts';

/** The carrier refused the call as a whole: nobody of it was texted, everything held is free again. */
export async function rejectBatch(
  tx: Transaction,
  open: OpenBatch,
  refusal: { code: string; why: string },
): Promise<void> {
  const { untraced } = await countTraced(tx, open);
  await close(tx, open, { status: 'rejected', reason: refusal.why, why: 'refused' }, [
    { type: 'BatchRejected', data: { ...refusal, moved: move(open.from, 'refused', untraced) } },
  ]);
}

/** Tried once and five times again, and the carrier took none of it. */
export async function abandonBatch(tx: Transaction, open: OpenBatch, why: string): Promise<void> {
  const { untraced } = await countTraced(tx, open);
  await close(tx, open, { status: 'abandoned', reason: 'carrier_unreachable', why: 'abandoned' }, [
    {
      type: 'BatchAbandoned',
      data: { attempts: open.attempt, why, moved: move(open.from, 'not_sent', untraced) },
    },
  ]);
}

/** Everybody of the batch was left out just before the call. */
export async function closeEmptyBatch(
  tx: Transaction,
  key: BatchKey,
  version: number,
  holdId: string,
  leftOut: [number, string][],
  now: Date,
): Promise<void> {
  await close(
    tx,
    { ...key, version, holdId, now },
    { status: 'empty', reason: 'left_out', why: 'left_out' },
    [{ type: 'BatchEmpty', data: { leftOut, moved: move('queued', 'left_out', leftOut.length) } }],
  );
}

/** The campaign ended while the call was open, and the call was not taken. */
export async function stopBatch(
  tx: Transaction,
  open: OpenBatch,
  why: 'cancelled' | 'expired',
  people: number,
): Promise<void> {
  await close(tx, open, { status: 'stopped', reason: why, why }, [
    { type: 'BatchStopped', data: { why, moved: move(open.from, 'not_sent', people) } },
  ]);
}

async function close(
  tx: Transaction,
  batch: BatchKey & { version: number; holdId: string; now: Date },
  end: { status: 'rejected' | 'abandoned' | 'empty' | 'stopped'; reason: string; why: string },
  events: SendEvent[],
): Promise<void> {
  await tx.query(
    `UPDATE send_batch SET
       status = $4, reason = $5, settled_at = now(), queued_at = NULL, next_attempt_at = NULL, stream_version = $6
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [batch.shopId, batch.campaignId, batch.batchNo, end.status, end.reason, batch.version + events.length],
  );
  const { rows } = await tx.query<{ released: number }>(
    'SELECT released FROM credit_resolve($1, $2, ARRAY[$3::uuid], ARRAY[0::bigint])',
    [batch.shopId, batch.campaignId, batch.holdId],
  );
  // A campaign that has ended sends nothing more.
  if (end.status !== 'stopped') {
    await queueWave(tx, batch.shopId, batch.campaignId);
  }
  await appendLocked(tx, [
    toStream(sendStream(batch.shopId, batch.campaignId, batch.batchNo), events, batch.version),
    toStream(creditsStream(batch.shopId, batch.now), [
      {
        type: 'CreditsReleased',
        data: { credits: rows[0]?.released ?? 0, campaign: batch.campaignId, holds: 1, why: end.why },
      },
    ]),
  ]);
}
