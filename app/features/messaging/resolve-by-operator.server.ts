import { type ExportedText, parseOperatorExport } from '../../core/messaging/operator-export.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { hintCounts } from '../../platform/jobs.server.ts';
import type { BatchKey } from './batch.ts';
import { countTraced } from './count-traced.server.ts';
import { lockOpenBatch, lockResolvedBatch, type OpenBatch, type ResolvedBatch } from './lock-batch.server.ts';
import { overturnLocked } from './overturn-presumption.server.ts';
import { resolveLocked, traceLocked } from './resolve-unknown.server.ts';

export type OperatorAnswer =
  /** `traced`: proved by this; `open`: still unknown; `others`: texts of the file that other batches sent. */
  | { kind: 'traced'; traced: number; open: number; others: number }
  /** The batch had been resolved: people who were presumed not sent have the text after all. */
  | { kind: 'overturned'; overturned: number; others: number }
  | { kind: 'not_sent'; people: number; handedOver: number }
  /** Nothing was changed. */
  | { kind: 'refused'; problem: string };

/** An answer that must undo what the transaction wrote. */
class Refused extends Error {}

/**
 * The operator has the carrier's word for who of an unknown batch got the text: each named text is traced with evidence
 * 'operator', all or none. Whoever the file does not name stays unknown. The file is believed only as far as it agrees
 * with everything that is known already. Of a batch that was resolved, people presumed not sent are proved as well: that
 * overturns the presumption, and is recorded as such.
 */
export async function acceptByOperator(
  campaignId: number,
  batchNo: number,
  csv: string,
): Promise<OperatorAnswer> {
  const read = parseOperatorExport(csv, campaignId);
  if (!read.ok) {
    return { kind: 'refused', problem: read.problem };
  }
  const mineOf = async (tx: Transaction, batch: ResolvedBatch | OpenBatch): Promise<ExportedText[]> => {
    const mine = read.texts.filter(
      ({ ordinal }) => ordinal >= batch.firstOrdinal && ordinal <= batch.lastOrdinal,
    );
    if (mine.length === 0) {
      throw new Refused(`The file names nobody of batch ${batchNo} of campaign ${campaignId}.`);
    }
    await refuseContradictions(tx, batch, mine);
    return mine;
  };
  return onBatch(campaignId, batchNo, {
    async unknown(tx, open) {
      const mine = await mineOf(tx, open);
      const traced = await traceLocked(tx, open, mine, 'operator');
      const { untraced } = await countTraced(tx, open);
      return {
        kind: 'traced',
        traced: traced.length,
        open: untraced,
        others: read.texts.length - mine.length,
      };
    },
    async resolved(tx, batch) {
      const mine = await mineOf(tx, batch);
      const overturned = await overturnLocked(tx, batch, mine, { kind: 'operator' });
      return {
        kind: 'overturned',
        overturned: overturned.length,
        others: read.texts.length - mine.length,
      };
    },
  });
}

/**
 * The operator has the carrier's word that it did not take the call: everybody who was not traced is presumed not sent,
 * now, and the credits are free again. Nobody is sent to by this.
 *
 * @param evenTraced the carrier took some of the batch and not the rest; without it a batch with traces is refused,
 *   because a trace says that the call was taken.
 */
export async function notSentByOperator(
  campaignId: number,
  batchNo: number,
  { evenTraced }: { evenTraced: boolean },
): Promise<OperatorAnswer> {
  return onBatch(campaignId, batchNo, {
    async unknown(tx, open) {
      const { traced, untraced } = await countTraced(tx, open);
      if (traced > 0 && !evenTraced) {
        throw new Refused(
          `Mitto is proved to have texts of this batch (${traced}), so it took the call. Only if it says that it did not send the other ${untraced}, add --rest.`,
        );
      }
      await resolveLocked(tx, open, 'operator', []);
      return { kind: 'not_sent', people: untraced, handedOver: traced };
    },
  });
}

/** What to do with the batch by its status; without `resolved`, an ended unknown is refused. */
type Acts = {
  unknown: (tx: Transaction, open: OpenBatch) => Promise<OperatorAnswer>;
  resolved?: (tx: Transaction, batch: ResolvedBatch) => Promise<OperatorAnswer>;
};

async function onBatch(campaignId: number, batchNo: number, acts: Acts): Promise<OperatorAnswer> {
  const { rows } = await pool.query<{ shop_id: number; status: string }>(
    'SELECT shop_id, status FROM send_batch WHERE campaign_id = $1 AND batch_no = $2',
    [campaignId, batchNo],
  );
  const batch = rows[0];
  if (batch === undefined) {
    return { kind: 'refused', problem: `There is no batch ${batchNo} of campaign ${campaignId}.` };
  }
  try {
    const answer = await withTransaction(async (tx) => {
      const key = { shopId: batch.shop_id, campaignId, batchNo };
      const open = await lockOpenBatch(tx, key);
      if (open?.from === 'unknown') {
        return acts.unknown(tx, open);
      }
      const resolved = acts.resolved === undefined ? undefined : await lockResolvedBatch(tx, key);
      if (acts.resolved === undefined || resolved === undefined) {
        throw new Refused(
          `Batch ${batchNo} of campaign ${campaignId} is not unknown: it is ${open === undefined ? batch.status : 'dispatching'}.`,
        );
      }
      return acts.resolved(tx, resolved);
    });
    await hintCounts();
    return answer;
  } catch (error) {
    if (error instanceof Refused) {
      return { kind: 'refused', problem: error.message };
    }
    throw error;
  }
}

/** What the file says against what is known: an id that is somebody else's, another id, or a text that was never asked for. */
async function refuseContradictions(
  tx: Transaction,
  { shopId, campaignId }: BatchKey,
  texts: ExportedText[],
): Promise<void> {
  const { rows } = await tx.query<{ line: number; why: 'other_text' | 'other_id' | 'left_out' }>(
    `SELECT t.line, CASE
       WHEN i.message_id IS NOT NULL AND (i.campaign_id, i.ordinal) <> ($2::bigint, t.ordinal) THEN 'other_text'
       WHEN m.message_id <> t.id THEN 'other_id'
       WHEN o.ordinal IS NOT NULL THEN 'left_out'
     END AS why
     FROM unnest($3::text[], $4::integer[], $5::integer[]) AS t(id, ordinal, line)
     LEFT JOIN message i ON i.message_id = t.id
     LEFT JOIN message m ON m.shop_id = $1 AND m.campaign_id = $2 AND m.ordinal = t.ordinal
     LEFT JOIN recipient_omission o ON o.shop_id = $1 AND o.campaign_id = $2 AND o.ordinal = t.ordinal
     WHERE (i.message_id IS NOT NULL AND (i.campaign_id, i.ordinal) <> ($2::bigint, t.ordinal))
        OR m.message_id <> t.id OR o.ordinal IS NOT NULL
     ORDER BY t.line LIMIT 1`,
    [
      shopId,
      campaignId,
      texts.map((one) => one.messageId),
      texts.map((one) => one.ordinal),
      texts.map((one) => one.line),
    ],
  );
  const first = rows[0];
  if (first !== undefined) {
    throw new Refused(`Line ${first.line} ${contradictions[first.why]}`);
  }
}

const contradictions = {
  other_text: 'has the message id of another text.',
  other_id: 'names a person who is known to Mitto under another message id.',
  left_out: 'names a person who was left out of the call or refused.',
} as const;
