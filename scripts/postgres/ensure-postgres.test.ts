import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ensureEmbeddedPostgres, runningPostgres, stopPostgres } from './ensure-postgres.ts';
import { type ServerPaths, serverPaths } from './paths.ts';
import { isAlive } from './processes.ts';
import { durableSettings } from './settings.ts';

// One server for all: making one is what takes long. Each test begins with it stopped.
let folder: string;
let paths: ServerPaths;

beforeAll(async () => {
  // Only its owner may enter such a folder; as root this is the hard case.
  folder = await mkdtemp(join(tmpdir(), 'sendbook-postgres-'));
  paths = serverPaths(join(folder, 'server'));
});

beforeEach(async () => {
  await stopPostgres(paths.root);
}, 60_000);

afterAll(async () => {
  await stopPostgres(paths.root);
  await rm(folder, { recursive: true });
}, 60_000);

const ensure = () =>
  ensureEmbeddedPostgres({ dataDir: paths.root, settings: { ...durableSettings, shared_buffers: '16MB' } });

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function serverPid(): Promise<number> {
  return Number((await readFile(paths.pidFile, 'utf8')).split('\n')[0]);
}

test('two that want it at once get one server, and the last to leave stops it', async () => {
  const [one, other] = await Promise.all([ensure(), ensure()]);
  expect(one.url).toBe(other.url);

  await one.stop();
  await one.stop();
  expect(await ask(other.url, 'SELECT current_user')).toEqual(['sendbook']);
  await other.stop();
  expect(await runningPostgres(paths.root)).toBeUndefined();
}, 60_000);

test('only who knows the password gets in, and the app is no superuser', async () => {
  const postgres = await ensure();
  expect((await stat(paths.password)).mode & 0o777).toBe(0o600);
  const guessed = new URL(postgres.adminUrl);
  guessed.password = 'guessed';
  await expect(ask(guessed.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  expect(await ask(postgres.url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).toEqual([
    false,
  ]);
}, 60_000);

test('what was committed survives kill -9 of the server, and notes of dead processes do not keep it up', async () => {
  const before = await ensure();
  await ask(before.url, 'CREATE TABLE kept (id int)');
  await ask(before.url, 'INSERT INTO kept VALUES (7)');
  const pid = await serverPid();
  process.kill(pid, 'SIGKILL');
  await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  await rm(paths.users, { recursive: true });
  await mkdir(paths.users);
  await writeFile(join(paths.users, '4194305.note-of-a-dead-process'), '');

  const after = await ensure();
  expect(await ask(after.url, 'SELECT id FROM kept')).toEqual([7]);
  await after.stop();
  expect(await runningPostgres(paths.root)).toBeUndefined();
}, 60_000);

test('a pid file whose number belongs to another program by now does not stop the start', async () => {
  await writeFile(paths.pidFile, `${process.pid}\n${paths.cluster}\n0\n1\n\n127.0.0.1\n\nready\n`);
  const postgres = await ensure();
  expect(await ask(postgres.url, 'SELECT 1')).toEqual([1]);
}, 60_000);

test('when its port was taken meanwhile it moves to another', async () => {
  const wished = Number(await readFile(paths.port, 'utf8'));
  const squatter = createServer().listen(wished, '127.0.0.1');
  await once(squatter, 'listening');
  const postgres = await ensure();
  expect(new URL(postgres.url).port).not.toBe(String(wished));
  squatter.close();
}, 60_000);

test('a folder of another PostgreSQL version is refused, untouched', async () => {
  await writeFile(join(paths.cluster, 'PG_VERSION'), '17\n');
  await expect(ensure()).rejects.toThrow(/was made by PostgreSQL 17, and this is 18/);
  await writeFile(join(paths.cluster, 'PG_VERSION'), '18\n');
  const postgres = await ensure();
  expect(await ask(postgres.url, "SELECT to_regclass('kept') IS NOT NULL")).toEqual([true]);
}, 60_000);
