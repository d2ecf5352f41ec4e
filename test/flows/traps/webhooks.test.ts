import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { handleWebhooks } from '../../../app/features/webhooks/handle-webhooks.server.ts';
import { takeWebhook } from '../../../app/features/webhooks/take-webhook.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { ShopifyWebhooks } from '../../../app/server/shopify-webhooks.ts';
import { serverLimits } from '../../support/server-limits.ts';

const secret = 'the secret of the app';
const webhooks = new ShopifyWebhooks({
  ...serverLimits(),
  secrets: [secret],
  take: takeWebhook,
  log: pino({ level: 'silent' }),
});
const http = createServer((request, response) => void webhooks.answer(request, response));
http.listen(0, '127.0.0.1');
await once(http, 'listening');
// It listens on TCP, so this is no pipe's name.
const address = `http://127.0.0.1:${(http.address() as AddressInfo).port}/webhooks`;

afterAll(() => {
  webhooks.close();
  http.close();
});
beforeEach(() => pool.query('DELETE FROM webhook'));

const first = '{"id":706405506930370084}';
const post = async (id: string, body = first) => {
  const { status } = await fetch(address, {
    method: 'POST',
    body,
    headers: {
      'x-shopify-topic': 'customers/update',
      'x-shopify-shop-domain': 'nobody-knows-it.myshopify.com',
      'x-shopify-webhook-id': id,
      'x-shopify-event-id': 'one-event',
      'x-shopify-triggered-at': new Date().toISOString(),
      'x-shopify-hmac-sha256': createHmac('sha256', secret).update(body).digest('base64'),
    },
  });
  return status;
};
const stored = async () =>
  (await pool.query<{ id: string; outcome: string | null }>('SELECT id, outcome FROM webhook ORDER BY id'))
    .rows;

test('trap 4: a webhook is only stored while Shopify waits, 200 also when it comes again or its shop is unknown', async () => {
  expect([await post('w-1'), await post('w-1')]).toEqual([200, 200]);
  expect(await stored()).toEqual([{ id: 'w-1', outcome: null }]);
  await handleWebhooks();
  expect(await stored()).toEqual([{ id: 'w-1', outcome: 'unknown_shop' }]);
  expect(await post('w-1')).toBe(200);
  expect(await stored()).toEqual([{ id: 'w-1', outcome: 'unknown_shop' }]);
});

test('two webhooks of one event with the same words are two: only the id of a webhook says that it came before', async () => {
  await post('w-1');
  await post('w-2');
  expect((await stored()).map(({ id }) => id)).toEqual(['w-1', 'w-2']);
});

test('a webhook with the id of another one is another one: an id is no part of what is signed', async () => {
  await post('w-1');
  await handleWebhooks();
  const other = '{"id":706405506930370085}';
  expect([await post('w-1', other), await post('w-1', other), await post('w-1')]).toEqual([200, 200, 200]);
  const kept = await stored();
  expect(kept).toEqual([
    { id: 'w-1', outcome: 'unknown_shop' },
    { id: expect.stringMatching(/^w-1#[0-9a-f]{64}$/), outcome: null },
  ]);
});
