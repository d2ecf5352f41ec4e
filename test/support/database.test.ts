import { expect, test } from 'vitest';
import { pool } from '../../app/platform/database.server.ts';
import { pendingMigrations, readMigrations } from '../../app/platform/migrations.server.ts';
import { createTestDatabase } from './database.ts';

test('the app of a test file stands on a migrated database of its own', async () => {
  expect(await pendingMigrations(pool, await readMigrations())).toEqual([]);
  const { rows } = await pool.query('SELECT current_database() AS name, current_user AS who');
  expect(rows[0].name).toMatch(/^sendbook_test_[0-9a-f]{8}_/);
});

test('databases made at the same time are different, and gone when dropped', async () => {
  const made = await Promise.all([createTestDatabase(), createTestDatabase(), createTestDatabase()]);
  const names = await Promise.all(
    made.map(
      async (database) => (await database.pool.query('SELECT current_database() AS name')).rows[0].name,
    ),
  );
  expect(new Set(names).size).toBe(3);
  await Promise.all(made.map((database) => database.drop()));
  expect((await pool.query('SELECT 1 FROM pg_database WHERE datname = ANY($1)', [names])).rowCount).toBe(0);
});
