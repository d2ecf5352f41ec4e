import { randomBytes } from 'node:crypto';
import { afterEach, expect, test, vi } from 'vitest';
import { pool } from './database.server.ts';
import { env } from './env.server.ts';

const right = env.ENCRYPTION_KEY;
const another = randomBytes(32).toString('hex');

/** As a process that has just been started. */
const started = async (key: string) => {
  vi.resetModules();
  const { env: fresh } = await import('./env.server.ts');
  fresh.ENCRYPTION_KEY = key;
  return await import('./book-key.server.ts');
};

afterEach(async () => {
  await pool.query('DELETE FROM book_key');
  await pool.query('DELETE FROM "Session"');
});

test('a key of the book is made once, and every process reads the same', async () => {
  const made = await Promise.all(
    [started(right), started(right)].map(async (one) => (await one).bookKey('people')),
  );
  expect(made[0]).toHaveLength(32);
  expect(made[0]).toEqual(made[1]);
  expect(await (await started(right)).bookKey('people')).toEqual(made[0]);
  expect(await (await started(right)).bookKey('codes')).not.toEqual(made[0]);
});

test('with another ENCRYPTION_KEY a process says so before it does anything, and makes no new key', async () => {
  expect(await (await started(right)).wrongKey()).toBeUndefined();
  const kept = await pool.query('SELECT * FROM book_key ORDER BY name');
  const process = await started(another);
  expect(await process.wrongKey()).toMatch(/^ENCRYPTION_KEY is not the key/);
  await expect(process.bookKey('people')).rejects.toThrow(/can't be decrypted/);
  expect((await pool.query('SELECT * FROM book_key ORDER BY name')).rows).toEqual(kept.rows);
  expect(await (await started(right)).wrongKey()).toBeUndefined();
});

test('a database that has tokens of shops and no keys yet is held against those', async () => {
  const { encrypt } = await import('./encryption.server.ts');
  const sealed = encrypt('shpat_x', 'access token of offline_a.myshopify.com', Buffer.from(another, 'hex'));
  await pool.query(
    `INSERT INTO "Session" ("id", "shop", "state", "accessToken")
     VALUES ('offline_a.myshopify.com', 'a.myshopify.com', '', $1)`,
    [sealed],
  );
  expect(await (await started(right)).wrongKey()).toBeDefined();
  expect(await (await started(another)).wrongKey()).toBeDefined();
  await pool.query('DELETE FROM book_key');
  expect(await (await started(another)).wrongKey()).toBeUndefined();
});

test('who opted out is looked for with the right key, or there is an error', async () => {
  const look = async (key: string) => {
    await started(key);
    const { suppressedSince, suppressNumber } = await import(
      '../features/compliance/suppress-numbers.server.ts'
    );
    const { withTransaction } = await import('./database.server.ts');
    return withTransaction(async (tx) => {
      if (key === right) {
        await tx.query(
          `INSERT INTO shop (domain, name, country, time_zone) VALUES ('b.myshopify.com', 'B', 'GR', 'UTC')
           ON CONFLICT DO NOTHING`,
        );
      }
      const { rows } = await tx.query<{ id: number }>("SELECT id FROM shop WHERE domain = 'b.myshopify.com'");
      const shopId = rows[0]?.id ?? 0;
      if (key === right) {
        await suppressNumber(tx, shopId, 306943123456, { reason: 'opted_out', at: new Date() });
      }
      return (await suppressedSince(tx, shopId, [306943123456])).size;
    });
  };
  expect(await look(right)).toBe(1);
  await expect(look(another)).rejects.toThrow(/can't be decrypted/);
});
