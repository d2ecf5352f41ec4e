import { pool } from '../../platform/database.server.ts';

/**
 * Empties what Shopify has posted of somebody and was not worked off yet: what it says of them is not wanted
 * any more. Requests about data stay, and so does a merge, which says which records are one person.
 */
export async function forgetPosted(shopId: number, shopifyId: string): Promise<void> {
  const digits = /\d{1,20}$/.exec(shopifyId)?.[0];
  if (digits === undefined) {
    return;
  }
  await pool.query(
    `UPDATE webhook SET body = NULL, handled_at = now(), outcome = 'person_erased'
     WHERE handled_at IS NULL AND shop_domain = (SELECT domain FROM shop WHERE id = $1)
       AND topic ~ '^(customer[s._]|orders/|checkouts/|refunds/)'
       AND topic NOT IN ('customers/redact', 'customers/data_request', 'customers/merge')
       AND body ~ ('(^|\\D)' || $2 || '(\\D|$)')`,
    [shopId, digits],
  );
}
