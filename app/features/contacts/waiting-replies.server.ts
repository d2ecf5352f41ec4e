import type { Transaction } from '../../platform/database.server.ts';

/** Of which numbers a reply that may be a no waits for the merchant, and when the newest of each came. */
export async function waitingReplies(
  tx: Transaction,
  shopId: number,
  phones: readonly number[],
): Promise<Map<number, Date>> {
  const { rows } = await tx.query<{ phone: number; at: Date }>({
    name: 'waiting_replies',
    text: `SELECT phone, max(received_at) AS at FROM inbound_text
           WHERE shop_id = $1 AND meaning = 'suspected_stop' AND decision IS NULL AND phone = ANY ($2::bigint[])
           GROUP BY phone`,
    values: [shopId, phones],
  });
  return new Map(rows.map(({ phone, at }) => [phone, at]));
}
