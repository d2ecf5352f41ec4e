import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { httpStub, type StubServer } from '../../../test/support/flows/stub-server.ts';
import { env } from '../env.server.ts';
import { checkCredentials } from './check-credentials.server.ts';
import { messageStatus } from './message-status.server.ts';
import { registerInbound, registerReports } from './register-reports.server.ts';

let stub: StubServer;
let answer: { status: number; body: string };
let asked: { method?: string | undefined; url?: string | undefined; key: unknown; body: string }[];

beforeEach(async () => {
  asked = [];
  answer = { status: 200, body: '{}' };
  stub = await httpStub(async (request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, url, key: headers['x-mitto-api-key'], body: await text(request) });
    response.writeHead(answer.status).end(answer.body);
  });
  env.MITTO_API_BASE_URL = stub.url;
});

afterEach(() => stub.close());

const nobody = 'http://127.0.0.1:9';

describe('the check of the key', () => {
  test('sends nothing but the key', async () => {
    expect(await checkCredentials()).toEqual({ kind: 'accepted' });
    expect(asked).toEqual([
      { method: 'GET', url: '/api/v1/TrafficAccounts', key: env.MITTO_API_KEY, body: '' },
    ]);
  });

  test.each([400, 401, 403, 404, 500])('is not passed by a %i', async (status) => {
    answer = { status, body: '' };
    expect(await checkCredentials()).toEqual({ kind: 'refused', why: `http_${status}` });
  });

  test('tells a refusal from a carrier that cannot be reached', async () => {
    env.MITTO_API_BASE_URL = nobody;
    expect(await checkCredentials()).toMatchObject({ kind: 'unreachable' });
  });
});

describe('the status of one message', () => {
  const recorded = {
    messageId: '01KC69MT19BRK5MSXG1V95YPHX',
    deliveryStatus: 'Delivered',
    description: null,
    updatedAt: '2026-01-05T10:11:12.1234567Z',
    messageParts: null,
    reference: 's1-1-1',
    sender: {},
    anythingElse: true,
  };

  test('is read as it was recorded; no parts means one', async () => {
    answer = { status: 200, body: JSON.stringify(recorded) };
    expect(await messageStatus(recorded.messageId)).toEqual({
      kind: 'found',
      messageId: recorded.messageId,
      word: 'Delivered',
      description: null,
      at: recorded.updatedAt,
      parts: 1,
      reference: 's1-1-1',
    });
    expect(asked[0]?.url).toBe(`/api/v1.1/Messages/${recorded.messageId}`);
  });

  test('masks the number that a description may hold', async () => {
    answer = { status: 200, body: JSON.stringify({ ...recorded, description: 'No route to 306912345678' }) };
    expect(await messageStatus('x')).toMatchObject({ description: 'No route to ############' });
  });

  test('asks for exactly the id, whatever is in it', async () => {
    await messageStatus('a/../b?c');
    expect(asked[0]?.url).toBe('/api/v1.1/Messages/a%2F..%2Fb%3Fc');
  });

  test('may not be known yet', async () => {
    answer = { status: 404, body: '' };
    expect(await messageStatus('x')).toEqual({ kind: 'not_found' });
  });

  test.each([
    [200, 'not json'],
    [200, '{"messageId":"x"}'],
    [200, '[]'],
    [503, ''],
    [401, '{}'],
  ])('is unavailable after %i %s', async (status, body) => {
    answer = { status, body };
    expect(await messageStatus('x')).toEqual({ kind: 'unavailable', why: `http_${status}` });
  });
});

describe('the registration of our callback', () => {
  test('gives an address that holds our secret, for our account', async () => {
    answer = { status: 201, body: '{}' };
    expect(await registerReports('https://app.example.com')).toEqual({ kind: 'registered' });
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      url: `https://app.example.com/mitto/reports/${env.MITTO_REPORT_SECRET}`,
      linkTrafficAccountIds: [env.MITTO_TRAFFIC_ACCOUNT_ID],
    });
  });

  test('gives another address for texts that come back', async () => {
    answer = { status: 201, body: '{}' };
    expect(await registerInbound('https://app.example.com')).toEqual({ kind: 'registered' });
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({
      url: `https://app.example.com/mitto/inbound/${env.MITTO_REPORT_SECRET}`,
      webhookTriggers: ['InboundMessage'],
    });
  });

  test('says when it was refused or could not be made', async () => {
    answer = { status: 403, body: '' };
    expect(await registerReports('https://app.example.com')).toEqual({ kind: 'refused', why: 'http_403' });
    env.MITTO_API_BASE_URL = nobody;
    expect(await registerReports('https://app.example.com')).toMatchObject({ kind: 'unreachable' });
  });
});
