import type { Transaction } from '../../platform/database.server.ts';
import type { BatchKey, ClaimedBatch } from './batch.ts';

/** What an answer to a call says about whom, by the place in the call. */
export type Answer = {
  bulkId: string;
  accepted: readonly { index: number; id: string }[];
  refused: readonly { index: number; reason: string }[];
};

/** The same by person. */
export type NamedAnswer = {
  taken: { ordinal: number; credits: number; id: string }[];
  refused: [ordinal: number, reason: string][];
};

/** @throws when the answer names a place that the call did not have: it was classified against this very call. */
export function nameAnswer(batch: ClaimedBatch, answer: Pick<Answer, 'accepted' | 'refused'>): NamedAnswer {
  const at = (index: number) => {
    const recipient = batch.recipients[index];
    if (recipient === undefined) {
      throw new Error(`the answer names message ${index} of ${batch.recipients.length}`);
    }
    return recipient;
  };
  return {
    taken: answer.accepted.map(({ index, id }) => {
      const { ordinal, credits } = at(index);
      return { ordinal, credits, id };
    }),
    refused: answer.refused.map(({ index, reason }) => [at(index).ordinal, reason]),
  };
}

/** Where an answer and what was proved otherwise disagree. */
export type Disagreement = {
  /** Taken, and known to the carrier under another id: the proved id stands. */
  otherIds: number;
  /** Taken under an id that is another text's, so that she has none. */
  foreignIds: number;
  /** Refused, and proved to have been taken: the proof stands. */
  refusedButTaken: number;
};

/** Compares an answer with the texts that are known by now, those that it brought itself included. */
export async function compareWithKnown(
  tx: Transaction,
  key: BatchKey,
  { taken, refused }: NamedAnswer,
): Promise<Disagreement> {
  const { rows } = await tx.query<Disagreement>(
    `SELECT count(*) FILTER (WHERE t.id <> m.message_id)::integer AS "otherIds",
            count(*) FILTER (WHERE t.id IS NOT NULL AND m.message_id IS NULL AND EXISTS (
              SELECT FROM message other WHERE other.message_id = t.id))::integer AS "foreignIds",
            count(*) FILTER (WHERE t.id IS NULL AND m.message_id IS NOT NULL)::integer AS "refusedButTaken"
     FROM (SELECT * FROM unnest($3::text[], $4::integer[]) AS a(id, ordinal)
           UNION ALL SELECT NULL, * FROM unnest($5::integer[])) AS t(id, ordinal)
     LEFT JOIN message m ON m.shop_id = $1 AND m.campaign_id = $2 AND m.ordinal = t.ordinal`,
    [
      key.shopId,
      key.campaignId,
      taken.map(({ id }) => id),
      taken.map(({ ordinal }) => ordinal),
      refused.map(([ordinal]) => ordinal),
    ],
  );
  return rows[0] ?? { otherIds: 0, foreignIds: 0, refusedButTaken: 0 };
}
