import { expect, test } from 'vitest';
import { pool } from './database.server.ts';
import { env } from './env.server.ts';
import { takeCallToken } from './rate-limits.server.ts';

test('a shop gets so many calls a second, however many workers ask at once, and the others are told when to come', async () => {
  await takeCallToken(1);
  // The window stays open, so that a slow machine does not see two of them.
  await pool.query('UPDATE rate_limit SET expire = $1', [Date.now() + 60_000]);
  const limit = env.SHOP_REQUESTS_PER_SECOND;
  const waits = await Promise.all(Array.from({ length: limit + 10 }, () => takeCallToken(1)));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(limit - 1);
  expect(Math.min(...waits.filter((wait) => wait > 0))).toBeGreaterThanOrEqual(10);
});

test('a second later there are new tokens', async () => {
  await pool.query('UPDATE rate_limit SET points = 1000, expire = $1', [Date.now() - 1]);
  expect(await takeCallToken(1)).toBe(0);
});

test('the count is in the database, where every worker sees it', async () => {
  await pool.query('DELETE FROM rate_limit');
  await takeCallToken(5);
  await pool.query(`UPDATE rate_limit SET points = $1, expire = $2 WHERE key = 'shop:5'`, [
    env.SHOP_REQUESTS_PER_SECOND,
    Date.now() + 60_000,
  ]);
  expect(await takeCallToken(5), 'somebody else has taken the shop’s last token').toBeGreaterThan(0);
  expect(await takeCallToken(6), 'another shop has its own').toBe(0);
});

test('the account’s limit is over all shops', async () => {
  await pool.query('DELETE FROM rate_limit');
  await takeCallToken(7);
  await pool.query(`UPDATE rate_limit SET points = $1, expire = $2 WHERE key LIKE 'account:%'`, [
    env.MITTO_REQUESTS_PER_SECOND,
    Date.now() + 60_000,
  ]);
  expect(await takeCallToken(8)).toBeGreaterThan(0);
});
