import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import '../setup/provided.ts';
import { dropDatabase } from '../setup/run-databases.ts';

export type ClonedDatabase = { url: string; drop(): Promise<void> };
export type TestDatabase = ClonedDatabase & { pool: pg.Pool };

/** A fresh, migrated database. Imports nothing of the app, so it can be made before the app reads DATABASE_URL. */
export async function cloneTemplate(): Promise<ClonedDatabase> {
  const { template, appUrl } = inject('testServer');
  return await create(appUrl, `TEMPLATE ${pg.escapeIdentifier(template)}`);
}

/** A database with nothing in it, for the tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<ClonedDatabase> {
  return await create(inject('testServer').appUrl, 'TEMPLATE template0');
}

/**
 * A fresh, migrated database with a pool as the app makes it. Tests of the `db` project have one already (the app's
 * own `pool`) and need this only for a second one.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const { createPool } = await import('../../app/platform/database.server.ts');
  const database = await cloneTemplate();
  const pool = createPool(database.url, 10);
  return {
    url: database.url,
    pool,
    async drop() {
      await pool.end();
      await database.drop();
    },
  };
}

async function create(appUrl: string, from: string): Promise<ClonedDatabase> {
  const { prefix } = inject('testServer');
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  const url = new URL(appUrl);
  const owner = pg.escapeIdentifier(decodeURIComponent(url.username));
  await asAdmin((admin) =>
    admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} ${from} OWNER ${owner}`),
  );
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin((admin) => dropDatabase(admin, name)) };
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: inject('testServer').adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
