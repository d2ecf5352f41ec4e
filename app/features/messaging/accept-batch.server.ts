import { move, sumMoves } from '../../core/delivery/recipient-state.ts';
import type { CreditEvent, SendEvent } from '../../core/events.ts';
import { creditsStream, sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import type { ClaimedBatch } from './batch.ts';
import { countTraced } from './count-traced.server.ts';
import type { OpenBatch } from './lock-batch.server.ts';
import { logContradiction } from './log-contradiction.server.ts';
import { type Answer, compareWithKnown, type NamedAnswer, nameAnswer } from './match-answer.server.ts';
import { queueWave } from './queue-wave.server.ts';
import { settleTraced } from './settle-traced.server.ts';
import { wakeParked } from './wake-parked.server.ts';

/** Seconds after the call when messages without a report are first asked for. */
export const FIRST_POLL_SECONDS = 30;

/**
 * The answer gives somebody the id of another text: its ids are not those of its people, and nothing of it can be
 * believed. Thrown to undo what the transaction has written.
 */
export class ForeignIds extends Error {}

/**
 * Mitto has the texts: keeps its ids, spends the credits of those it took and frees the rest of the hold. Also for an
 * answer that comes after the sweep called the batch unknown; people who were traced meanwhile keep the id that they
 * have, and count as taken although the answer refuses them: a trace is proof.
 *
 * @throws ForeignIds
 */
export async function acceptBatch(
  tx: Transaction,
  open: OpenBatch,
  batch: ClaimedBatch,
  answer: Answer,
): Promise<void> {
  const named = nameAnswer(batch, answer);
  const inserted = await insertMessages(tx, open, named);
  if (inserted < named.taken.length || (open.from === 'unknown' && named.refused.length > 0)) {
    await settleDisagreement(tx, open, named);
  }
  const refused = await insertRefused(tx, open, named);
  const known =
    open.from === 'unknown'
      ? await countTraced(tx, open)
      : { traced: inserted, tracedCredits: named.taken.reduce((sum, { credits }) => sum + credits, 0) };
  const credits = known.tracedCredits;
  await tx.query({
    name: 'accept_batch',
    text: `UPDATE send_batch SET
             status = 'accepted', bulk_id = $4, settled_at = now(), queued_at = NULL, failures = 0,
             stream_version = stream_version + $5, poll_round = 0, next_poll_at = now() + $6 * interval '1 second'
           WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    values: [
      open.shopId,
      open.campaignId,
      open.batchNo,
      answer.bulkId,
      open.from === 'unknown' ? 2 : 1,
      FIRST_POLL_SECONDS,
    ],
  });
  const resolved = await tx.query<{ released: number }>({
    name: 'resolve_hold',
    text: 'SELECT released FROM credit_resolve($1, $2, ARRAY[$3::uuid], ARRAY[$4::bigint])',
    values: [open.shopId, open.campaignId, open.holdId, credits],
  });
  const released = resolved.rows[0]?.released ?? 0;
  const refunds = open.from === 'unknown' ? await settleTraced(tx, open) : [];
  await queueWave(tx, open.shopId, open.campaignId);
  await wakeParked(tx);

  const data = {
    ...idsOf(open, named),
    bulkId: answer.bulkId,
    credits,
    moved: sumMoves(move(open.from, 'handed_over', inserted), move(open.from, 'refused', refused.length)),
  };
  const events: SendEvent[] = [
    refused.length === 0
      ? { type: 'BatchAccepted', data }
      : { type: 'BatchPartlyAccepted', data: { ...data, refused } },
  ];
  if (open.from === 'unknown') {
    events.push({
      type: 'OutcomeResolved',
      data: { evidence: 'late_answer', handedOver: known.traced, presumedNotSent: 0, credits, moved: {} },
    });
  }
  const money: CreditEvent[] = [
    { type: 'CreditsSpent', data: { credits, campaign: open.campaignId, batch: open.batchNo } },
  ];
  if (released > 0) {
    // Who was left out or refused is not paid for: what was held for them comes back with this outcome.
    money.push({
      type: 'CreditsReleased',
      data: { credits: released, campaign: open.campaignId, holds: 1, why: 'not_taken' },
    });
  }
  await appendLocked(tx, [
    toStream(sendStream(open.shopId, open.campaignId, open.batchNo), events, open.version),
    toStream(creditsStream(open.shopId, open.now), [...money, ...refunds]),
  ]);
}

/** @returns how many are new. */
async function insertMessages(tx: Transaction, open: OpenBatch, { taken }: NamedAnswer): Promise<number> {
  const { rows } = await tx.query<{ inserted: number }>({
    name: 'insert_messages',
    text: 'SELECT insert_messages($1, $2, $3, $4, $5, $6) AS inserted',
    values: [
      open.shopId,
      open.campaignId,
      open.batchNo,
      taken.map(({ id }) => id).join('\n'),
      taken.map(({ ordinal }) => ordinal).join('\n'),
      taken.map(({ credits }) => credits).join('\n'),
    ],
  });
  return rows[0]?.inserted ?? 0;
}

/** What was proved stands; that the answer says otherwise is told to the operator. */
async function settleDisagreement(tx: Transaction, open: OpenBatch, named: NamedAnswer): Promise<void> {
  const { foreignIds, otherIds, refusedButTaken } = await compareWithKnown(tx, open, named);
  if (foreignIds > 0) {
    throw new ForeignIds(`an answer gives ${foreignIds} people the ids of other texts`);
  }
  if (otherIds + refusedButTaken > 0) {
    logContradiction(
      open,
      { otherIds, refusedButTaken },
      'a late answer contradicts what was proved before it',
    );
  }
}

/** @returns those whom the carrier refused; whoever is proved to have been taken is not among them. */
async function insertRefused(
  tx: Transaction,
  open: OpenBatch,
  { refused }: NamedAnswer,
): Promise<[number, string][]> {
  if (refused.length === 0) {
    return [];
  }
  const { rows } = await tx.query<{ ordinal: number; reason: string }>({
    name: 'insert_refused',
    text: `INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason)
           SELECT $1, $2, t.ordinal, $3, 'refused', t.reason
           FROM unnest($4::integer[], $5::text[]) AS t(ordinal, reason)
           WHERE NOT EXISTS (SELECT FROM message m
                             WHERE m.shop_id = $1 AND m.campaign_id = $2 AND m.ordinal = t.ordinal)
           RETURNING ordinal, reason`,
    values: [
      open.shopId,
      open.campaignId,
      open.batchNo,
      refused.map(([ordinal]) => ordinal),
      refused.map(([, why]) => why),
    ],
  });
  return rows.map(({ ordinal, reason }) => [ordinal, reason]);
}

/** The ids in the order of their people, and who of the batch has none: so the event needs no ordinal per text. */
function idsOf(open: OpenBatch, { taken }: NamedAnswer): { ids: string[]; skipped: number[] } {
  const ordinals = new Set(taken.map(({ ordinal }) => ordinal));
  const skipped: number[] = [];
  for (let ordinal = open.firstOrdinal; ordinal <= open.lastOrdinal; ordinal += 1) {
    if (!ordinals.has(ordinal)) {
      skipped.push(ordinal);
    }
  }
  return { ids: [...taken].sort((a, b) => a.ordinal - b.ordinal).map(({ id }) => id), skipped };
}
