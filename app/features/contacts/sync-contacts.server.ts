import { z } from 'zod';
import { type ShopifyCustomer, shopifyCustomer, toContact } from '../../core/contacts/shopify-customer.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { askAdmin } from '../../platform/shopify/admin-api.server.ts';
import { upsertContacts } from './upsert-contacts.server.ts';

/** 250 is Shopify's most per page; the query costs about 750 of the 1,000 points that one may cost. */
const query = `#graphql
  query SendbookCustomers($cursor: String) {
    customers(first: 250, after: $cursor, sortKey: ID) {
      pageInfo { hasNextPage endCursor }
      nodes {
        id firstName lastName locale tags updatedAt numberOfOrders
        defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt } }
      }
    }
  }`;

const answer = z.object({
  customers: z.object({
    pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
    nodes: z.array(shopifyCustomer),
  }),
});

type Shop = { domain: string; country: string; sync_cursor: string | null; sync_count: number };

export type Synced =
  | { kind: 'done'; customers: number }
  /** The shop is unknown or uninstalled, or Shopify gives no access any more. */
  | { kind: 'no_access' }
  /** Another run of the same work is ahead and goes on. */
  | { kind: 'overtaken' };

/**
 * Reads all customers of a shop from Shopify into its contacts, page by page, in the order of their ids, so that
 * a page boundary never moves. Each page commits with the place it ends at: after a crash or an error the next run
 * goes on from there. A run after a finished one reads everything again.
 *
 * Progress is in shop.sync_status, sync_count (customers read so far) and synced_at.
 *
 * @throws when Shopify or the database is down; the shop then says 'failed' until a next run goes on.
 */
export async function syncContacts(shopId: number): Promise<Synced> {
  const shop = await begin(shopId);
  if (shop === undefined) {
    return { kind: 'no_access' };
  }
  try {
    const result = await readPages(shopId, shop);
    if (result.kind === 'no_access') {
      await setStatus(shopId, 'failed');
    }
    log.info({ shopId, ...result }, 'contacts synced');
    return result;
  } catch (error) {
    await setStatus(shopId, 'failed').catch(() => {
      // The database is what is down: the first error says more.
    });
    throw error;
  }
}

async function readPages(shopId: number, shop: Shop): Promise<Synced> {
  let cursor = shop.sync_cursor;
  let count = shop.sync_count;
  for (;;) {
    const asked = await askAdmin(shop.domain, query, { cursor }, answer);
    if (asked.kind === 'no_access') {
      return { kind: 'no_access' };
    }
    const { nodes, pageInfo } = asked.data.customers;
    const next = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    if (pageInfo.hasNextPage && (next === null || next === cursor)) {
      throw new Error(`Shopify promises more customers of shop ${shopId} but gives no way to the next page.`);
    }
    count += nodes.length;
    if (!(await storePage(shopId, shop.country, nodes, { from: cursor, next, count }))) {
      return { kind: 'overtaken' };
    }
    if (next === null) {
      return { kind: 'done', customers: count };
    }
    cursor = next;
  }
}

/** The page and the place where it ends, together. False, and nothing written, when another run has moved on. */
async function storePage(
  shopId: number,
  country: string,
  customers: ShopifyCustomer[],
  page: { from: string | null; next: string | null; count: number },
): Promise<boolean> {
  return await withTransaction(async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE shop SET sync_cursor = $3, sync_count = $4, sync_moved_at = now(),
         sync_status = CASE WHEN $3::text IS NULL THEN 'done' ELSE 'running' END,
         synced_at = CASE WHEN $3::text IS NULL THEN now() ELSE synced_at END
       WHERE id = $1 AND sync_cursor IS NOT DISTINCT FROM $2 AND sync_status = 'running'
         AND uninstalled_at IS NULL`,
      [shopId, page.from, page.next, page.count],
    );
    if (rowCount === 0) {
      return false;
    }
    const events = await upsertContacts(
      tx,
      shopId,
      customers.map((customer) => toContact(customer, country)),
    );
    if (events.length > 0) {
      await appendLocked(tx, events);
    }
    return true;
  });
}

/** Takes up an unfinished run, or begins a new one. */
async function begin(shopId: number): Promise<Shop | undefined> {
  const { rows } = await pool.query<Shop>(
    `UPDATE shop SET
       sync_count = CASE WHEN sync_status IN ('running', 'failed') THEN sync_count ELSE 0 END,
       sync_cursor = CASE WHEN sync_status IN ('running', 'failed') THEN sync_cursor END,
       sync_status = 'running', sync_moved_at = now()
     WHERE id = $1 AND uninstalled_at IS NULL
     RETURNING domain, country, sync_cursor, sync_count`,
    [shopId],
  );
  return rows[0];
}

async function setStatus(shopId: number, status: 'failed'): Promise<void> {
  await pool.query("UPDATE shop SET sync_status = $2 WHERE id = $1 AND sync_status = 'running'", [
    shopId,
    status,
  ]);
}
