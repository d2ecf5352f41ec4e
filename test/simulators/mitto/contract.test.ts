import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decodeOrdinal } from './message-id.ts';
import { type MittoSimulator, startMittoSimulator } from './start.ts';
import {
  ACCOUNT,
  api,
  lastRefusal,
  message,
  messages,
  readBulk,
  readErrors,
  send,
  sendForIds,
  truthOf,
} from './test-calls.ts';

let simulator: MittoSimulator;
beforeAll(async () => {
  simulator = await startMittoSimulator({ trafficAccounts: [ACCOUNT], settings: { reports: { share: 0 } } });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.discard());

const today = () => new Date().toISOString().slice(0, 10);

describe('sending', () => {
  test('an accepted call gives a bulk id and one ULID per message, in order, and the log has every text', async () => {
    const batch = [
      message('+306900000001', { sms: { text: 'a'.repeat(161), sender: 'Astronote' } }),
      message('+357990000002'),
    ];
    const before = Date.now();
    const answer = await send(simulator, batch);
    expect(answer.status).toBe(200);
    const bulk = await readBulk(answer);
    expect(Object.keys(bulk.messages[0] ?? {}).sort()).toEqual(['messageId', 'trafficAccountId']);
    const truth = await truthOf(simulator, batch);
    expect(truth.map(({ messageId }) => messageId)).toEqual(bulk.messages.map(({ messageId }) => messageId));
    expect(truth[0]).toMatchObject({
      kind: 'accepted',
      item: 0,
      behaviour: 'accept',
      bulkId: bulk.bulkId,
      trafficAccountId: ACCOUNT,
      destination: '+306900000001',
      sender: 'Astronote',
      text: 'a'.repeat(161),
      reference: 'ref-306900000001',
      parts: 2,
      outcome: 'Delivered',
    });
    expect(Date.parse(truth[0]?.at ?? '')).toBeGreaterThanOrEqual(before);
    expect(timeOf(truth[0]?.messageId ?? '')).toBe(Date.parse(truth[0]?.at ?? ''));
  });

  test('a number listed twice gets two texts', async () => {
    const batch = [message('+306900000010'), message('+306900000010')];
    expect(new Set(await sendForIds(simulator, batch)).size).toBe(2);
    expect(await truthOf(simulator, batch)).toHaveLength(2);
  });

  test('a message without a reference is taken, and has none in the log', async () => {
    const batch = [message('+306900000011', { reference: undefined })];
    await sendForIds(simulator, batch);
    expect((await truthOf(simulator, batch))[0]).not.toHaveProperty('reference');
  });

  test('ids of one call are in no useful order, so that sorting them undoes nothing', async () => {
    const ids = await sendForIds(simulator, messages(50, 100));
    expect([...ids].sort()).not.toEqual(ids);
    expect(new Set(ids).size).toBe(50);
    const ordinals = ids.map((id) => decodeOrdinal(id) ?? -1);
    expect(ordinals).toEqual(ordinals.map((_, i) => (ordinals[0] ?? 0) + i));
  });

  test('acceptance can be a 201, and can carry references', async () => {
    await simulator.control({ acceptStatus: 201, references: { inAnswer: true } });
    const answer = await send(simulator, [message('+306900000012')]);
    expect(answer.status).toBe(201);
    expect((await readBulk(answer)).messages[0]?.reference).toBe('ref-306900000012');
  });

  test('a wrong key is refused with 403 and logged, and uses up no queued behaviour', async () => {
    await simulator.next(['400-whole']);
    const body = { messages: [message('+306900000013')] };
    const answer = await api(simulator, 'POST', '/api/v1.1/Messages/sendmessagesbulk', body, 'wrong');
    expect(answer.status).toBe(403);
    expect(await lastRefusal(simulator)).toMatchObject({
      kind: 'refused',
      behaviour: 'wrong-key',
      status: 403,
    });
    expect((await send(simulator, body.messages)).status).toBe(400);
  });

  test.each([
    ['a number that is not E.164', message('306900000014'), 'messages[1].destination'],
    [
      'a number that is missing',
      message('+306900000014', { destination: undefined }),
      'messages[1].destination',
    ],
    [
      'an empty text',
      message('+306900000014', { sms: { text: '', sender: 'Astronote' } }),
      'messages[1].sms.text',
    ],
    [
      'a short sender',
      message('+306900000014', { sms: { text: 'a', sender: 'Ab' } }),
      'messages[1].sms.sender',
    ],
    [
      'a long sender',
      message('+306900000014', { sms: { text: 'a', sender: 'TwelveLetter' } }),
      'messages[1].sms.sender',
    ],
    [
      '15 digits as sender',
      message('+306900000014', { sms: { text: 'a', sender: '1'.repeat(15) } }),
      'messages[1].sms.sender',
    ],
    ['a missing sms part', message('+306900000014', { sms: undefined }), 'messages[1].sms'],
    [
      'a missing account',
      message('+306900000014', { trafficAccountId: undefined }),
      'messages[1].trafficAccountId',
    ],
    [
      'an unknown account',
      message('+306900000014', { trafficAccountId: 'other' }),
      'messages[1].trafficAccountId',
    ],
  ])('%s fails the whole call with a 400 that names the place', async (_, bad, place) => {
    const good = message('+306900000015');
    const answer = await send(simulator, [good, bad]);
    expect(answer.status).toBe(400);
    expect(Object.keys((await readErrors(answer)).errors)).toEqual([place]);
    expect(await truthOf(simulator, [good])).toEqual([]);
    expect(await lastRefusal(simulator)).toMatchObject({
      behaviour: 'invalid',
      status: 400,
      messages: 2,
      items: [1],
    });
  });

  test('14 digits are a sender', async () => {
    const batch = [message('+306900000016', { sms: { text: 'a', sender: '1'.repeat(14) } })];
    expect(await sendForIds(simulator, batch)).toHaveLength(1);
  });

  test('no messages, and a body that is not JSON, are a 400', async () => {
    expect((await send(simulator, [])).status).toBe(400);
    expect(
      (await api(simulator, 'POST', '/api/v1.1/Messages/sendmessagesbulk', '{"messages":[')).status,
    ).toBe(400);
  });

  test('a body over the limit is a 413, one too many messages a 400 that says so', async () => {
    await simulator.control({ limits: { maxBodyBytes: 1_000 } });
    expect((await send(simulator, messages(20, 200))).status).toBe(413);
    await simulator.control({ limits: { maxBodyBytes: null, maxMessages: 3 } });
    const answer = await send(simulator, messages(4, 200));
    expect(answer.status).toBe(400);
    expect((await readErrors(answer)).errors.messages?.[0]).toContain('Too many messages');
    expect(await sendForIds(simulator, messages(3, 200))).toHaveLength(3);
  });
});

describe('reading', () => {
  test('the status of a message goes from Sent to its outcome, with seven digits of time and the reference', async () => {
    await simulator.control({ reports: { delayMs: 60_000 } });
    const [id] = await sendForIds(simulator, [message('+306900000020')]);
    const answer = await api(simulator, 'GET', `/api/v1.1/Messages/${id}`);
    expect(await answer.json()).toMatchObject({
      messageId: id,
      text: 'Γεια σου Μαρία',
      conversation: { participants: ['+306900000020'] },
      createdAt: expect.stringMatching(/\.\d{7}Z$/),
      trafficAccountId: ACCOUNT,
      deliveryStatus: 'Sent',
      description: null,
      messageParts: null,
      requestInfo: { sms: { sender: 'Astronote', text: 'Γεια σου Μαρία' } },
      reference: 'ref-306900000020',
    });
    await simulator.control({ reports: { delayMs: 0, spreadMs: 0 } });
    const long = { text: 'a'.repeat(161), sender: 'Astronote' };
    const [done] = await sendForIds(simulator, [message('+306900000021', { sms: long })]);
    const over = await api(simulator, 'GET', `/api/v1.1/Messages/${done}`);
    expect(await over.json()).toMatchObject({ deliveryStatus: 'Delivered', messageParts: 2 });
  });

  test('a failure has its description in the status; references can be held back', async () => {
    const delivery = { byPrefix: { '+4477': { failureShare: 1, description: 'Barred', errorcode: '13' } } };
    await simulator.control({
      delivery,
      reports: { delayMs: 0, spreadMs: 0 },
      references: { inStatus: false },
    });
    const [id] = await sendForIds(simulator, [message('+447700900001')]);
    const answer = await api(simulator, 'GET', `/api/v1.1/Messages/${id}`);
    expect(await answer.json()).toMatchObject({
      deliveryStatus: 'Failure',
      description: 'Barred',
      reference: null,
    });
  });

  test('a message without an end stays Sent', async () => {
    await simulator.control({ delivery: { pendingShare: 1 }, reports: { delayMs: 0, spreadMs: 0 } });
    const [id] = await sendForIds(simulator, [message('+306900000022')]);
    const answer = await api(simulator, 'GET', `/api/v1.1/Messages/${id}`);
    expect(await answer.json()).toMatchObject({ deliveryStatus: 'Sent' });
  });

  test('an unknown id, and one that is none, are a 404', async () => {
    expect((await api(simulator, 'GET', '/api/v1.1/Messages/01KC69MT19BRK5MSXG1V95YPHX')).status).toBe(404);
    expect((await api(simulator, 'GET', '/api/v1.1/Messages/nonsense')).status).toBe(404);
  });

  test('the status can be a 404 for a while, always, or an error', async () => {
    const [id] = await sendForIds(simulator, [message('+306900000023')]);
    const status = async () => (await api(simulator, 'GET', `/api/v1.1/Messages/${id}`)).status;
    await simulator.control({ status: { notFoundForMs: 60_000 } });
    expect(await status()).toBe(404);
    await simulator.control({ status: { notFoundForMs: 0 } });
    expect(await status()).toBe(200);
    await simulator.control({ status: { alwaysNotFound: true } });
    expect(await status()).toBe(404);
    await simulator.control({ status: { alwaysNotFound: false, errorShare: 1, errorStatus: 503 } });
    expect(await status()).toBe(503);
  });

  test('traffic accounts are listed to the right key only, and send nothing', async () => {
    const answer = await api(simulator, 'GET', '/api/v1/TrafficAccounts');
    expect(await answer.json()).toEqual([{ trafficAccountId: ACCOUNT, name: 'Account 1' }]);
    expect((await api(simulator, 'GET', '/api/v1/TrafficAccounts', undefined, 'wrong')).status).toBe(403);
  });

  test('usage counts messages by country and prices parts, and can be off by one', async () => {
    const usage = async () => {
      const answer = await api(simulator, 'POST', '/usage/bycountry', { from: today(), to: today() });
      const rows: { country: string; messagesCount: number; cost: number }[] = await answer.json();
      return rows.find(({ country }) => country === 'AT');
    };
    const long = { text: 'a'.repeat(161), sender: 'Astronote' };
    await sendForIds(simulator, [message('+4366000000001'), message('+4366000000002', { sms: long })]);
    expect(await usage()).toEqual({ country: 'AT', messagesCount: 2, cost: 0.15 });
    await simulator.control({ usage: { offBy: 1 } });
    expect((await usage())?.messagesCount).toBe(3);
    await simulator.control({ usage: { offBy: -1, count: 'parts' } });
    expect((await usage())?.messagesCount).toBe(2);
    const other = await api(simulator, 'POST', '/usage/bycountry', { from: '2020-01-01', to: '2020-01-02' });
    expect(await other.json()).toEqual([]);
    expect((await api(simulator, 'POST', '/usage/bycountry', { from: 'yesterday' })).status).toBe(400);
  });

  test('what is not there is a 404', async () => {
    expect((await api(simulator, 'GET', '/api/v2/Messages')).status).toBe(404);
  });
});

/** Milliseconds in the first ten characters of a ULID. */
const timeOf = (ulid: string): number =>
  [...ulid.slice(0, 10)].reduce((ms, one) => ms * 32 + '0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(one), 0);
