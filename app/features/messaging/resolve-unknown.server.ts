import { move, sumMoves } from '../../core/delivery/recipient-state.ts';
import { creditsStream, sendStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { hintCounts } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import type { BatchKey } from './batch.ts';
import { countTraced } from './count-traced.server.ts';
import { insertTraced, type Trace } from './insert-traced.server.ts';
import { lockOpenBatch, type OpenBatch } from './lock-batch.server.ts';
import { settleTraced } from './settle-traced.server.ts';

export type Evidence = 'report' | 'status' | 'operator';

/**
 * Somebody of an unknown batch turns out to be with Mitto: each trace proves one text, no more. When everybody of the
 * batch is traced its outcome is known and the hold is spent; the others stay unknown until their own evidence or the
 * deadline.
 *
 * @returns the traces that were new.
 */
export async function traceMessages(key: BatchKey, traces: Trace[], evidence: Evidence): Promise<Trace[]> {
  const proved = await withTransaction(async (tx) => {
    const open = await lockOpenBatch(tx, key);
    if (open?.from !== 'unknown') {
      return [];
    }
    const found = await traceLocked(tx, open, traces, evidence);
    failpoint('before-trace-commit');
    return found;
  });
  await hintCounts();
  return proved;
}

/** As `traceMessages`, for an unknown batch that this transaction has locked. */
export async function traceLocked(
  tx: Transaction,
  open: OpenBatch,
  traces: Trace[],
  evidence: Evidence,
): Promise<Trace[]> {
  const found = await insertTraced(tx, open, traces);
  if (found.length === 0) {
    return [];
  }
  const { untraced } = await countTraced(tx, open);
  const traced = {
    type: 'MessagesTraced' as const,
    data: {
      evidence,
      messages: found.map(({ ordinal, messageId }): [number, string] => [ordinal, messageId]),
      moved: move('unknown', 'handed_over', found.length),
    },
  };
  if (untraced === 0) {
    await resolveLocked(tx, open, evidence === 'operator' ? 'operator' : 'reports', [traced]);
  } else {
    await tx.query(
      `UPDATE send_batch SET stream_version = stream_version + 1
       WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
      [open.shopId, open.campaignId, open.batchNo],
    );
    await appendLocked(tx, [
      toStream(sendStream(open.shopId, open.campaignId, open.batchNo), [traced], open.version),
    ]);
  }
  return found;
}

/**
 * The deadline of an unknown: whoever was traced is paid for; the rest is presumed not sent, their credits are free
 * again, and nobody sends to them by itself.
 */
export async function resolveAtDeadline(key: BatchKey): Promise<void> {
  await withTransaction(async (tx) => {
    const open = await lockOpenBatch(tx, key);
    if (open?.from === 'unknown') {
      log.warn({ ...key, alert: 'unknown_presumed_not_sent' }, 'an unknown outcome reached its deadline');
      await resolveLocked(tx, open, 'deadline', []);
    }
  });
  await hintCounts();
}

type Traced = Parameters<typeof toStream<'send'>>[1][number];

/** Ends an unknown batch that this transaction has locked: whoever was traced is paid for, the rest is presumed not sent. */
export async function resolveLocked(
  tx: Transaction,
  open: OpenBatch,
  evidence: 'reports' | 'operator' | 'deadline',
  before: Traced[],
): Promise<void> {
  const { traced, tracedCredits, untraced } = await countTraced(tx, open);
  const events: Traced[] = [
    ...before,
    {
      type: 'OutcomeResolved',
      data: {
        evidence,
        handedOver: traced,
        presumedNotSent: untraced,
        credits: tracedCredits,
        moved: sumMoves(move('unknown', 'presumed_not_sent', untraced)),
      },
    },
  ];
  await tx.query(
    `UPDATE send_batch SET
       status = 'resolved', reason = $4, settled_at = now(), stream_version = stream_version + $5,
       poll_round = 0, next_poll_at = now() + interval '30 seconds'
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [open.shopId, open.campaignId, open.batchNo, `resolved_by_${evidence}`, events.length],
  );
  const { rows } = await tx.query<{ spent: number; released: number }>(
    'SELECT spent, released FROM credit_resolve($1, $2, ARRAY[$3::uuid], ARRAY[$4::bigint])',
    [open.shopId, open.campaignId, open.holdId, tracedCredits],
  );
  const refunds = await settleTraced(tx, open);
  const { spent, released } = rows[0] ?? { spent: 0, released: 0 };
  await appendLocked(tx, [
    toStream(sendStream(open.shopId, open.campaignId, open.batchNo), events, open.version),
    toStream(creditsStream(open.shopId, open.now), [
      ...(spent > 0
        ? [
            {
              type: 'CreditsSpent' as const,
              data: { credits: spent, campaign: open.campaignId, batch: open.batchNo },
            },
          ]
        : []),
      ...(released > 0
        ? [
            {
              type: 'CreditsReleased' as const,
              data: { credits: released, campaign: open.campaignId, holds: 1, why: `unknown_${evidence}` },
            },
          ]
        : []),
      ...refunds,
    ]),
  ]);
}
