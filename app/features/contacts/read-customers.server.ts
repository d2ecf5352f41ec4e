import type { MergeField } from '../../core/contacts/merge-fields.ts';
import { type ShopifyCustomer, toContact } from '../../core/contacts/shopify-customer.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { readCustomersById } from '../../platform/shopify/customer-calls.server.ts';
import { CUSTOMERS_PER_QUERY } from '../../platform/shopify/customer-queries.ts';
import { hintRead } from './ask-to-read.server.ts';
import { markDeleted } from './mark-deleted.server.ts';
import { hintSync, openReading } from './sync-state.server.ts';
import { upsertContacts } from './upsert-contacts.server.ts';

/** When more wait, one export of what changed is quicker, and costs the shop's bucket nothing. */
const SINGLY_MOST = 5_000;
/** Who is still waiting after an export cannot be met by another: those are deleted, or asked for after it began. */
const EXPORT_AGAIN_HOURS = 1;
/** What changed may have been stamped a little before we were told. */
const OVERLAP = '1 hour';
const RUN_MS = 15_000;
const DENIED_MS = 900_000;

export type ReadCustomers =
  | { kind: 'read'; customers: number; deleted: number }
  /** Shopify throttles, or others are to have their turn: another run follows. */
  | { kind: 'to_be_continued'; customers: number; deleted: number }
  /** So many have changed that an export brings them. */
  | { kind: 'left_to_export' }
  | { kind: 'no_access' };

type Group = {
  shopifyIds: string[];
  domain: string;
  country: string;
  mergeFields: MergeField[];
  startedAt: Date;
};

/**
 * Reads the customers of a shop about whom something changed (`customer_to_read`), some at a time, and writes them as they are
 * now: a webhook only says that there is something to read, so that it may come late, twice and in any order. Who is not
 * there any more has been deleted.
 */
export async function readCustomers(shopId: number): Promise<ReadCustomers> {
  if (await leftToExport(shopId)) {
    return { kind: 'left_to_export' };
  }
  const endsAt = performance.now() + RUN_MS;
  const tally = { customers: 0, deleted: 0 };
  for (let group = await nextGroup(shopId); group !== undefined; group = await nextGroup(shopId)) {
    const asked = await readCustomersById(group.domain, group.mergeFields, group.shopifyIds);
    if (asked.kind !== 'answered') {
      const waitMs = asked.kind === 'throttled' ? asked.waitMs : DENIED_MS;
      await readAfter(shopId, waitMs);
      return asked.kind === 'throttled' ? { kind: 'to_be_continued', ...tally } : { kind: 'no_access' };
    }
    const stored = await store(shopId, group, asked.data);
    tally.customers += stored.customers;
    tally.deleted += stored.deleted;
    if (performance.now() > endsAt) {
      await readAfter(shopId, 0);
      return { kind: 'to_be_continued', ...tally };
    }
  }
  log.info({ shopId, ...tally }, 'changed customers read');
  return { kind: 'read', ...tally };
}

/** Whether an export is to bring those who wait; begins it where none is under way. */
async function leftToExport(shopId: number): Promise<boolean> {
  const { rows } = await pool.query<{ since: Date; under_way: boolean }>(
    `SELECT w.since, y.reading IS NOT NULL AS under_way
     FROM (SELECT count(*) AS waiting, min(asked_at) - interval '${OVERLAP}' AS since
           FROM (SELECT asked_at FROM customer_to_read WHERE shop_id = $1 ORDER BY asked_at LIMIT $2::integer + 1) AS crowd) AS w
     JOIN customer_sync y ON y.shop_id = $1
     WHERE w.waiting > $2
       AND (y.reading IS NOT NULL OR y.read_at IS NULL OR y.read_at < now() - $3 * interval '1 hour')`,
    [shopId, SINGLY_MOST, EXPORT_AGAIN_HOURS],
  );
  const crowd = rows[0];
  if (crowd?.under_way === false && (await openReading(pool, shopId, crowd.since))) {
    await hintSync(shopId);
  }
  return crowd !== undefined;
}

async function nextGroup(shopId: number): Promise<Group | undefined> {
  const { rows } = await pool.query<Group>({
    name: 'customers_to_read',
    text: `SELECT array_agg(r.shopify_id) AS "shopifyIds", s.domain, s.country, s.merge_fields AS "mergeFields", clock_timestamp() AS "startedAt"
           FROM shop s CROSS JOIN LATERAL (
             SELECT shopify_id FROM customer_to_read
             WHERE shop_id = s.id AND asked_at <= clock_timestamp()
             ORDER BY asked_at LIMIT $2) AS r
           WHERE s.id = $1 AND s.uninstalled_at IS NULL
           GROUP BY s.id`,
    values: [shopId, CUSTOMERS_PER_QUERY],
  });
  return rows[0];
}

/** Who is there and who is not apart, each in the one order in which writers of contacts lock them. */
async function store(
  shopId: number,
  { shopifyIds, country, startedAt }: Group,
  found: readonly (ShopifyCustomer | null)[],
): Promise<{ customers: number; deleted: number }> {
  const gone = shopifyIds.filter((_, i) => found[i] === null);
  const there = shopifyIds.filter((_, i) => found[i] !== null);
  const contacts = found.flatMap((customer) => (customer === null ? [] : [toContact(customer, country)]));
  const write = (ids: string[], work: (tx: Transaction) => Promise<StreamAppend[]>) =>
    withTransaction(async (tx) => {
      const events = await work(tx);
      await tx.query(
        `DELETE FROM customer_to_read
         WHERE shop_id = $1 AND shopify_id = ANY ($2::text[]) AND asked_at <= $3`,
        [shopId, ids, startedAt],
      );
      if (events.length > 0) {
        await appendLocked(tx, events);
      }
    });
  await write(there, (tx) => upsertContacts(tx, shopId, contacts, startedAt));
  if (gone.length > 0) {
    await write(gone, (tx) => markDeleted(tx, shopId, gone));
  }
  return { customers: there.length, deleted: gone.length };
}

/** Those who wait stay; the next run comes then, by its job or by the sweep. */
async function readAfter(shopId: number, ms: number): Promise<void> {
  const { rows } = await pool.query<{ at: Date }>(
    `INSERT INTO customer_sync (shop_id, read_after) VALUES ($1, now() + $2 * interval '1 millisecond')
     ON CONFLICT (shop_id) DO UPDATE SET read_after = excluded.read_after
     RETURNING read_after AS at`,
    [shopId, ms],
  );
  if (rows[0] !== undefined) {
    await hintRead(shopId, { runAt: rows[0].at });
  }
}
