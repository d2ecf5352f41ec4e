import { creditsStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';

/**
 * Gives the credits of a purchase, once: the caller holds its row and has seen that it has none yet. The transfer is named
 * by Shopify's charge, so the same charge can't give credits a second time by any other way either.
 */
export async function creditPurchase(
  tx: Transaction,
  shopId: number,
  purchase: { id: number; credits: number },
  shopifyId: string,
): Promise<void> {
  await tx.query(
    `UPDATE purchase SET status = 'credited', credited_at = now(), shopify_id = $3, problem = NULL,
       confirmation_url = NULL, checked_at = now()
     WHERE shop_id = $1 AND id = $2`,
    [shopId, purchase.id, shopifyId],
  );
  const { rows } = await tx.query<{ received: boolean; now: Date }>(
    `SELECT credit_receive($1, md5('purchase:' || $2)::uuid, 'purchase', $3, NULL) AS received, now() AS now`,
    [shopId, shopifyId, purchase.credits],
  );
  if (rows[0]?.received !== true) {
    throw new Error(`the credits of purchase ${purchase.id} were there before it was settled`);
  }
  await appendLocked(tx, [
    toStream(creditsStream(shopId, rows[0].now), [
      { type: 'CreditsPurchased', data: { credits: purchase.credits, charge: shopifyId } },
    ]),
  ]);
}
