import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { serverLimits } from '../../test/support/server-limits.ts';
import type { DeliveryReport } from '../core/delivery/delivery-reports.ts';
import { reportHeaderName, reportHeaderOf } from '../platform/mitto/report-address.ts';
import { MittoReports } from './mitto-reports.ts';

const secret = 'a-secret/with a slash';
const lines: string[] = [];
let recorded: DeliveryReport[] = [];
let databaseIsAway = false;
let http: Server;
let address: string;

const reports = new MittoReports({
  ...serverLimits(),
  secret,
  record: async (given) => {
    if (databaseIsAway) {
      throw new Error('connection refused');
    }
    recorded.push(...given);
  },
  log: pino({ base: null }, { write: (line: string) => void lines.push(line) }),
});

beforeAll(async () => {
  http = createServer((request, response) => void reports.answer(request, response));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  // It listens on TCP, so this is no pipe's name.
  const { port } = http.address() as AddressInfo;
  address = `http://127.0.0.1:${port}/mitto/reports/${encodeURIComponent(secret)}`;
});
afterAll(() => {
  reports.close();
  http.close();
});
beforeEach(() => {
  recorded = [];
  databaseIsAway = false;
});

const post = (body: string, headers: Record<string, string> = {}, url = address) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const delivered = JSON.stringify({ messageId: '01KC69MT19BRK5MSXG1V95YPHX', deliveryStatus: 'Delivered' });

test('a report is answered 200 once it is recorded', async () => {
  const response = await post(delivered);
  expect(response.status).toBe(200);
  expect(recorded).toMatchObject([{ messageId: '01KC69MT19BRK5MSXG1V95YPHX', status: 'delivered' }]);
});

test('a list, a form and a query are read as well', async () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await post(`[${delivered},${delivered}]`)).status).toBe(200);
  expect((await post('msgid=m-2&status=DELIVERED', form)).status).toBe(200);
  expect((await fetch(`${address}?id=m-3&status=FAILED`)).status).toBe(200);
  expect(recorded.map((report) => report.messageId).slice(2)).toEqual(['m-2', 'm-3']);
});

test('a wrong secret gets 404, is not recorded, and is not in the log', async () => {
  const response = await post(delivered, {}, address.replace(/[^/]+$/, 'guessed-secret'));
  expect(response.status).toBe(404);
  expect(recorded).toEqual([]);
  expect(lines.join('')).toContain('wrong secret');
  expect(lines.join('')).not.toContain('guessed-secret');
});

test('the static header must be right where it comes', async () => {
  expect((await post(delivered, { [reportHeaderName]: reportHeaderOf(secret) })).status).toBe(200);
  expect((await post(delivered, { [reportHeaderName]: 'outdated' })).status).toBe(404);
});

test.each([
  ['cut JSON', '{"messageId":'],
  ['an empty body', ''],
  ['an object that is no report', '{"hello":"world"}'],
])('%s gets 400 and says what was expected', async (_, body) => {
  const response = await post(body);
  expect(response.status).toBe(400);
  expect(await response.text()).toContain('messageId and deliveryStatus');
});

test('the readable reports of a partly readable list are recorded', async () => {
  expect((await post(`[${delivered},{"hello":"world"}]`)).status).toBe(200);
  expect(recorded).toHaveLength(1);
});

test('a body over 5 MB gets 413', async () => {
  expect((await post('x'.repeat(5_000_001))).status).toBe(413);
});

test('while the database is away the carrier is asked to come again', async () => {
  databaseIsAway = true;
  const response = await post(delivered);
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('5');
});
