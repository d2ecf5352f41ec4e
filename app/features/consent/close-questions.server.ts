import type { Transaction } from '../../platform/database.server.ts';

/**
 * Ends what replies of a number have left open: nobody needs to judge them any more. The number's contacts are locked by the
 * caller.
 */
export async function closeQuestions(
  tx: Transaction,
  shopId: number,
  phone: number,
  decision: 'opted_out' | 'texts_go_on',
): Promise<void> {
  await tx.query(
    `WITH judged AS (
       UPDATE inbound_text SET decision = $3, decided_at = clock_timestamp()
       WHERE shop_id = $1 AND phone = $2 AND meaning = 'suspected_stop' AND decision IS NULL
       RETURNING id
     )
     DELETE FROM consent_question q USING judged WHERE q.shop_id = $1 AND q.inbound_id = judged.id`,
    [shopId, phone, decision],
  );
}
