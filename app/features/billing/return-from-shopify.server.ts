import { readId } from '../../core/read-id.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { settlePurchase } from './settle-purchase.server.ts';
import { settleSubscriptions } from './settle-subscriptions.server.ts';

/**
 * The merchant comes back from Shopify. The address says only which of her purchases it is about (`charge_id`, which anybody
 * can write, is not looked at); what became of it is read from Shopify.
 *
 * @returns the page of ours that she goes on with: where she came from when she has what she wanted, else where it says why not.
 */
export async function returnFromShopify(shopId: number, query: URLSearchParams): Promise<string> {
  const purchase = readId(query.get('purchase') ?? undefined);
  const subscription = readId(query.get('subscription') ?? undefined);
  try {
    if (purchase !== undefined) {
      return await afterPurchase(shopId, purchase);
    }
    if (subscription !== undefined) {
      return await afterSubscription(shopId, subscription);
    }
  } catch (err) {
    // Its webhook and the sweep ask again; the page shows it as not known yet.
    log.warn({ err, shopId }, 'Shopify did not say what became of a charge');
  }
  return purchase === undefined ? '/app/credits' : `/app/credits?purchase=${purchase}`;
}

async function afterPurchase(shopId: number, id: number): Promise<string> {
  const before = await purchaseRow(shopId, id);
  if (before?.shopifyId) {
    await settlePurchase(shopId, before.shopifyId);
  }
  const after = await purchaseRow(shopId, id);
  return after?.status === 'credited' && after.back !== null ? after.back : `/app/credits?purchase=${id}`;
}

async function purchaseRow(
  shopId: number,
  id: number,
): Promise<{ shopifyId: string | null; status: string; back: string | null } | undefined> {
  const { rows } = await pool.query<{ shopifyId: string | null; status: string; back: string | null }>(
    `SELECT shopify_id AS "shopifyId", status, return_path AS back FROM purchase WHERE shop_id = $1 AND id = $2`,
    [shopId, id],
  );
  return rows[0];
}

async function afterSubscription(shopId: number, id: number): Promise<string> {
  await settleSubscriptions(shopId);
  const { rows } = await pool.query<{ status: string; back: string | null }>(
    `SELECT status, return_path AS back FROM subscription WHERE shop_id = $1 AND id = $2`,
    [shopId, id],
  );
  const row = rows[0];
  return row?.status === 'active' && row.back !== null ? row.back : `/app/credits?subscription=${id}`;
}
