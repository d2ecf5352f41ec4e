import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serverLimits } from '../../test/support/server-limits.ts';
import type { InboundText } from '../core/consent/inbound-text.ts';
import { reportHeaderName, reportHeaderOf } from '../platform/mitto/report-address.ts';
import { MittoInbound } from './mitto-inbound.ts';

const secret = 'a-secret/with a slash';
const lines: string[] = [];
let taken: InboundText[] = [];
let databaseIsAway = false;
let http: Server;
let address: string;

const inbound = new MittoInbound({
  ...serverLimits(),
  secret,
  take: async (given) => {
    if (databaseIsAway) {
      throw new Error('connection refused');
    }
    taken.push(...given);
  },
  log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
});

beforeAll(async () => {
  http = createServer((request, response) => void inbound.answer(request, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  // It listens on TCP, so this is no pipe's name.
  const { port } = http.address() as AddressInfo;
  address = `http://127.0.0.1:${port}/mitto/inbound/${encodeURIComponent(secret)}`;
});
afterAll(() => {
  inbound.close();
  http.close();
});
beforeEach(() => {
  taken = [];
  databaseIsAway = false;
});

const stop = JSON.stringify({ id: 'i-1', from: '+306943000001', to: '302101234567', text: 'STOP' });
const post = (body: string, headers: Record<string, string> = {}, url = address) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });

test('a text is answered 200 once it is taken, as JSON, a form or a query', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await post(stop)).status).toBe(200);
  expect((await post('id=i-2&msisdn=306943000001&message=STOP', form)).status).toBe(200);
  expect((await fetch(`${address}?id=i-3&from=306943000001&text=STOP`)).status).toBe(200);
  expect(taken.map(({ id, from, text }) => [id, from, text])).toEqual([
    ['i-1', 306_943_000_001, 'STOP'],
    ['i-2', 306_943_000_001, 'STOP'],
    ['i-3', 306_943_000_001, 'STOP'],
  ]);
});

test('while the database is away the carrier is asked to come again', async () => {
  databaseIsAway = true;
  const response = await post(stop);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
});

test('a wrong secret and a wrong header are refused, and nothing is taken', async () => {
  expect((await post(stop, {}, address.replace(/[^/]+$/, 'guessed-secret'))).status).toBe(404);
  expect((await post(stop, { [reportHeaderName]: 'outdated' })).status).toBe(404);
  expect(taken).toEqual([]);
  expect((await post(stop, { [reportHeaderName]: reportHeaderOf(secret) })).status).toBe(200);
});

test('what is no text, and what is too large, is said to be so; no number and no word is in the log', async () => {
  expect((await post('{"from":')).status).toBe(400);
  expect((await post('{"hello":"world"}')).status).toBe(400);
  expect((await post(`{"text":"${'x'.repeat(1_000_001)}"}`)).status).toBe(413);
  expect(lines.join('')).not.toMatch(/306943|STOP|guessed/);
});
