import { expect } from 'vitest';
import { pool } from '../../../app/platform/database.server.ts';

/** Resolves when so many sessions of this database wait for a lock: the moment that a forced interleaving needs. */
export async function waitersAppear(count: number): Promise<void> {
  await expect
    .poll(
      async () => {
        const { rowCount } = await pool.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return rowCount;
      },
      { timeout: 5_000, interval: 5 },
    )
    .toBe(count);
}

/**
 * Keeps every transaction that appends events of one category from committing while `work` runs: each has done all of
 * its reading and writing by then. 2 is send.
 */
export async function whileLaneIsHeld(category: number, work: () => Promise<void>): Promise<void> {
  const holder = await pool.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT pg_advisory_xact_lock(1000, $1)', [category]);
    await work();
  } finally {
    await holder.query('COMMIT');
    holder.release();
  }
}
