import { afterAll, expect, test } from 'vitest';
import { shopStream } from '../../../app/core/streams.ts';
import { fetchFromAdmin, standInForApp } from '../../support/shopify.ts';

const shop = 'hourly.myshopify.com';
const standIn = await standInForApp({ shops: [shop], customers: 1 });
const { pool } = await import('../../../app/platform/database.server.ts');
const { readStream } = await import('../../../app/platform/event-store.server.ts');
const { authenticateAdmin } = await import('../../../app/features/shops/authenticate-admin.server.ts');

afterAll(() => standIn.stop());

test('trap 10: new tokens come every hour, an install once, and the customers are asked for once', async () => {
  const { shopId } = await authenticateAdmin(fetchFromAdmin('/app', { shop }));
  await pool.query("UPDATE shop SET sync_status = 'done'");
  await pool.query('DELETE FROM graphile_worker._private_jobs');
  await pool.query('DELETE FROM "Session"');

  expect((await authenticateAdmin(fetchFromAdmin('/app', { shop }))).shopId).toBe(shopId);
  expect((await pool.query('SELECT FROM "Session"')).rowCount).toBe(1);
  expect((await readStream(pool, shopStream(shopId))).map(({ event }) => event.type)).toEqual([
    'ShopInstalled',
  ]);
  expect((await pool.query('SELECT FROM graphile_worker._private_jobs')).rowCount).toBe(0);
  expect((await pool.query('SELECT sync_status FROM shop')).rows).toEqual([{ sync_status: 'done' }]);
});
