import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { hintRead } from './ask-to-read.server.ts';
import type { Reading } from './sync-state.server.ts';

/**
 * A reading has come to its end. Who is known here and was not met by a reading of all customers is not called deleted for
 * that: it is asked for by its id (`read-customers`), and Shopify's answer counts.
 *
 * @returns false when another run was ahead.
 */
export async function finishReading(reading: Reading): Promise<boolean> {
  const finished = await withTransaction((tx) => finish(tx, reading));
  if (finished) {
    await hintRead(reading.shopId);
  }
  return finished;
}

async function finish(
  tx: Transaction,
  { shopId, no, kind, beganAt, storedCount }: Reading,
): Promise<boolean> {
  // The shop's row first, as when a reading is taken up.
  await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
  const { rowCount } = await tx.query(
    `UPDATE customer_sync SET
       reading = NULL, since = NULL, operation = NULL, stored_bytes = 0, paging = false, cursor = NULL, failures = 0,
       read_at = began_at, whole_at = CASE WHEN reading = 'whole' THEN began_at ELSE whole_at END
     WHERE shop_id = $1 AND reading_no = $2 AND reading IS NOT NULL
       AND EXISTS (SELECT FROM shop WHERE id = $1 AND uninstalled_at IS NULL)`,
    [shopId, no],
  );
  if (rowCount === 0) {
    return false;
  }
  if (kind === 'whole') {
    await askForMissing(tx, shopId, beganAt);
  }
  await tx.query(
    `UPDATE shop SET sync_status = 'done', synced_at = now(), sync_count = $2
     WHERE id = $1 AND sync_status = 'running'`,
    [shopId, storedCount],
  );
  return true;
}

async function askForMissing(tx: Transaction, shopId: number, beganAt: Date): Promise<void> {
  // Nobody has counted customer_seen yet, so that the planner may take a million rows for one.
  await tx.query('SET LOCAL enable_nestloop = off');
  await tx.query(
    `INSERT INTO customer_to_read (shop_id, shopify_id)
     SELECT c.shop_id, c.shopify_id FROM contact c
     WHERE c.shop_id = $1 AND c.shopify_id IS NOT NULL AND c.deleted_at IS NULL AND c.erased_at IS NULL
       AND c.created_at < $2
       AND NOT EXISTS (SELECT FROM customer_seen s WHERE s.shop_id = $1 AND s.shopify_id = c.shopify_id)
     ON CONFLICT DO NOTHING`,
    [shopId, beganAt],
  );
  await tx.query('DELETE FROM customer_seen WHERE shop_id = $1', [shopId]);
}
