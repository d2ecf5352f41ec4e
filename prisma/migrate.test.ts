import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pendingMigrations, readMigrations } from '../app/platform/migrations.server.ts';
import type { ClonedDatabase } from '../test/support/clone-database.ts';
import { createEmptyDatabase } from '../test/support/database.ts';
import { migrate } from './migrate.ts';

let folder: string;
let database: ClonedDatabase;
let client: pg.Client;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sendbook-migrations-'));
  database = await createEmptyDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

async function write(name: string, sql: string): Promise<void> {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
}

const run = () => migrate(database.url, { folder, waitSeconds: 0 });
const problemOf = (done: Awaited<ReturnType<typeof run>>) => (done.ok ? 'none' : done.problem);
const has = async (table: string) =>
  (await client.query('SELECT to_regclass($1) IS NOT NULL AS has', [table])).rows[0].has;

test('migrations are applied in order, once, and the job queue gets its tables', async () => {
  await write('2_second', 'ALTER TABLE a ADD COLUMN more int;');
  await write('1_first', 'CREATE TABLE a (id int);');

  expect(await run()).toEqual({ ok: true, applied: ['1_first', '2_second'] });
  expect(await run()).toEqual({ ok: true, applied: [] });
  expect(await has('graphile_worker.jobs')).toBe(true);
});

test('a migration is recorded as Prisma records it', async () => {
  const sql = 'CREATE TABLE a (id int); -- ελληνικά';
  await write('1_first', sql);
  await run();

  const { rows } = await client.query('SELECT * FROM _prisma_migrations');
  expect(rows).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      checksum: createHash('sha256').update(sql).digest('hex'),
      finished_at: expect.any(Date),
      migration_name: '1_first',
      logs: null,
      rolled_back_at: null,
      started_at: expect.any(Date),
      applied_steps_count: 1,
    },
  ]);
});

test('a migration that fails leaves nothing behind, names its line, and goes through once it is mended', async () => {
  await write('1_first', 'CREATE TABLE a (id int);');
  await write('2_second', 'CREATE TABLE b (id int);\nINSERT INTO a VALUES (1);\nSELECT wrong_column FROM a;');

  expect(problemOf(await run())).toMatch(/2_second failed in line 3: column "wrong_column" does not exist/);
  expect([await has('a'), await has('b')]).toEqual([true, false]);

  await write('2_second', 'CREATE TABLE b (id int);');
  expect(await run()).toEqual({ ok: true, applied: ['2_second'] });
});

test('a connection lost in the middle leaves the database as it was', async () => {
  await write('1_first', 'CREATE TABLE a (id int); SELECT pg_sleep(60);');
  const killed = run();
  const victim =
    "application_name = 'sendbook-migrate' AND datname = current_database() AND wait_event = 'PgSleep'";
  await expect
    .poll(() => client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE ${victim}`))
    .toMatchObject({ rowCount: 1 });
  expect(problemOf(await killed)).toMatch(/connection to the database was lost.*run this again/);
  expect(await has('a')).toBe(false);

  await write('1_first', 'CREATE TABLE a (id int);');
  expect(await run()).toEqual({ ok: true, applied: ['1_first'] });
});

test('two runners at once apply every migration once', async () => {
  await write('1_first', 'CREATE TABLE a (id int); SELECT pg_sleep(0.2);');
  await write('2_second', 'INSERT INTO a VALUES (1);');

  const [one, other] = await Promise.all([run(), run()]);
  expect([one, other].map((done) => done.ok && done.applied.length).sort()).toEqual([0, 2]);
  expect((await client.query('SELECT count(*)::int FROM a')).rows).toEqual([{ count: 1 }]);
});

test('a migration changed after it was applied is refused, and nothing else is applied', async () => {
  await write('1_first', 'CREATE TABLE a (id int);');
  await run();
  await write('1_first', 'CREATE TABLE a (id bigint);');
  await write('2_second', 'CREATE TABLE b (id int);');

  expect(problemOf(await run())).toMatch(/1_first was changed after it was applied/);
  expect(await has('b')).toBe(false);
});

test('a migration that Prisma left half-applied is refused until it is resolved', async () => {
  await write('1_first', 'CREATE TABLE a (id int);');
  await run();
  await client.query('UPDATE _prisma_migrations SET finished_at = NULL');
  expect(problemOf(await run())).toMatch(/1_first was started on this database and never finished/);

  await client.query('DROP TABLE a; UPDATE _prisma_migrations SET rolled_back_at = now()');
  expect(await run()).toEqual({ ok: true, applied: ['1_first'] });
});

test('a migration that commits by itself is refused, not taken for applied', async () => {
  await write('1_first', 'CREATE TABLE a (id int); COMMIT; CREATE TABLE b (id int);');
  expect(problemOf(await run())).toMatch(/1_first ended its transaction itself/);
  expect((await client.query('SELECT 1 FROM _prisma_migrations')).rowCount).toBe(0);
});

test('a database that does not answer is reported without its password', async () => {
  const done = await migrate('postgres://me:hidden@127.0.0.1:9/shop', { folder, waitSeconds: 0 });
  expect(done).toMatchObject({ ok: false, why: 'database' });
  expect(problemOf(done)).toMatch(/127\.0\.0\.1:9\/shop did not answer within 0 s: connection refused/);
  expect(problemOf(done)).not.toContain('hidden');
});

test('the readiness check names what is pending, before and after the first migration', async () => {
  await write('1_first', 'CREATE TABLE a (id int);');
  const known = [...(await readMigrations(folder)), { name: '2_second' }];
  expect(await pendingMigrations(client, known)).toEqual(['1_first', '2_second']);
  await run();
  expect(await pendingMigrations(client, known)).toEqual(['2_second']);
});
