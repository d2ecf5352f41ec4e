import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { categories, contactStream, deliveryStream, shopStream, streamName } from '../core/streams.ts';
import { pool, type Transaction, withTransaction } from './database.server.ts';
import { append, appendLocked, readStream, toStream } from './event-store.server.ts';

const SHOP = 1;
const erased = (request: string) => ({
  type: 'ContactErased' as const,
  data: { request, at: '2026-01-01T00:00:00.000Z' },
});
const uninstalled = { type: 'ShopUninstalled' as const, data: {} };

const toContact = (id: number, requests: string[], expected?: number) =>
  toStream(contactStream(SHOP, id), requests.map(erased), expected);
const versionsOf = async (id: number) =>
  (await readStream(pool, contactStream(SHOP, id))).map((recorded) => recorded.version);
const requestsOf = async (id: number) =>
  (await readStream(pool, contactStream(SHOP, id))).map(({ event }) =>
    event.type === 'ContactErased' ? event.data.request : event.type,
  );
const lastPosition = async () => {
  const { rows } = await pool.query<{ last: number }>('SELECT coalesce(max(position), 0) AS last FROM event');
  return rows[0]?.last ?? 0;
};

test('events of several streams are appended in one call, each stream with dense versions of its own', async () => {
  const result = await withTransaction((tx) =>
    append(tx, [
      toStream(shopStream(101), [uninstalled]),
      toContact(1, ['a', 'b'], 0),
      toContact(2, ['c'], 0),
    ]),
  );
  // The answer is in the order in which streams are locked: by category, shop, key.
  expect(result).toMatchObject({ kind: 'appended', versions: [2, 1, 1] });
  expect(await versionsOf(1)).toEqual([1, 2]);
  expect(await requestsOf(1)).toEqual(['a', 'b']);
  expect(await versionsOf(2)).toEqual([1]);
});

test('a stream at another version than expected refuses the whole call and leaves nothing of it', async () => {
  await withTransaction((tx) => append(tx, [toContact(10, ['first'], 0)]));
  const before = await lastPosition();
  const result = await withTransaction((tx) =>
    append(tx, [toContact(9, ['never'], 0), toContact(10, ['stale'], 0)], {
      id: randomUUID(),
      input: 1,
      outcome: 1,
    }),
  );
  expect(result).toMatchObject({ kind: 'conflict', versions: [0, 1] });
  expect(await lastPosition()).toBe(before);
  expect(await versionsOf(9)).toEqual([]);
  const { rowCount } = await pool.query('SELECT FROM stream WHERE category = 4 AND stream_key = 9');
  expect(rowCount, 'no head was made for the other stream').toBe(0);
});

test('a conflict leaves the transaction usable', async () => {
  await withTransaction(async (tx) => {
    expect(await append(tx, [toContact(11, ['a'], 7)])).toMatchObject({ kind: 'conflict' });
    expect(await append(tx, [toContact(11, ['a'], 0)])).toMatchObject({ kind: 'appended' });
  });
  expect(await versionsOf(11)).toEqual([1]);
});

test('a conflict where none can be is our mistake and throws', async () => {
  await expect(withTransaction((tx) => appendLocked(tx, [toContact(12, ['a'], 3)]))).rejects.toThrow(
    /ended as conflict/,
  );
});

test('the same command with the same input gets the first outcome again and appends nothing', async () => {
  const id = randomUUID();
  const ask = (outcome: unknown) =>
    withTransaction((tx) =>
      append(tx, [toContact(20, ['once'])], { id, input: { amount: 5, to: 'x' }, outcome }),
    );
  expect(await ask({ answer: 'first' })).toMatchObject({ kind: 'appended' });
  expect(await ask({ answer: 'second' })).toEqual({ kind: 'repeated', outcome: { answer: 'first' } });
  expect(await versionsOf(20)).toEqual([1]);
});

test('the order of an input’s keys makes no difference, its values do', async () => {
  const id = randomUUID();
  const ask = (input: unknown) =>
    withTransaction((tx) => append(tx, [toContact(21, ['once'])], { id, input, outcome: null }));
  await ask({ a: 1, b: { c: 2, d: 3 } });
  expect(await ask({ b: { d: 3, c: 2 }, a: 1 })).toMatchObject({ kind: 'repeated' });
  expect(await ask({ a: 1, b: { c: 2, d: 4 } })).toEqual({ kind: 'command_reused' });
});

test('a command that met a conflict was not used up', async () => {
  const command = { id: randomUUID(), input: 'x', outcome: 'done' };
  const first = await withTransaction((tx) => append(tx, [toContact(22, ['a'], 5)], command));
  expect(first).toMatchObject({ kind: 'conflict' });
  const second = await withTransaction((tx) => append(tx, [toContact(22, ['a'], 0)], command));
  expect(second).toMatchObject({ kind: 'appended' });
});

