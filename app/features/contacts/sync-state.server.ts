import type { MergeField } from '../../core/contacts/merge-fields.ts';
import { pool, type Queryable, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

/** A reading of a shop's customers that is under way, and how far it is. */
export type Reading = {
  shopId: number;
  domain: string;
  country: string;
  mergeFields: MergeField[];
  no: number;
  kind: 'whole' | 'changed';
  since: Date | null;
  beganAt: Date;
  operation: string | null;
  storedBytes: number;
  storedCount: number;
  paging: boolean;
  cursor: string | null;
  failures: number;
};

/** While a run is at work it says so with every group; one that has been silent for so long has died. */
const SILENT_SECONDS = 90;

const COLUMNS = `y.shop_id AS "shopId", s.domain, s.country, s.merge_fields AS "mergeFields", y.reading_no AS no, y.reading AS kind, y.since,
  y.began_at AS "beganAt", y.operation, y.stored_bytes AS "storedBytes", y.stored_count AS "storedCount", y.paging,
  y.cursor, y.failures`;

/**
 * Begins a reading, unless one is under way: of all customers, or of those that changed since. The caller asks for its job
 * (`hintSync`) when this is committed.
 */
export async function openReading(db: Queryable, shopId: number, since: Date | null): Promise<boolean> {
  const { rowCount } = await db.query(`${OPEN} WHERE customer_sync.reading IS NULL`, [shopId, since]);
  return rowCount === 1;
}

const OPEN = `
  INSERT INTO customer_sync (shop_id, reading, reading_no, since)
  SELECT id, CASE WHEN $2::timestamptz IS NULL THEN 'whole' ELSE 'changed' END, 1, $2
  FROM shop WHERE id = $1 AND uninstalled_at IS NULL
  ON CONFLICT (shop_id) DO UPDATE SET
    reading = excluded.reading, reading_no = customer_sync.reading_no + 1, since = excluded.since,
    began_at = excluded.began_at, operation = NULL, stored_bytes = 0, stored_count = 0, paging = false, cursor = NULL,
    failures = 0, next_at = now()`;

/**
 * Begins a reading of all customers, in place of one that is under way: that asked for other fields. The caller has locked
 * the shop's row, and asks for the job (`hintSync`) when this is committed.
 */
export async function readAnew(tx: Transaction, shopId: number): Promise<void> {
  await tx.query(OPEN, [shopId, null]);
  await tx.query('DELETE FROM customer_seen WHERE shop_id = $1', [shopId]);
}

/** Asks for the job that reads on. */
export const hintSync = (shopId: number, options: { runAt?: Date } = {}) =>
  enqueue(pool, 'sync-contacts', { shopId }, { key: `sync-contacts:${shopId}`, ...options });

/**
 * Takes up the reading of a shop; a shop that was installed, for the first time or again, begins with one of all customers,
 * whatever was under way before. Undefined when there is nothing to read, or the shop is not there.
 */
export async function takeUp(shopId: number): Promise<Reading | undefined> {
  return await withTransaction(async (tx) => {
    const { rows: shops } = await tx.query<{ fresh: boolean }>(
      `SELECT sync_status = 'never' AS fresh FROM shop
       WHERE id = $1 AND uninstalled_at IS NULL FOR NO KEY UPDATE`,
      [shopId],
    );
    if (shops[0] === undefined) {
      return undefined;
    }
    if (shops[0].fresh) {
      await readAnew(tx, shopId);
    }
    const { rows } = await tx.query<Reading>(
      `UPDATE customer_sync y SET next_at = now() + $2 * interval '1 second'
       FROM shop s WHERE y.shop_id = $1 AND s.id = y.shop_id AND y.reading IS NOT NULL
       RETURNING ${COLUMNS}`,
      [shopId, SILENT_SECONDS],
    );
    const reading = rows[0];
    if (reading !== undefined) {
      await tx.query(
        `UPDATE shop SET sync_status = 'running', sync_count = $2
         WHERE id = $1 AND sync_status IN ('never', 'failed', 'denied')`,
        [shopId, reading.storedCount],
      );
    }
    return reading;
  });
}

/**
 * Moves the place of a reading, from the one that the caller began at. False, and nothing done, when another run has moved it,
 * another reading has begun, or the shop is gone.
 */
export async function advance(
  from: Reading,
  to: Partial<Pick<Reading, 'operation' | 'storedBytes' | 'storedCount' | 'paging' | 'cursor' | 'failures'>>,
  db: Queryable = pool,
): Promise<boolean> {
  const next = { ...from, ...to };
  const { rowCount } = await db.query({
    name: 'advance_reading',
    text: `UPDATE customer_sync SET
             operation = $6, stored_bytes = $7, stored_count = $8, paging = $9, cursor = $10, failures = $11,
             next_at = now() + $12 * interval '1 second'
           WHERE shop_id = $1 AND reading_no = $2 AND reading IS NOT NULL AND operation IS NOT DISTINCT FROM $3
             AND stored_bytes = $4 AND cursor IS NOT DISTINCT FROM $5
             AND EXISTS (SELECT FROM shop WHERE id = $1 AND uninstalled_at IS NULL)`,
    values: [
      from.shopId,
      from.no,
      from.operation,
      from.storedBytes,
      from.cursor,
      next.operation,
      next.storedBytes,
      next.storedCount,
      next.paging,
      next.cursor,
      next.failures,
      SILENT_SECONDS,
    ],
  });
  return rowCount === 1;
}

/** For the page; only the reading after an install is shown there. Outside of transactions, as the shop's row is everybody's. */
export async function showProgress(shopId: number, count: number): Promise<void> {
  await pool.query({
    name: 'show_sync_progress',
    text: `UPDATE shop SET sync_count = $2 WHERE id = $1 AND sync_status = 'running' AND sync_count <> $2`,
    values: [shopId, count],
  });
}

/** The reading goes on by itself in so many milliseconds: by a job, and if that is lost, by the sweep. */
export async function comeBack(reading: Reading, ms: number): Promise<void> {
  const { rows } = await pool.query<{ at: Date }>(
    `UPDATE customer_sync SET next_at = now() + $3 * interval '1 millisecond'
     WHERE shop_id = $1 AND reading_no = $2 AND reading IS NOT NULL RETURNING next_at AS at`,
    [reading.shopId, reading.no, ms],
  );
  if (rows[0] !== undefined) {
    await hintSync(reading.shopId, { runAt: rows[0].at });
  }
}

const FIRST_DELAY_MS = 30_000;
const DELAY_MAX_MS = 3_600_000;

/** It could not go on; it is tried again, later each time. */
export async function putOff(reading: Reading, status: 'failed' | 'denied'): Promise<void> {
  const delay = Math.min(FIRST_DELAY_MS * 2 ** Math.min(reading.failures, 10), DELAY_MAX_MS);
  const { rowCount } = await pool.query(
    `UPDATE customer_sync SET failures = failures + 1, next_at = now() + $3 * interval '1 millisecond'
     WHERE shop_id = $1 AND reading_no = $2 AND reading IS NOT NULL`,
    [reading.shopId, reading.no, delay],
  );
  if (rowCount === 1) {
    await pool.query("UPDATE shop SET sync_status = $2 WHERE id = $1 AND sync_status = 'running'", [
      reading.shopId,
      status,
    ]);
  }
}

/** Remembers whom a reading of all customers has met. */
export async function noteSeen(tx: Transaction, reading: Reading, shopifyIds: string[]): Promise<void> {
  if (reading.kind === 'whole') {
    await tx.query({
      name: 'note_seen',
      text: 'INSERT INTO customer_seen (shop_id, shopify_id) SELECT $1, unnest($2::text[])',
      values: [reading.shopId, shopifyIds],
    });
  }
}
