import type { Transaction } from '../../platform/database.server.ts';
import type { StreamAppend } from '../../platform/event-store.server.ts';
import { askToRead } from './ask-to-read.server.ts';
import { markDeleted } from './mark-deleted.server.ts';
import { inheritNo } from './merged-customers.server.ts';

export type MergedIds = { keptId: string; deletedId: string };
type Old = { id: number; consent: string; consent_at: Date | null; now: Date };

/**
 * Shopify has made one customer of two. What names the deleted one is about the one that was kept, from now on; of their
 * consents the more restrictive one wins; and the one that was kept is read anew. Any number of times is as once, and a chain
 * of merges may come in any order.
 *
 * @returns the events, which the caller appends last in its transaction; undefined when the two are one already.
 */
export async function mergeContacts(
  tx: Transaction,
  shopId: number,
  { keptId: named, deletedId }: MergedIds,
): Promise<StreamAppend[] | undefined> {
  const keptId = await whomItBecame(tx, shopId, named);
  if (keptId === deletedId) {
    return undefined;
  }
  // Who is not known here yet gets a row to point to; the reading that follows fills it, being newer than any date of 1970.
  await tx.query(
    `INSERT INTO contact (shop_id, shopify_id, updated_at) VALUES ($1, $2, 'epoch')
     ON CONFLICT (shop_id, shopify_id) DO NOTHING`,
    [shopId, keptId],
  );
  const { rows } = await tx.query<Old & { kept: boolean }>(
    `SELECT id, consent, consent_at, shopify_id = $2 AS kept, clock_timestamp() AS now FROM contact
     WHERE shop_id = $1 AND shopify_id IN ($2, $3) ORDER BY shopify_id FOR UPDATE`,
    [shopId, keptId, deletedId],
  );
  const old = rows.find(({ kept }) => !kept);
  await nameAnew(tx, shopId, { keptId, deletedId, oldId: old?.id ?? null });
  const deleted = await markDeleted(tx, shopId, [deletedId]);
  const inherited =
    old?.consent === 'unsubscribed' ? await inheritNo(tx, shopId, keptId, old.consent_at ?? old.now) : [];
  await askToRead(tx, shopId, [keptId]);
  return [...deleted, ...inherited];
}

async function whomItBecame(tx: Transaction, shopId: number, shopifyId: string): Promise<string> {
  const { rows } = await tx.query<{ shopify_id: string }>(
    `SELECT c.shopify_id FROM contact_alias a JOIN contact c ON c.shop_id = a.shop_id AND c.id = a.contact_id
     WHERE a.shop_id = $1 AND a.shopify_id = $2`,
    [shopId, shopifyId],
  );
  return rows[0]?.shopify_id ?? shopifyId;
}

/** The old id, whatever pointed to it, and the lists that it was on. */
async function nameAnew(
  tx: Transaction,
  shopId: number,
  { keptId, deletedId, oldId }: { keptId: string; deletedId: string; oldId: number | null },
): Promise<void> {
  await tx.query(
    `INSERT INTO contact_alias (shop_id, shopify_id, contact_id)
     SELECT shop_id, $3, id FROM contact WHERE shop_id = $1 AND shopify_id = $2
     ON CONFLICT (shop_id, shopify_id) DO UPDATE SET contact_id = excluded.contact_id`,
    [shopId, keptId, deletedId],
  );
  await tx.query(
    `UPDATE contact_alias a SET contact_id = k.id
     FROM contact k WHERE k.shop_id = $1 AND k.shopify_id = $2 AND a.shop_id = $1 AND a.contact_id = $3`,
    [shopId, keptId, oldId],
  );
  await tx.query(
    `INSERT INTO contact_list_member (shop_id, list_id, contact_id)
     SELECT m.shop_id, m.list_id, k.id
     FROM contact_list_member m JOIN contact k ON k.shop_id = m.shop_id AND k.shopify_id = $2
     WHERE m.shop_id = $1 AND m.contact_id = $3
     ON CONFLICT DO NOTHING`,
    [shopId, keptId, oldId],
  );
  await tx.query(`DELETE FROM customer_to_read WHERE shop_id = $1 AND shopify_id = $2`, [shopId, deletedId]);
}
