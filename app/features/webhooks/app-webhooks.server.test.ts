import { beforeEach, expect, test } from 'vitest';
import { deliverWebhook, type WebhookOptions } from '../../../test/support/flows/webhooks.ts';
import { shopStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';

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

const deliver = (options: Partial<WebhookOptions>) =>
  deliverWebhook({ shop, topic: 'app/uninstalled', payload: { id: 1 }, ...options });
const state = async () => {
  const { rows } = await pool.query<{ uninstalled: boolean; sessions: number }>(
    `SELECT uninstalled_at IS NOT NULL AS uninstalled, (SELECT count(*) FROM "Session") AS sessions FROM shop`,
  );
  return rows[0];
};
const events = async () => (await readStream(pool, shopStream(shopId))).map(({ event }) => event.type);

test('trap 3: an uninstall ends the shop and its tokens, although the token has expired and cannot be renewed', async () => {
  expect(await deliver({})).toBe('handled');
  expect(await state()).toEqual({ uninstalled: true, sessions: 0 });
  expect(await events()).toEqual(['ShopUninstalled']);
});

test('an uninstall that comes twice counts once', async () => {
  await deliver({ id: 'w-1' });
  expect(await deliver({ id: 'w-1' })).toBe('handled');
  expect(await deliver({ id: 'w-2' })).toBe('already');
  expect(await events()).toEqual(['ShopUninstalled']);
});

test('an uninstall from before the latest install is too late to count', async () => {
  const triggeredAt = new Date(Date.now() - 2 * 86_400_000);
  expect(await deliver({ triggeredAt })).toBe('before_install');
  expect(await state()).toEqual({ uninstalled: false, sessions: 1 });
});

test('a webhook of a shop that is not known changes nothing', async () => {
  expect(await deliver({ shop: 'stranger.myshopify.com' })).toBe('unknown_shop');
  expect(await state()).toEqual({ uninstalled: false, sessions: 1 });
});

test('trap 25: changed scopes are noted in the session', async () => {
  const payload = { current: ['read_customers', 'write_customers'], previous: ['read_customers'] };
  expect(await deliver({ topic: 'app/scopes_update', payload })).toBe('handled');
  const { rows } = await pool.query('SELECT "scope" FROM "Session"');
  expect(rows).toEqual([{ scope: 'read_customers,write_customers' }]);
});

test('scopes that can’t be read leave the session as it is', async () => {
  expect(await deliver({ topic: 'app/scopes_update', payload: { current: 'all' } })).toBe('unreadable');
});
