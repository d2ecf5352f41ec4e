import { move, sumMoves } from '../../core/delivery/recipient-state.ts';
import { creditsStream, sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import type { ClaimedBatch } from './batch.ts';
import type { OpenBatch } from './lock-batch.server.ts';
import { queueWave } from './queue-wave.server.ts';
import { settleTraced } from './settle-traced.server.ts';
import { wakeParked } from './wake-parked.server.ts';

/** Seconds after the call when messages without a report are first asked for. */
export const FIRST_POLL_SECONDS = 30;

/**
 * Mitto has the texts: keeps its ids, spends the credits of those it took and frees the rest of the hold. Also for an
 * answer that comes after the sweep called the batch unknown; people who were traced by a report meanwhile keep the id
 * that they have.
 */
export async function acceptBatch(
  tx: Transaction,
  open: OpenBatch,
  batch: ClaimedBatch,
  answer: {
    bulkId: string;
    accepted: { index: number; id: string }[];
    refused: { index: number; reason: string }[];
  },
): Promise<void> {
  const at = (index: number) => {
    const recipient = batch.recipients[index];
    if (recipient === undefined) {
      throw new Error(`the answer names message ${index} of ${batch.recipients.length}`);
    }
    return recipient;
  };
  const taken = answer.accepted.map(({ index, id }) => ({ id, recipient: at(index) }));
  const refused = answer.refused.map(({ index, reason }): [number, string] => [at(index).ordinal, reason]);
  const credits = taken.reduce((sum, { recipient }) => sum + recipient.credits, 0);

  const { rows } = await tx.query<{ inserted: number }>({
    name: 'insert_messages',
    text: `WITH inserted AS (
             INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits)
             SELECT id, $1, $2, ordinal, $3, credits
             FROM unnest($4::text[], $5::integer[], $6::smallint[]) AS t(id, ordinal, credits)
             ON CONFLICT DO NOTHING
             RETURNING 1
           )
           SELECT count(*)::integer AS inserted FROM inserted`,
    values: [
      open.shopId,
      open.campaignId,
      open.batchNo,
      taken.map(({ id }) => id),
      taken.map(({ recipient }) => recipient.ordinal),
      taken.map(({ recipient }) => recipient.credits),
    ],
  });
  const inserted = rows[0]?.inserted ?? 0;
  await tx.query({
    name: 'insert_refused',
    text: `INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason)
           SELECT $1, $2, t.ordinal, $3, 'refused', t.reason
           FROM unnest($4::integer[], $5::text[]) AS t(ordinal, reason)`,
    values: [
      open.shopId,
      open.campaignId,
      open.batchNo,
      refused.map(([o]) => o),
      refused.map(([, why]) => why),
    ],
  });
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

  const ordinals = new Set(taken.map(({ recipient }) => recipient.ordinal));
  const skipped: number[] = [];
  for (let ordinal = open.firstOrdinal; ordinal <= open.lastOrdinal; ordinal += 1) {
    if (!ordinals.has(ordinal)) {
      skipped.push(ordinal);
    }
  }
  const inOrder = [...taken].sort((a, b) => a.recipient.ordinal - b.recipient.ordinal);
  const moved = sumMoves(
    move(open.from, 'handed_over', inserted),
    move(open.from, 'refused', refused.length),
  );
  const data = { bulkId: answer.bulkId, ids: inOrder.map(({ id }) => id), skipped, credits, moved };
  const appends: StreamAppend[] = [
    toStream(
      sendStream(open.shopId, open.campaignId, open.batchNo),
      [
        refused.length === 0
          ? { type: 'BatchAccepted', data }
          : { type: 'BatchPartlyAccepted', data: { ...data, refused } },
        ...(open.from === 'unknown'
          ? [
              {
                type: 'OutcomeResolved' as const,
                data: {
                  evidence: 'late_answer' as const,
                  handedOver: taken.length,
                  presumedNotSent: 0,
                  credits,
                  moved: {},
                },
              },
            ]
          : []),
      ],
      open.version,
    ),
    toStream(creditsStream(open.shopId, open.now), [
      { type: 'CreditsSpent', data: { credits, campaign: open.campaignId, batch: open.batchNo } },
      // Who was left out or refused is not paid for: what was held for them comes back with this outcome.
      ...(released > 0
        ? [
            {
              type: 'CreditsReleased' as const,
              data: { credits: released, campaign: open.campaignId, holds: 1, why: 'not_taken' },
            },
          ]
        : []),
      ...refunds,
    ]),
  ];
  await appendLocked(tx, appends);
}
