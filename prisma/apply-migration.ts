import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Migration } from '../app/platform/migrations.server.ts';
import type { Recorded } from './migration-plan.ts';

/** How long a migration waits for a table that others use: whoever comes after it waits behind it. */
const lockTimeout = '30s';

/** Makes Prisma's own table, column for column, so that `prisma migrate deploy` and `status` go on from here. */
export async function ensureRecords(client: pg.Client): Promise<void> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS _prisma_migrations (
      id                  varchar(36)  PRIMARY KEY NOT NULL,
      checksum            varchar(64)  NOT NULL,
      finished_at         timestamptz,
      migration_name      varchar(255) NOT NULL,
      logs                text,
      rolled_back_at      timestamptz,
      started_at          timestamptz  NOT NULL DEFAULT now(),
      applied_steps_count integer      NOT NULL DEFAULT 0
    )`);
}

export async function readRecords(client: pg.Client): Promise<Recorded[]> {
  const { rows } = await client.query<Recorded>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

/**
 * Applies one migration and records it, in one transaction: after a crash or an error the database is as before.
 *
 * @returns the problem when its SQL fails.
 */
export async function applyMigration(
  client: pg.Client,
  migration: Migration,
): Promise<{ ok: true } | { ok: false; problem: string }> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL lock_timeout = '${lockTimeout}'`);
    const before = await transactionId(client);
    await client.query(migration.sql);
    if ((await transactionId(client)) !== before) {
      return {
        ok: false,
        problem:
          `The migration ${migration.name} ended its transaction itself (a COMMIT or ROLLBACK in it), so it is ` +
          'applied but not recorded. Take the statement out, undo by hand what was applied, and run this again.',
      };
    }
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, now(), clock_timestamp(), 1)`,
      [randomUUID(), migration.checksum, migration.name],
    );
    await client.query('COMMIT');
    return { ok: true };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) {
      throw error;
    }
    await client.query('ROLLBACK');
    return { ok: false, problem: explain(migration, error) };
  }
}

async function transactionId(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id');
  return rows[0]?.id;
}

function explain(migration: Migration, error: pg.DatabaseError): string {
  const position = Number(error.position ?? 0);
  const line =
    position > 0 ? ` in line ${[...migration.sql].slice(0, position).join('').split('\n').length}` : '';
  const hint = error.hint === undefined ? '' : ` Hint: ${error.hint}.`;
  const busy =
    error.code === '55P03'
      ? ` A running transaction held a table for ${lockTimeout}; let it end and run this again.`
      : '';
  return `The migration ${migration.name} failed${line}: ${error.message}.${hint}${busy} Nothing of it was applied.`;
}
