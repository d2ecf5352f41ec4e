import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { customerId } from './demo-customers.ts';
import { type ShopifyStandIn, startShopifyStandIn } from './start.ts';

type Posted = { headers: IncomingMessage['headers']; body: string };
const secret = 'the secret of the app';
const shop = 'demo.myshopify.com';
let posted: Posted[] = [];
let refuse = 0;
let app: Server;
let standIn: ShopifyStandIn;

beforeAll(async () => {
  app = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) {
      chunks.push(chunk as Buffer);
    }
    if (refuse > 0) {
      refuse -= 1;
      response.writeHead(503).end();
      return;
    }
    posted.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(200).end();
  }).listen(0, '127.0.0.1');
  await once(app, 'listening');
  // It listens on TCP, so this is no pipe's name.
  const appUrl = `http://127.0.0.1:${(app.address() as AddressInfo).port}`;
  standIn = await startShopifyStandIn({
    appUrl,
    apiKey: 'key',
    apiSecret: secret,
    shops: [shop],
    customers: 50,
    webhooks: true,
  });
});
afterAll(async () => {
  await standIn?.stop();
  app?.close();
});
beforeEach(() => {
  posted = [];
});

const topics = () => posted.map(({ headers }) => headers['x-shopify-topic']);
const arrived = (count: number) => vi.waitFor(() => expect(posted).toHaveLength(count), { timeout: 10_000 });

test('a changed customer comes as Shopify posts it: signed, every digit of the id, no tags and no consent', async () => {
  await standIn.control('customer', { id: customerId(3), change: { firstName: 'Ελένη', tags: ['vip'] } });
  // Tags have topics of their own; what is not awaited here would arrive in the next test.
  await arrived(3);
  expect(topics().sort()).toEqual(['customer.tags_added', 'customer.tags_removed', 'customers/update']);
  const update = posted.find(({ headers }) => headers['x-shopify-topic'] === 'customers/update');
  expect(update?.body).toContain('"id":706405506930370003,');
  expect(update?.body).not.toContain('consent');
  expect(update?.body).not.toContain('vip');
  const hmac = createHmac('sha256', secret)
    .update(update?.body ?? '')
    .digest('base64');
  expect(update?.headers).toMatchObject({ 'x-shopify-hmac-sha256': hmac, 'x-shopify-shop-domain': shop });
  expect(update?.headers['x-shopify-webhook-id']).toMatch(/.+/);
});

test('consent comes by its own topic, in small letters', async () => {
  const smsConsent = { state: 'UNSUBSCRIBED', updatedAt: '2026-11-24T10:00:00.000Z' };
  await standIn.control('customer', { id: customerId(4), change: { smsConsent } });
  await arrived(2);
  const consent = posted.find(
    ({ headers }) => headers['x-shopify-topic'] === 'customers_marketing_consent/update',
  );
  expect(consent?.body).toContain('"state":"unsubscribed"');
});

test('a deleted customer is gone, and a merge names both', async () => {
  await standIn.control('delete-customer', { id: customerId(5) });
  await expect(standIn.control('delete-customer', { id: customerId(5) })).rejects.toThrow('no customer');
  await standIn.control('merge-customers', { kept: customerId(6), deleted: customerId(7) });
  await arrived(2);
  expect(topics().sort()).toEqual(['customers/delete', 'customers/merge']);
});

test('a webhook is repeated until it is answered with 200, always with one id', async () => {
  refuse = 2;
  await standIn.control('webhook', { topic: 'segments/create', payload: { id: 1 }, id: 'w-1' });
  expect(posted.map(({ headers }) => headers['x-shopify-webhook-id'])).toEqual(['w-1']);
  await standIn.control('webhook-faults', { copies: 2 });
  await standIn.control('webhook', { topic: 'segments/create', payload: { id: 1 }, id: 'w-2' });
  await standIn.control('webhook-faults', { copies: 1 });
  expect(posted.map(({ headers }) => headers['x-shopify-webhook-id'])).toEqual(['w-1', 'w-2', 'w-2']);
});

test('webhooks get lost, and come in another order', async () => {
  await standIn.control('webhook-faults', { lose: 1 });
  await standIn.control('delete-customer', { id: customerId(8) });
  await standIn.control('webhook-faults', { reorder: 2 });
  await standIn.control('delete-customer', { id: customerId(9) });
  await standIn.control('delete-customer', { id: customerId(10) });
  await arrived(2);
  expect(posted.map(({ body }) => body.slice(6, 24)).sort()).toEqual([
    '706405506930370009',
    '706405506930370010',
  ]);
});

test('an uninstall in the admin is posted', async () => {
  await standIn.control('uninstall');
  await vi.waitFor(() => expect(topics()).toContain('app/uninstalled'));
});
