import { beforeEach, expect, test } from 'vitest';
import { thrownResponse, type WebhookOptions, webhook } from '../../test/support/shopify.ts';
import { shopStream } from '../core/streams.ts';
import { pool } from '../platform/database.server.ts';
import { readStream } from '../platform/event-store.server.ts';
import { action } from './webhooks.app.ts';

const shop = 'demo.myshopify.com';
let shopId: number;

beforeEach(async () => {
  await pool.query('DELETE FROM shop');
  await pool.query('DELETE FROM "Session"');
  const { rows } = await pool.query<{ id: number }>(
    "INSERT INTO shop (domain, installed_at) VALUES ($1, now() - interval '1 day') RETURNING id",
    [shop],
  );
  shopId = rows[0]?.id ?? 0;
  await pool.query(
    `INSERT INTO "Session" ("id", "shop", "state", "accessToken", "refreshToken", "expires")
     VALUES ('offline_' || $1::text, $1, '', 'v1.x', 'v1.x', now() - interval '1 hour')`,
    [shop],
  );
});

const post = (options: Partial<WebhookOptions>) =>
  action({
    request: webhook('/webhooks/app', { shop, topic: 'app/uninstalled', payload: { id: 1 }, ...options }),
    params: {},
    context: {},
  });
const state = async () => {
  const { rows } = await pool.query<{ uninstalled: boolean; sessions: number }>(
    `SELECT uninstalled_at IS NOT NULL AS uninstalled, (SELECT count(*) FROM "Session") AS sessions FROM shop`,
  );
  return rows[0];
};
const events = async () => (await readStream(pool, shopStream(shopId))).map(({ event }) => event.type);

test('an uninstall ends the shop and its tokens, although the token has expired and cannot be renewed', async () => {
  expect((await post({})).status).toBe(200);
  expect(await state()).toEqual({ uninstalled: true, sessions: 0 });
  expect(await events()).toEqual(['ShopUninstalled']);
});

test('an uninstall that comes twice is answered twice and counts once', async () => {
  await post({ id: 'w-1' });
  expect((await post({ id: 'w-1' })).status).toBe(200);
  expect(await events()).toEqual(['ShopUninstalled']);
});

test('an uninstall from before the latest install is too late to count', async () => {
  const triggeredAt = new Date(Date.now() - 2 * 86_400_000);
  expect((await post({ triggeredAt })).status).toBe(200);
  expect(await state()).toEqual({ uninstalled: false, sessions: 1 });
});

test('an uninstall of a shop that is not known is answered, so that Shopify does not repeat it', async () => {
  expect((await post({ shop: 'stranger.myshopify.com' })).status).toBe(200);
  expect(await state()).toEqual({ uninstalled: false, sessions: 1 });
});

test('a webhook with a wrong signature is refused with 401 and does nothing', async () => {
  expect((await thrownResponse(post({ secret: 'guessed' }))).status).toBe(401);
  expect(await state()).toEqual({ uninstalled: false, sessions: 1 });
});

test('changed scopes are noted in the session', async () => {
  const payload = { current: ['read_customers', 'write_customers'], previous: ['read_customers'] };
  expect((await post({ topic: 'app/scopes_update', payload })).status).toBe(200);
  const { rows } = await pool.query('SELECT "scope" FROM "Session"');
  expect(rows).toEqual([{ scope: 'read_customers,write_customers' }]);
});

test('a topic that belongs elsewhere is not taken for handled', async () => {
  expect((await post({ topic: 'customers/update' })).status).toBe(404);
});
