import type { BulkOutcome } from '../../core/messaging/bulk-outcome.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import type { ClaimedBatch } from './batch.ts';
import { countTraced } from './count-traced.server.ts';
import { lockResolvedBatch, type ResolvedBatch } from './lock-batch.server.ts';
import { logContradiction } from './log-contradiction.server.ts';
import { type Answer, compareWithKnown, nameAnswer } from './match-answer.server.ts';
import { overturnLocked } from './overturn-presumption.server.ts';

/**
 * A call's own answer, after its unknown was ended without it (by the deadline, reports or the operator). The lease is
 * still that of the call, since nobody claims a resolved batch again; an answer under another one is of another attempt.
 * Whom it took was not "not sent" after all; that it took nobody is what was presumed.
 */
export async function recordAfterResolution(
  tx: Transaction,
  batch: ClaimedBatch,
  outcome: BulkOutcome,
): Promise<'superseded' | 'overturned' | 'contradicted'> {
  const resolved = await lockResolvedBatch(tx, batch, batch.lease);
  if (resolved === undefined || outcome.class === 'unknown') {
    return 'superseded';
  }
  if (outcome.class === 'accepted') {
    const accepted = outcome.ids.map((id, index) => ({ index, id }));
    return recordTaken(tx, resolved, batch, { bulkId: outcome.bulkId, accepted, refused: [] });
  }
  if (outcome.class === 'partly_accepted') {
    return recordTaken(tx, resolved, batch, outcome);
  }
  const { traced } = await countTraced(tx, resolved);
  if (traced > 0) {
    logContradiction(
      resolved,
      { outcome: outcome.class, traced },
      'a call that is proved to have been taken ended as if it was not',
    );
    return 'contradicted';
  }
  log.info(
    { campaignId: resolved.campaignId, batchNo: resolved.batchNo, outcome: outcome.class },
    'a late answer confirms that the texts of an ended unknown were not sent',
  );
  return 'superseded';
}

async function recordTaken(
  tx: Transaction,
  resolved: ResolvedBatch,
  batch: ClaimedBatch,
  answer: Answer,
): Promise<'superseded' | 'overturned' | 'contradicted'> {
  const named = nameAnswer(batch, answer);
  const { otherIds, foreignIds, refusedButTaken } = await compareWithKnown(tx, resolved, named);
  if (otherIds + foreignIds + refusedButTaken > 0) {
    logContradiction(
      resolved,
      { otherIds, foreignIds, refusedButTaken },
      'the late answer to a call whose unknown was ended contradicts what was proved',
    );
  }
  if (foreignIds > 0) {
    return 'contradicted';
  }
  const overturned = await overturnLocked(
    tx,
    resolved,
    named.taken.map(({ ordinal, id }) => ({ ordinal, messageId: id })),
    { kind: 'late_answer', bulkId: answer.bulkId },
  );
  return overturned.length > 0
    ? 'overturned'
    : otherIds + refusedButTaken > 0
      ? 'contradicted'
      : 'superseded';
}
