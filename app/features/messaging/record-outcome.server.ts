import { unreachable } from '../../core/decision.ts';
import type { BulkOutcome } from '../../core/messaging/bulk-outcome.ts';
import { retryDelaySeconds } from '../../core/messaging/retry.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { hintCounts } from '../../platform/jobs.server.ts';
import { acceptBatch, ForeignIds } from './accept-batch.server.ts';
import type { ClaimedBatch } from './batch.ts';
import { blockAccount } from './block-account.server.ts';
import { abandonBatch, rejectBatch } from './close-batch.server.ts';
import { countTraced } from './count-traced.server.ts';
import { deferBatch } from './defer-batch.server.ts';
import { lockOpenBatch, type OpenBatch } from './lock-batch.server.ts';
import { logContradiction } from './log-contradiction.server.ts';
import { markUnknown } from './mark-unknown.server.ts';
import { queueWave } from './queue-wave.server.ts';
import { recordAfterResolution } from './record-after-resolution.server.ts';
import { refuseItems } from './refuse-items.server.ts';
import { sayUnknown } from './say-unknown.server.ts';
import { splitBatch } from './split-batch.server.ts';

/** A call that names people it refuses is made again without them, so often; then in halves, down to single people. */
const ATTEMPTS_MAX = 25;

/**
 * `superseded`: it says nothing new, or another attempt has the batch; nothing was written. `overturned`: people whose
 * unknown had been ended as "presumed not sent" turned out to have been texted. `contradicted`: it cannot be true beside
 * what is proved; the proof stands and the operator is told.
 */
export type Recording = 'recorded' | 'superseded' | 'overturned' | 'contradicted';

/**
 * The outcome of a call, in one transaction under the lease of its intent. When the sweep has called the batch unknown
 * meanwhile, or that unknown was ended without it, the late truth is still recorded.
 */
export async function recordOutcome(batch: ClaimedBatch, outcome: BulkOutcome): Promise<Recording> {
  try {
    return await recordOnce(batch, outcome);
  } catch (error) {
    if (!(error instanceof ForeignIds)) {
      throw error;
    }
    logContradiction(batch, { outcome: outcome.class }, error.message);
    await recordOnce(batch, { class: 'unknown', cause: 'ids_of_other_texts', raw: '' });
    return 'contradicted';
  }
}

async function recordOnce(batch: ClaimedBatch, outcome: BulkOutcome): Promise<Recording> {
  const result = await withTransaction(async (tx): Promise<Recording> => {
    const open = await lockOpenBatch(tx, batch, batch.lease);
    if (open === undefined) {
      return recordAfterResolution(tx, batch, outcome);
    }
    if (await isContradicted(tx, open, outcome)) {
      return 'contradicted';
    }
    await record(tx, open, batch, outcome);
    failpoint('before-outcome-commit');
    return 'recorded';
  });
  await hintCounts();
  return result;
}

/**
 * The sweep called the batch unknown, reports then proved that somebody of it was texted, and now the call itself says that
 * it was not taken. The proof counts: the batch stays unknown, and nobody is sent to again.
 */
async function isContradicted(tx: Transaction, open: OpenBatch, outcome: BulkOutcome): Promise<boolean> {
  if (open.from !== 'unknown' || ['accepted', 'partly_accepted', 'unknown'].includes(outcome.class)) {
    return false;
  }
  const { traced } = await countTraced(tx, open);
  if (traced > 0) {
    logContradiction(
      open,
      { outcome: outcome.class, traced },
      'a call that is proved to have been taken ended as if it was not',
    );
  }
  return traced > 0;
}

/** Each branch ends with its append; what queues the next batch comes before it (lane locks are taken last). */
async function record(
  tx: Transaction,
  open: OpenBatch,
  batch: ClaimedBatch,
  outcome: BulkOutcome,
): Promise<void> {
  switch (outcome.class) {
    case 'accepted':
      return acceptBatch(tx, open, batch, {
        bulkId: outcome.bulkId,
        accepted: outcome.ids.map((id, index) => ({ index, id })),
        refused: [],
      });
    case 'partly_accepted':
      return acceptBatch(tx, open, batch, outcome);
    case 'rejected_items':
      return open.attempt >= ATTEMPTS_MAX && batch.recipients.length > 1
        ? splitBatch(tx, open, 'items_refused')
        : refuseItems(tx, open, batch, outcome.items);
    case 'rejected':
      switch (outcome.scope) {
        case 'account':
          await blockAccount(tx, outcome.why);
          return deferBatch(tx, open, {
            why: 'account_refused',
            seconds: 0,
            failures: open.failures,
            requeue: false,
          });
        case 'too_large':
          return batch.recipients.length > 1
            ? splitBatch(tx, open, 'too_large')
            : rejectBatch(tx, open, { code: outcome.code, why: outcome.why });
        case 'some':
          // Somebody in it is refused, and nobody was texted: halves tell who, and the others get their text.
          return batch.recipients.length > 1
            ? splitBatch(tx, open, 'items_refused')
            : rejectBatch(tx, open, { code: outcome.code, why: outcome.why });
        default:
          return rejectBatch(tx, open, { code: outcome.code, why: outcome.why });
      }
    case 'not_sent': {
      const failures = open.failures + 1;
      const seconds = retryDelaySeconds(failures, outcome.retryAfterSeconds);
      return seconds === undefined
        ? abandonBatch(tx, open, outcome.code)
        : deferBatch(tx, open, { why: outcome.code, seconds, failures, requeue: true });
    }
    case 'unknown':
      // A refusal of the account whose body could not be read: what became of this call is unknown, but the next
      // ones would fare no better.
      if (/^http_40[13]/.test(outcome.cause)) {
        await blockAccount(tx, outcome.cause);
      }
      if (open.from === 'sending') {
        // The batch is out of its wave: room for the next one.
        await queueWave(tx, open.shopId, open.campaignId);
        await markUnknown(tx, open, outcome.cause);
        sayUnknown(open, outcome.cause);
      }
      return;
    default:
      return unreachable(outcome);
  }
}
