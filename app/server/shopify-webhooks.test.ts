import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serverLimits } from '../../test/support/server-limits.ts';
import type { ReceivedWebhook } from '../platform/shopify/read-webhook.ts';
import { ShopifyWebhooks } from './shopify-webhooks.ts';

const now = new Date();
const secret = 'the secret of today';
const before = 'the secret of yesterday';
const lines: string[] = [];
let taken: ReceivedWebhook[] = [];
let databaseIsAway = false;
let http: Server;
let address: string;

const webhooks = new ShopifyWebhooks({
  ...serverLimits(),
  secrets: [secret, before],
  take: async (webhook) => {
    if (databaseIsAway) {
      throw new Error('connection refused');
    }
    taken.push(webhook);
  },
  log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
});

beforeAll(async () => {
  http = createServer((request, response) => void webhooks.answer(request, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  // It listens on TCP, so this is no pipe's name.
  address = `http://127.0.0.1:${(http.address() as AddressInfo).port}/webhooks`;
});
afterAll(() => {
  webhooks.close();
  http.close();
});
beforeEach(() => {
  taken = [];
  databaseIsAway = false;
});

// Spaces that a parser would drop, and a letter of two bytes: only the bytes as they came have this signature.
const body = '{ "id": 706405506930370084,  "first_name": "Ελένη" }';
const signed = (text: string, key = secret) => createHmac('sha256', key).update(text).digest('base64');
const headers = (hmac: string) => ({
  'x-shopify-topic': 'customers/update',
  'x-shopify-shop-domain': 'demo.myshopify.com',
  'x-shopify-webhook-id': 'w-1',
  'x-shopify-triggered-at': now.toISOString(),
  'x-shopify-hmac-sha256': hmac,
});
const post = (given: Record<string, string>, text = body) =>
  fetch(address, { method: 'POST', headers: given, body: text });

test('a signed webhook is taken as it came, and answered 200 once it is stored', async () => {
  expect((await post(headers(signed(body)))).status).toBe(200);
  expect(taken).toEqual([
    {
      id: 'w-1',
      topic: 'customers/update',
      domain: 'demo.myshopify.com',
      triggeredAt: now,
      body,
    },
  ]);
});

test('trap 7: the signature is of the raw body, not of what a parser makes of it', async () => {
  const { status } = await post(headers(signed(JSON.stringify(JSON.parse(body)))));
  expect(status).toBe(401);
  expect(taken).toEqual([]);
});

test.each([
  ['by another secret', signed(body, 'guessed')],
  ['missing', ''],
  ['no base64', '%%%'],
  ['cut', signed(body).slice(0, 20)],
])('a signature that is %s gets 401, and nothing is taken', async (_, hmac) => {
  expect((await post(headers(hmac))).status).toBe(401);
  expect(taken).toEqual([]);
});

test('after the secret was replaced, Shopify may sign with the one before', async () => {
  expect((await post(headers(signed(body, before)))).status).toBe(200);
});

test('the newer names of the headers are read as well', async () => {
  const renamed = Object.fromEntries(
    Object.entries(headers(signed(body))).map(([name, value]) => [name.replace('x-', ''), value]),
  );
  expect((await post(renamed)).status).toBe(200);
  expect(taken).toHaveLength(1);
});

test.each(['x-shopify-topic', 'x-shopify-webhook-id', 'x-shopify-shop-domain'])(
  'a signed webhook without %s gets 400',
  async (name) => {
    expect((await post({ ...headers(signed(body)), [name]: '' })).status).toBe(400);
  },
);

test('a shop that is no shop of Shopify is refused', async () => {
  const given = { ...headers(signed(body)), 'x-shopify-shop-domain': 'evil.example.com' };
  expect((await post(given)).status).toBe(400);
});

const other = (name: string, value: string) => ({ ...headers(signed(body)), [name]: value });

test.each([
  ['a session token, whose signature is made with the same secret', 'eyJhbGciOiJIUzI1NiJ9.eyJkZXN0IjoiYiJ9'],
  ['the query of an address of the admin', 'hmac=1&host=YWRtaW4&shop=beta.myshopify.com&timestamp=1'],
  ['a list', '[{"id":1}]'],
  ['a text', '"{}"'],
  ['an object that is cut off', '{"id":1'],
  ['a byte that no JSON has', '{"a":"\0"}'],
  ['nothing', ''],
])('%s is no webhook, though it is signed', async (_, text) => {
  expect((await post(headers(signed(text)), text)).status).toBe(401);
  expect(taken).toEqual([]);
});

test.each([
  ['app/uninstalled', { id: 1, myshopify_domain: 'beta.myshopify.com' }],
  ['shop/redact', { shop_id: 1, shop_domain: 'beta.myshopify.com' }],
  ['customers/redact', { id: 4711 }],
])('what the body says of its shop is believed, and not the header: %s', async (topic, payload) => {
  const text = JSON.stringify(payload);
  const { status } = await post({ ...headers(signed(text)), 'x-shopify-topic': topic }, text);
  expect(status).toBe(401);
  expect(taken).toEqual([]);
});

test.each([
  ['two days and a bit ago', -50],
  ['ahead of every clock', 1],
  ['at no time', Number.NaN],
])('a webhook that was triggered %s is refused', async (_, hours) => {
  const at = new Date(Date.now() + hours * 3_600_000);
  const said = Number.isNaN(hours) ? 'yesterday' : at.toISOString();
  expect((await post(other('x-shopify-triggered-at', said))).status).toBe(400);
});

test('a signature that is no base64 of 32 bytes, or is there twice, is none', async () => {
  const right = signed(body);
  for (const wrong of [
    `${right}, ${right}`,
    ` x${right}`,
    right.replace('=', ''),
    `${right}=`,
    'a'.repeat(44),
  ]) {
    expect((await post(headers(wrong))).status, wrong).toBe(401);
  }
});

test('when it can’t be stored, Shopify is asked to send it again', async () => {
  databaseIsAway = true;
  const response = await post(headers(signed(body)));
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
});

test('only POST is answered', async () => {
  expect((await fetch(address)).status).toBe(405);
});

test('without a signature the body is not read, however large it is said to be', async () => {
  const response = await fetch(address, {
    method: 'POST',
    // It would never end.
    body: new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('{')) }),
    duplex: 'half',
  } as RequestInit);
  expect(response.status).toBe(401);
});

test('a body of more than a million bytes gets 413', async () => {
  expect((await post(headers(signed('x')), 'a'.repeat(1_000_001))).status).toBe(413);
});

test('nothing of a person is in the log', () => {
  expect(lines.join('')).not.toContain('Ελένη');
});
