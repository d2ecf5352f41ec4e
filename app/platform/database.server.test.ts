import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createPool, pool, withTransaction } from './database.server.ts';
import { env } from './env.server.ts';

test('whole numbers of the database are numbers, and one that does not fit is an error, not another number', async () => {
  const { rows } = await pool.query('SELECT 9007199254740991::bigint AS largest');
  expect(rows).toEqual([{ largest: 9_007_199_254_740_991 }]);
  await expect(pool.query('SELECT 9007199254740993::bigint AS larger')).rejects.toThrow(/does not fit/);
});

test('a transaction whose work throws leaves nothing, and its connection is fit for the next', async () => {
  await pool.query('CREATE TABLE note (text text)');
  await expect(
    withTransaction(async (tx) => {
      await tx.query(`INSERT INTO note VALUES ('gone')`);
      throw new Error('changed my mind');
    }),
  ).rejects.toThrow('changed my mind');
  await withTransaction((tx) => tx.query(`INSERT INTO note VALUES ('stays')`));
  expect((await pool.query('SELECT text FROM note')).rows).toEqual([{ text: 'stays' }]);
  expect(pool.idleCount).toBe(pool.totalCount);
});

test('a connection that the server ends fails its query only: the next one gets a new connection', async () => {
  const one = createPool(env.DATABASE_URL, 1);
  try {
    await expect(
      withTransaction((tx) => tx.query('SELECT pg_terminate_backend(pg_backend_pid())'), one),
    ).rejects.toThrow();
    const { rows } = await one.query('SELECT 1 AS alive');
    expect(rows).toEqual([{ alive: 1 }]);

    const { rows: backend } = await one.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await pool.query('SELECT pg_terminate_backend($1)', [backend[0]?.pid]);
    await expect
      .poll(async () => (await one.query('SELECT 1 AS alive').catch(() => undefined))?.rowCount)
      .toBe(1);
  } finally {
    await one.end();
  }
});

test('nobody waits for a lock for longer than five seconds, nor holds one while idle for a minute', async () => {
  const settings = ['lock_timeout', 'idle_in_transaction_session_timeout', 'statement_timeout'];
  const { rows } = await pool.query<{ name: string; value: string }>(
    'SELECT name, current_setting(name) AS value FROM unnest($1::text[]) AS name',
    [settings],
  );
  expect(Object.fromEntries(rows.map((row) => [row.name, row.value]))).toEqual({
    lock_timeout: '5s',
    idle_in_transaction_session_timeout: '1min',
    statement_timeout: '2min',
  });
});

test('a query that gets no sign of life ends with its connection, and idle connections may be silent', async () => {
  const one = createPool(env.DATABASE_URL, 1, { silenceMs: 200 });
  try {
    await one.query('SELECT 1');
    await sleep(300);
    expect(one.totalCount).toBe(1);
    await expect(one.query('SELECT pg_sleep(20)')).rejects.toThrow('the database has been silent for 0.2 s');
    expect((await one.query('SELECT 1 AS alive')).rows).toEqual([{ alive: 1 }]);
  } finally {
    await one.end();
  }
});
