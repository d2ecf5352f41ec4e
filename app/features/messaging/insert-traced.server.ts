import type { Transaction } from '../../platform/database.server.ts';
import type { BatchKey } from './batch.ts';

/** Evidence that Mitto has the text of one person of a batch. */
export type Trace = { ordinal: number; messageId: string };

/**
 * Keeps the messages that are proved, for the people of a batch that this transaction has locked; they cost nothing here.
 * Whoever has a message already, or was left out of the call, is passed over.
 *
 * @returns the traces that were new.
 */
export async function insertTraced(
  tx: Transaction,
  batch: BatchKey & { firstOrdinal: number; lastOrdinal: number },
  traces: Trace[],
): Promise<Trace[]> {
  const { rows } = await tx.query<Trace>(
    `INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits)
     SELECT t.id, $1, $2, t.ordinal, $3, 0
     FROM unnest($4::text[], $5::integer[]) AS t(id, ordinal)
     WHERE t.ordinal BETWEEN $6 AND $7
       AND NOT EXISTS (SELECT FROM recipient_omission o
                       WHERE o.shop_id = $1 AND o.campaign_id = $2 AND o.ordinal = t.ordinal)
     ON CONFLICT DO NOTHING
     RETURNING ordinal, message_id AS "messageId"`,
    [
      batch.shopId,
      batch.campaignId,
      batch.batchNo,
      traces.map((trace) => trace.messageId),
      traces.map((trace) => trace.ordinal),
      batch.firstOrdinal,
      batch.lastOrdinal,
    ],
  );
  return rows;
}
