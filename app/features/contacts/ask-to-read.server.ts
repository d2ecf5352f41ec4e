import { pool, type Queryable } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

/** How long what comes in a burst is gathered before it is read, in milliseconds. */
const GATHER_MS = 500;

/**
 * Something changed about these customers: they are to be read anew. Who was merged into another is read as the other.
 * Asked again before it was read is asked once; asked while it is being read is read once more.
 */
export async function askToRead(db: Queryable, shopId: number, shopifyIds: string[]): Promise<void> {
  await db.query({
    name: 'ask_to_read',
    text: `INSERT INTO customer_to_read (shop_id, shopify_id)
           SELECT DISTINCT $1::bigint, coalesce(c.shopify_id, given.id)
           FROM unnest($2::text[]) AS given(id)
           LEFT JOIN contact_alias a ON a.shop_id = $1 AND a.shopify_id = given.id
           LEFT JOIN contact c ON c.shop_id = a.shop_id AND c.id = a.contact_id
           ORDER BY 2
           ON CONFLICT (shop_id, shopify_id) DO UPDATE SET asked_at = excluded.asked_at`,
    values: [shopId, shopifyIds],
  });
}

/** Asks for the job that reads them. Outside of transactions, as hintCounts: its one row would be locked until the commit. */
export const hintRead = (shopId: number, options: { runAt?: Date; soon?: number } = { soon: GATHER_MS }) =>
  enqueue(pool, 'read-customers', { shopId }, { key: `read-customers:${shopId}`, ...options });
