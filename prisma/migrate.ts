import { Logger, runMigrations } from 'graphile-worker';
import pg from 'pg';
import { z } from 'zod';
import { readMigrations } from '../app/platform/migrations.server.ts';
import { waitForDatabase } from '../app/platform/wait-for-database.server.ts';
import { applyMigration, ensureRecords, readRecords } from './apply-migration.ts';
import { planMigrations } from './migration-plan.ts';

/** Prisma's own lock (schema-engine, sql-schema-connector, postgres), so that it and this never run together. */
const lockKey = 72_707_369;
const oldestServer = 150_000;

export type MigrateOptions = {
  /** Where the migrations lie; by default prisma/migrations. */
  folder?: string;
  /** How long to wait for a database that is down, in seconds. */
  waitSeconds?: number;
  /** Gets a line for whoever watches: what is waited for, what was applied. */
  report?: (line: string) => void;
};

export type Migrated =
  | { ok: true; applied: string[] }
  | { ok: false; why: 'database' | 'migration'; problem: string };

/**
 * Brings a database up to date: Prisma's folders in order, then the tables of the job queue. Safe to start from
 * several machines at once: the others wait, and find nothing left to do.
 *
 * DANGER: the lock belongs to the session; a pooler in transaction mode (PgBouncer) would lose it. Give the address
 * of the server itself.
 */
export async function migrate(databaseUrl: string, options: MigrateOptions = {}): Promise<Migrated> {
  const { waitSeconds = 30, report = () => {} } = options;
  const migrations = await readMigrations(options.folder);
  const found = await waitForDatabase(databaseUrl, { seconds: waitSeconds, report });
  if (!found.ok) {
    return { ok: false, why: 'database', problem: found.problem };
  }
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'sendbook-migrate' });
  let lost: Error | undefined;
  client.on('error', (error) => {
    lost = error;
  });
  await client.connect();
  try {
    const version = Number((await client.query('SHOW server_version_num')).rows[0].server_version_num);
    if (version < oldestServer) {
      const problem = `The database runs PostgreSQL ${Math.floor(version / 10_000)}; Sendbook needs 15 or later.`;
      return { ok: false, why: 'database', problem };
    }
    await lock(client, report);
    return await applyPending(client, databaseUrl, migrations, report);
  } catch (error) {
    if (lost === undefined) {
      throw error;
    }
    const problem =
      `The connection to the database was lost while migrating (${lost.message}). ` +
      'A migration is applied whole or not at all: run this again.';
    return { ok: false, why: 'database', problem };
  } finally {
    await client.end();
  }
}

async function applyPending(
  client: pg.Client,
  databaseUrl: string,
  migrations: Awaited<ReturnType<typeof readMigrations>>,
  report: (line: string) => void,
): Promise<Migrated> {
  await ensureRecords(client);
  const plan = planMigrations(migrations, await readRecords(client));
  if (!plan.ok) {
    return { ok: false, why: 'migration', problem: plan.problem };
  }
  const applied: string[] = [];
  for (const migration of plan.pending) {
    const done = await applyMigration(client, migration);
    if (!done.ok) {
      return { ok: false, why: 'migration', problem: done.problem };
    }
    applied.push(migration.name);
    report(`Applied ${migration.name}`);
  }
  await runMigrations({ connectionString: databaseUrl, logger: new Logger(() => () => {}) });
  return { ok: true, applied };
}

async function lock(client: pg.Client, report: (line: string) => void): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>('SELECT pg_try_advisory_lock($1) AS free', [
    lockKey,
  ]);
  if (rows[0]?.free !== true) {
    report('Another process is migrating this database; waiting for it to finish');
    await client.query('SELECT pg_advisory_lock($1)', [lockKey]);
  }
}

const settingsSchema = z.object({
  DATABASE_WAIT_SECONDS: z.coerce.number().int().min(0).max(600).default(30),
});

async function main(): Promise<number> {
  const settings = settingsSchema.safeParse(process.env);
  if (!settings.success) {
    process.stderr.write('DATABASE_WAIT_SECONDS must be a whole number from 0 to 600.\n');
    return 78;
  }
  const waitSeconds = settings.data.DATABASE_WAIT_SECONDS;
  if (process.env.DATABASE_URL) {
    return await migrateAndTell(process.env.DATABASE_URL, waitSeconds);
  }
  // Loaded only here: a production image may lack the scripts.
  const { ensurePostgres, PostgresProblem } = await import('../scripts/postgres/ensure-postgres.ts');
  try {
    const postgres = await ensurePostgres();
    try {
      return await migrateAndTell(postgres.url, waitSeconds);
    } finally {
      await postgres.stop();
    }
  } catch (error) {
    if (!(error instanceof PostgresProblem)) {
      throw error;
    }
    process.stderr.write(`${error.message}\n`);
    return 75;
  }
}

async function migrateAndTell(databaseUrl: string, waitSeconds: number): Promise<number> {
  const report = (line: string) => process.stdout.write(`${line}\n`);
  const done = await migrate(databaseUrl, { waitSeconds, report });
  if (!done.ok) {
    process.stderr.write(`${done.problem}\n`);
    return done.why === 'database' ? 75 : 1;
  }
  report(done.applied.length === 0 ? 'The database is up to date.' : 'The database is migrated.');
  return 0;
}

if (import.meta.main) {
  process.exitCode = await main();
}