test('ten tabs that send one command at once append it once', async () => {
  const command = { id: randomUUID(), input: 'x', outcome: 'done' };
  const results = await Promise.all(
    Array.from({ length: 10 }, () => withTransaction((tx) => append(tx, [toContact(23, ['once'])], command))),
  );
  expect(results.filter((result) => result.kind === 'appended')).toHaveLength(1);
  expect(results.filter((result) => result.kind === 'repeated')).toHaveLength(9);
  expect(await versionsOf(23)).toEqual([1]);
});

test('eight writers of one stream at once leave dense versions in the order of their positions', async () => {
  await Promise.all(
    Array.from({ length: 8 }, async (_, writer) => {
      for (let i = 0; i < 10; i += 1) {
        await withTransaction((tx) => append(tx, [toContact(30, [`${writer}-${i}`, `${writer}-${i}b`])]));
      }
    }),
  );
  expect(await versionsOf(30)).toEqual(Array.from({ length: 160 }, (_, i) => i + 1));
});

test('writers that expect a version lose to the first, and retrying they all get through', async () => {
  let conflicts = 0;
  const write = async (writer: number) => {
    for (;;) {
      const version = (await versionsOf(31)).length;
      const result = await withTransaction((tx) => append(tx, [toContact(31, [`${writer}`], version)]));
      if (result.kind === 'appended') {
        return;
      }
      conflicts += 1;
    }
  };
  await Promise.all(Array.from({ length: 8 }, (_, writer) => write(writer)));
  expect(await versionsOf(31)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(conflicts).toBeGreaterThan(0);
});

test('the order of positions is the order of commits: nobody commits behind a slow writer of the category', async () => {
  const slow = await openTransaction();
  const first = await append(slow, [toContact(40, ['slow'])]);
  const second = withTransaction((tx) => append(tx, [toContact(41, ['quick'])]));
  await lockWaiterAppears();
  expect(await versionsOf(41), 'the quick one waits for the slow one’s commit').toEqual([]);
  // Another category has a lane of its own.
  await withTransaction((tx) => append(tx, [toStream(shopStream(102), [uninstalled])]));
  await closeTransaction(slow, 'COMMIT');
  const [one, two] = [first, await second];
  expect(one.kind === 'appended' && two.kind === 'appended' && one.position < two.position).toBe(true);
});

test('the events of a transaction that rolled back were never there', async () => {
  const tx = await openTransaction();
  await append(tx, [toContact(42, ['gone'])]);
  await closeTransaction(tx, 'ROLLBACK');
  await withTransaction((next) => append(next, [toContact(42, ['stays'])]));
  expect(await requestsOf(42)).toEqual(['stays']);
  expect(await versionsOf(42)).toEqual([1]);
});

test('facts from outside have no version and are never refused', async () => {
  const overdue = { type: 'ReportsOverdue' as const, data: { ordinals: [1], moved: {} } };
  const stream = deliveryStream(SHOP, 50);
  await Promise.all(
    Array.from({ length: 3 }, () => withTransaction((tx) => append(tx, [toStream(stream, [overdue], 0)]))),
  );
  const recorded = await readStream(pool, stream);
  expect(recorded.map((one) => one.version)).toEqual([null, null, null]);
});

test('the database itself refuses to change, delete or truncate an event, in every partition', async () => {
  await withTransaction((tx) => append(tx, [toContact(60, ['kept'])]));
  const partitions = Object.keys(categories).map((category) => `event_${category}`);
  for (const table of ['event', ...partitions]) {
    for (const statement of [
      `UPDATE ${table} SET type = 'Other'`,
      `UPDATE ${table} SET type = 'Other' WHERE false`,
      `DELETE FROM ${table}`,
      `TRUNCATE ${table}`,
    ]) {
      await expect(pool.query(statement), statement).rejects.toThrow(/event is append-only/);
    }
  }
  expect(await requestsOf(60)).toEqual(['kept']);
});

test('a stream’s readable name is the same in the code and in the database', async () => {
  const streams = [contactStream(SHOP, 7), shopStream(8), deliveryStream(SHOP, 9)];
  for (const stream of streams) {
    const { rows } = await pool.query<{ name: string }>(
      'SELECT stream_name($1::smallint, $2, $3, $4) AS name',
      [categories[stream.category], stream.shopId, stream.key, stream.part],
    );
    expect(rows[0]?.name).toBe(streamName(stream));
  }
});

async function openTransaction(): Promise<Transaction & { release(): void }> {
  const client = await pool.connect();
  await client.query('BEGIN');
  return client;
}

async function closeTransaction(
  tx: Transaction & { release(): void },
  how: 'COMMIT' | 'ROLLBACK',
): Promise<void> {
  await tx.query(how);
  tx.release();
}

/** Resolves when somebody of this database waits for an advisory lock. */
async function lockWaiterAppears(): Promise<void> {
  await expect
    .poll(
      async () =>
        (
          await pool.query(
            `SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
               AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
          )
        ).rowCount,
      { timeout: 5_000, interval: 5 },
    )
    .toBe(1);
}
