import { afterAll, beforeEach, expect, test } from 'vitest';
import {
  documentFromAdmin,
  fetchFromAdmin,
  standInForApp,
  thrownResponse,
} from '../../../test/support/shopify.ts';
import { shopStream } from '../../core/streams.ts';

const shops = ['one.myshopify.com', 'two.myshopify.com'];
const [one = '', two = ''] = shops;
const standIn = await standInForApp({ shops, customers: 3 });
const { pool } = await import('../../platform/database.server.ts');
const { readStream } = await import('../../platform/event-store.server.ts');
const { authenticateAdmin } = await import('./authenticate-admin.server.ts');
const { uninstallShop } = await import('./uninstall-shop.server.ts');

afterAll(() => standIn.stop());
beforeEach(async () => {
  await pool.query('DELETE FROM shop');
  await pool.query('DELETE FROM "Session"');
  await pool.query('DELETE FROM graphile_worker._private_jobs');
});

const visit = (shop: string) => authenticateAdmin(fetchFromAdmin('/app', { shop }));
const jobs = async () =>
  (await pool.query<{ key: string }>('SELECT key FROM graphile_worker.jobs ORDER BY key')).rows.map(
    (row) => row.key,
  );
const issued = async (shop: string) => {
  const response = await fetch(`${standIn.url}/_control/tokens`);
  const tokens = (await response.json()) as { kind: string; shop: string }[];
  return tokens.filter((token) => token.kind === 'access' && token.shop === shop).length;
};

test('the first visit installs the shop with what Shopify says about it, and asks for its customers once', async () => {
  const { shopId, shop } = await visit(one);
  expect(shop).toBe(one);
  const { rows } = await pool.query(
    'SELECT domain, name, country, time_zone, sync_status FROM shop WHERE id = $1',
    [shopId],
  );
  expect(rows).toEqual([
    { domain: one, name: 'One', country: 'GR', time_zone: 'Europe/Athens', sync_status: 'never' },
  ]);
  expect((await readStream(pool, shopStream(shopId))).map((recorded) => recorded.event)).toEqual([
    { type: 'ShopInstalled', data: { country: 'GR', timeZone: 'Europe/Athens' } },
  ]);
  expect(await jobs()).toEqual([`sync-contacts:${shopId}`]);
});

test('the loaders of one page share one exchange of tokens and one install', async () => {
  const before = await issued(one);
  const visits = await Promise.all([visit(one), visit(one), visit(one), visit(one)]);
  expect(new Set(visits.map(({ shopId }) => shopId)).size).toBe(1);
  expect((await issued(one)) - before).toBe(1);
  const first = visits[0];
  expect(await readStream(pool, shopStream(first?.shopId ?? 0))).toHaveLength(1);
});

test('trap 15: tokens are stored encrypted', async () => {
  const { session } = await visit(one);
  const { rows } = await pool.query<{ accessToken: string; refreshToken: string }>(
    'SELECT "accessToken", "refreshToken" FROM "Session"',
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.accessToken).toMatch(/^v1\./);
  expect(rows[0]?.refreshToken).toMatch(/^v1\./);
  expect(JSON.stringify(rows)).not.toContain(session.accessToken);
});

test('a session that no longer decrypts is made anew', async () => {
  await visit(one);
  await pool.query(`UPDATE "Session" SET "accessToken" = 'v1.' || repeat('A', 80)`);
  const before = await issued(one);
  expect((await visit(one)).session.accessToken).toMatch(/^shpat_/);
  expect((await issued(one)) - before).toBe(1);
});

test('trap 12: the shop is the one of the token, whatever else the request names', async () => {
  const { shopId } = await visit(one);
  await visit(two);
  const request = fetchFromAdmin(`/app?shop=${two}&shopId=1`, { shop: one });
  request.headers.set('x-shopify-shop-domain', two);
  expect(await authenticateAdmin(request)).toMatchObject({ shopId, shop: one });
});

test.each([
  ['signed with another secret', { apiSecret: 'guessed' }],
  ['made for another app', { overrides: { aud: 'another-app' } }],
  ['expired', { now: new Date(Date.now() - 120_000) }],
])('a session token that was %s is refused, and nothing is installed', async (_, token) => {
  const response = await thrownResponse(authenticateAdmin(fetchFromAdmin('/app', { shop: one, ...token })));
  expect(response.status).toBe(401);
  expect(response.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
  expect((await pool.query('SELECT FROM shop')).rowCount).toBe(0);
});

test('a page that the admin opens is let in by the token in its address', async () => {
  expect((await authenticateAdmin(documentFromAdmin('/app', { shop: one }))).shop).toBe(one);
});

test('a shop that comes back is installed again and keeps its id and its chosen time zone', async () => {
  const { shopId } = await visit(one);
  await pool.query("UPDATE shop SET time_zone = 'Europe/London', sync_status = 'done', sync_count = 3");
  await uninstallShop(one, { id: 'w-1', triggeredAt: new Date() });
  await pool.query('DELETE FROM graphile_worker._private_jobs');

  expect((await visit(one)).shopId).toBe(shopId);
  const { rows } = await pool.query('SELECT time_zone, sync_status, sync_count, uninstalled_at FROM shop');
  expect(rows).toEqual([
    { time_zone: 'Europe/London', sync_status: 'never', sync_count: 0, uninstalled_at: null },
  ]);
  expect(await jobs()).toEqual([`sync-contacts:${shopId}`]);
  expect((await readStream(pool, shopStream(shopId))).map(({ event }) => event.type)).toEqual([
    'ShopInstalled',
    'ShopUninstalled',
    'ShopInstalled',
  ]);
});

test('a shop whose row was lost, with its session still there, is installed again', async () => {
  await visit(one);
  await pool.query('DELETE FROM shop');
  const { shopId } = await visit(one);
  expect((await pool.query('SELECT FROM shop WHERE id = $1', [shopId])).rowCount).toBe(1);
});
