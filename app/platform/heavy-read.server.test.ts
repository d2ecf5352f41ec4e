import { expect, test } from 'vitest';
import { createPool, mustAnswer, pool, withTransaction } from './database.server.ts';
import { env } from './env.server.ts';
import { heavyPage, heavyRead } from './heavy-read.server.ts';

const never = new AbortController().signal;
const sleeping = () =>
  pool.query<{ sleeping: number }>(
    `SELECT count(*)::integer AS sleeping FROM pg_stat_activity
   WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%'`,
  );
const asleep = async () => (await sleeping()).rows[0]?.sleeping;

test('a heavy read has connections of its own, in a transaction too, and gives them back', async () => {
  const settings = async () =>
    (await pool.query<{ s: string }>("SELECT current_setting('statement_timeout') AS s")).rows[0]?.s;
  const inTransaction = () =>
    withTransaction(
      async (tx) => (await tx.query("SELECT current_setting('statement_timeout') AS s")).rows[0]?.s,
    );
  for (let time = 0; time < 10; time += 1) {
    expect(await heavyRead(1, never, settings)).toEqual({ kind: 'read', value: '5s' });
    expect(await heavyRead(1, never, inTransaction)).toEqual({ kind: 'read', value: '5s' });
  }
  expect(await settings()).toBe('2min');
});

test('what takes too long ends by the clock of the database', async () => {
  const read = await heavyRead(1, never, () =>
    pool.query("SET LOCAL statement_timeout = '5s'; SELECT pg_sleep(30)"),
  );
  expect(read).toEqual({ kind: 'too_long' });
}, 20_000);

test('when the browser leaves, the query it waited for is cancelled', async () => {
  const browser = new AbortController();
  const read = heavyRead(1, browser.signal, () => pool.query('SELECT pg_sleep(4.5)'));
  await expect.poll(asleep).toBe(1);
  browser.abort();
  expect(await read).toEqual({ kind: 'gone' });
  await expect.poll(asleep).toBe(0);
  expect(await heavyRead(1, browser.signal, () => pool.query('SELECT 1'))).toEqual({ kind: 'gone' });
});

test('whoever left between two queries does not begin the second', async () => {
  const browser = new AbortController();
  let begun = 0;
  const read = await heavyRead(1, browser.signal, async () => {
    await pool.query('SELECT 1');
    browser.abort();
    await pool.query('SELECT 2').then(() => {
      begun += 1;
    });
  });
  expect(read).toEqual({ kind: 'gone' });
  expect(begun).toBe(0);
  const next = () =>
    heavyRead(1, never, () => Promise.all(Array.from({ length: 8 }, () => pool.query('SELECT 1'))));
  expect((await next()).kind).toBe('read');
});

test('a read that gets no connection in time is told so as one of too many', async () => {
  const one = createPool(env.DATABASE_URL, 1, { waitMs: 1_000 });
  const holder = await one.connect();
  try {
    expect(await heavyRead(1, never, () => one.query('SELECT 1'))).toEqual({ kind: 'busy' });
  } finally {
    holder.release();
    await one.end();
  }
});

test('one shop reads two things at once; another one is not kept waiting, and neither is what must answer', async () => {
  const browser = new AbortController();
  const reads = Array.from({ length: 24 }, () =>
    heavyRead(1, browser.signal, () => pool.query('SELECT pg_sleep(4.5)')),
  );
  await expect.poll(asleep).toBe(2);
  expect((await Promise.all(reads.slice(4))).map(({ kind }) => kind)).toEqual(Array(20).fill('busy'));
  expect((await heavyRead(2, never, () => pool.query('SELECT 1'))).kind).toBe('read');
  expect((await mustAnswer(() => pool.query('SELECT 1 AS one'))).rows).toEqual([{ one: 1 }]);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await expect(heavyPage({ signal: never }, 1, async () => 1)).rejects.toMatchObject({ status: 429 });
  browser.abort();
  expect((await Promise.all(reads.slice(0, 4))).map(({ kind }) => kind)).toEqual(Array(4).fill('gone'));
});

test('what must answer does so when pages have taken all connections that they have', async () => {
  const held = await Promise.all(Array.from({ length: 10 }, () => pool.connect()));
  try {
    const answers = Array.from({ length: 20 }, () => mustAnswer(() => pool.query('SELECT 1')));
    expect(await Promise.all(answers)).toHaveLength(20);
    expect(
      await mustAnswer(() => withTransaction(async (tx) => (await tx.query('SELECT 2 AS two')).rows)),
    ).toEqual([{ two: 2 }]);
  } finally {
    for (const client of held) {
      client.release();
    }
  }
});

test('a mistake of ours stays one', async () => {
  await expect(heavyRead(1, never, () => pool.query('SELECT nothing_like_this'))).rejects.toThrow(
    /does not exist/,
  );
});
