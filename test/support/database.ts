import type pg from 'pg';
import { inject } from 'vitest';
import '../setup/provided.ts';
import { type ClonedDatabase, cloneOf, emptyDatabaseOn } from './clone-database.ts';

export type TestDatabase = ClonedDatabase & { pool: pg.Pool };

/** A fresh, migrated database. Imports nothing of the app, so it can be made before the app reads DATABASE_URL. */
export const cloneTemplate = (): Promise<ClonedDatabase> => cloneOf(inject('testServer'));

/** A database with nothing in it, for the tests of the migrations themselves. */
export const createEmptyDatabase = (): Promise<ClonedDatabase> => emptyDatabaseOn(inject('testServer'));

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
