import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { hintRead } from './ask-to-read.server.ts';
import { hintSync } from './sync-state.server.ts';

const PER_SWEEP = 500;
/** A job that should have run so long ago may have been lost; asking for it again is free. */
const LOST_AFTER_SECONDS = 10;
const RECONCILE_EVERY_HOURS = 24;

type Found = { id: number };

/** What keeps contacts true to Shopify, found again from state: the sweep's step. */
export async function wakeSync(): Promise<void> {
  await wakeReadings();
  await wakeQuestions();
  await wakeReconciliations();
}

/** Shops that were never read, and readings whose job is gone. */
async function wakeReadings(): Promise<void> {
  const { rows } = await pool.query<Found>(
    `SELECT s.id FROM shop s
     WHERE s.sync_status = 'never' AND s.uninstalled_at IS NULL
       AND s.installed_at < now() - $2 * interval '1 second'
     UNION ALL
     SELECT s.id FROM customer_sync y JOIN shop s ON s.id = y.shop_id
     WHERE y.reading IS NOT NULL AND y.next_at < now() - $2 * interval '1 second'
       AND s.uninstalled_at IS NULL AND s.sync_status <> 'never'
     LIMIT $1`,
    [PER_SWEEP, LOST_AFTER_SECONDS],
  );
  for (const { id } of rows) {
    await hintSync(id);
  }
}

/** Customers who are to be read anew. */
async function wakeQuestions(): Promise<void> {
  const { rows } = await pool.query<Found>(
    `SELECT s.id FROM shop s LEFT JOIN customer_sync y ON y.shop_id = s.id
     WHERE s.uninstalled_at IS NULL
       AND (y.read_after IS NULL OR y.read_after < now() - $2 * interval '1 second')
       AND EXISTS (SELECT FROM customer_to_read r
                   WHERE r.shop_id = s.id AND r.asked_at < now() - $2 * interval '1 second')
     LIMIT $1`,
    [PER_SWEEP, LOST_AFTER_SECONDS],
  );
  for (const { id } of rows) {
    await hintRead(id);
  }
}

/** Shops whose last reading is a day old. */
async function wakeReconciliations(): Promise<void> {
  const { rows } = await pool.query<Found>(
    `SELECT s.id FROM customer_sync y JOIN shop s ON s.id = y.shop_id
     WHERE y.reading IS NULL AND s.uninstalled_at IS NULL AND s.sync_status <> 'never'
       AND (y.read_at IS NULL OR y.read_at < now() - $2 * interval '1 hour')
     ORDER BY y.read_at NULLS FIRST
     LIMIT $1`,
    [PER_SWEEP, RECONCILE_EVERY_HOURS],
  );
  for (const { id } of rows) {
    await enqueue(pool, 'reconcile-contacts', { shopId: id }, { key: `reconcile-contacts:${id}` });
  }
}
