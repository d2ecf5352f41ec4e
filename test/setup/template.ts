import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import pg from 'pg';
import { readMigrations } from '../../app/platform/migrations.server.ts';
import { migrate } from '../../prisma/migrate.ts';
import { dropDatabase, type Run } from './run-databases.ts';

/** Two runs on one server must not build the same template twice. */
const buildLock = 1_397_049_157;
/** Held, shared, by every run that clones a template; its second half is the template's own. */
const useLockClass = 1_397_049_158;

/**
 * The migrated database that test files clone. Its name holds a hash of what made it, so that it is built once and
 * again only after a migration changed.
 *
 * @param options.keep whether it survives the run; on somebody else's server it doesn't.
 */
export async function ensureTemplate(run: Run, appUrl: string, options: { keep: boolean }): Promise<string> {
  const hash = await hashOfSchema();
  const name = options.keep ? `sendbook_test_template_${hash}` : `${run.prefix}template`;
  await run.admin.query('SELECT pg_advisory_lock($1)', [buildLock]);
  try {
    await run.admin.query('SELECT pg_advisory_lock_shared($1, hashtext($2))', [useLockClass, name]);
    const { rowCount } = await run.admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) {
      await build(run, appUrl, name);
      await dropOutdated(run, name);
    }
  } finally {
    await run.admin.query('SELECT pg_advisory_unlock($1)', [buildLock]);
  }
  return name;
}

/** Built under the run's own name and renamed when it is whole: what carries the template's name can be cloned. */
async function build(run: Run, appUrl: string, name: string): Promise<void> {
  const url = new URL(appUrl);
  const building = `${run.prefix}building`;
  url.pathname = `/${building}`;
  const owner = pg.escapeIdentifier(decodeURIComponent(url.username));
  await run.admin.query(`CREATE DATABASE ${pg.escapeIdentifier(building)} OWNER ${owner}`);
  const migrated = await migrate(url.href, { waitSeconds: 0 });
  if (!migrated.ok) {
    throw new Error(`The tests need a migrated database. ${migrated.problem}`);
  }
  await run.admin.query(
    `ALTER DATABASE ${pg.escapeIdentifier(building)} RENAME TO ${pg.escapeIdentifier(name)}`,
  );
}

/** Drops the templates of earlier migrations, except those that another run is still cloning. */
async function dropOutdated(run: Run, current: string): Promise<void> {
  const { rows } = await run.admin.query<{ name: string }>(
    `SELECT datname AS name FROM pg_database
     WHERE datname LIKE 'sendbook\\_test\\_template\\_%' AND datname <> $1`,
    [current],
  );
  for (const { name } of rows) {
    const key = [useLockClass, name];
    const locked = await run.admin.query('SELECT pg_try_advisory_lock($1, hashtext($2)) AS unused', key);
    if (locked.rows[0]?.unused === true) {
      await dropDatabase(run.admin, name);
      await run.admin.query('SELECT pg_advisory_unlock($1, hashtext($2))', key);
    }
  }
}

async function hashOfSchema(): Promise<string> {
  const hash = createHash('sha256');
  for (const { name, checksum } of await readMigrations()) {
    hash.update(`${name} ${checksum}\n`);
  }
  // The job queue brings its own tables.
  hash.update(
    await readFile(resolve(import.meta.dirname, '../../node_modules/graphile-worker/package.json')),
  );
  return hash.digest('hex').slice(0, 16);
}
