import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Receiver, startReceiver } from './receiver.ts';
import type { SettingsPatch } from './settings.ts';
import { type MittoSimulator, startMittoSimulator } from './start.ts';
import { api, message, messages, send, sendForIds, truthOf } from './test-calls.ts';

let receiver: Receiver;
let simulator: MittoSimulator;
beforeAll(async () => {
  receiver = await startReceiver();
  simulator = await startMittoSimulator({
    reportUrl: receiver.url,
    reportHeaders: { 'X-Sendbook-Secret': 'abc: def' },
    inboundUrl: receiver.url.replace('/reports', '/inbound'),
    settings: { reports: { delayMs: 5, spreadMs: 5, gapMs: 5 } },
  });
});
beforeEach(async () => {
  await simulator.reset();
  receiver.clear();
});
afterAll(async () => {
  await simulator.discard();
  await receiver.stop();
});

/** Sends one message under these settings and returns the parsed bodies of all its reports, in order. */
async function reportsOf(settings: SettingsPatch, batch = [message('+306900000001')]) {
  await simulator.control(settings);
  const ids = await sendForIds(simulator, batch);
  await simulator.reportsDone();
  return { ids, bodies: receiver.received.map(({ body }) => JSON.parse(body)) };
}

describe('what is reported', () => {
  test('one Delivered by default, with the reference, our header and our query', async () => {
    const { ids, bodies } = await reportsOf({});
    expect(bodies).toEqual([
      {
        messageId: ids[0],
        deliveryStatus: 'Delivered',
        description: null,
        errorcode: null,
        reference: 'ref-306900000001',
      },
    ]);
    const [request] = receiver.received;
    expect(request).toMatchObject({ method: 'POST', headers: { 'x-sendbook-secret': 'abc: def' } });
    expect(request?.url.searchParams.get('secret')).toBe('s3cret');
  });

  test('references can be held back', async () => {
    const { bodies } = await reportsOf({ references: { inReports: false } });
    expect(bodies[0]).not.toHaveProperty('reference');
  });

  test('failures overall, and by the longest prefix of the number, with their reasons', async () => {
    const delivery = {
      failureShare: 1,
      description: 'Absent subscriber',
      errorcode: '27',
      byPrefix: {
        '+44': { failureShare: 1, description: 'Barred', errorcode: '13' },
        '+4477': { failureShare: 0 },
      },
    };
    const batch = [message('+306900000001'), message('+445500900001'), message('+447700900001')];
    const { ids, bodies } = await reportsOf({ delivery }, batch);
    const byId = new Map(
      bodies.map((one) => [one.messageId, [one.deliveryStatus, one.description, one.errorcode]]),
    );
    expect(ids.map((id) => byId.get(id))).toEqual([
      ['Failure', 'Absent subscriber', '27'],
      ['Failure', 'Barred', '13'],
      ['Delivered', null, null],
    ]);
    expect((await truthOf(simulator, batch)).map(({ outcome }) => outcome)).toContain('Failure');
  });

  test('a share of failures is about that share', async () => {
    await simulator.control({ delivery: { failureShare: 0.3 }, reports: { share: 0 } });
    const batch = messages(1_000, 5_000);
    await sendForIds(simulator, batch);
    const failed = (await truthOf(simulator, batch)).filter(({ outcome }) => outcome === 'Failure').length;
    expect(failed).toBeGreaterThan(230);
    expect(failed).toBeLessThan(370);
  });

  test('a message without an end is only ever reported as Sent', async () => {
    const { bodies } = await reportsOf({ delivery: { pendingShare: 1 } });
    expect(bodies.map((one) => one.deliveryStatus)).toEqual(['Sent']);
  });

  test('the words and names of the older API', async () => {
    const older = await reportsOf({ reports: { shape: 'sms-api' } });
    expect(older.bodies).toEqual([
      { id: older.ids[0], status: 'DELIVERED', error: null, errorcode: null, reference: 'ref-306900000001' },
    ]);
    receiver.clear();
    const oldest = await reportsOf({ reports: { shape: 'sms-api-msgid' }, delivery: { failureShare: 1 } });
    expect(oldest.bodies).toMatchObject([
      { msgid: oldest.ids[0], status: 'UNDELIVERED', error: 'Absent subscriber' },
    ]);
  });
});

describe('when and how often', () => {
  const statuses = (bodies: readonly { deliveryStatus: string }[]) => bodies.map((one) => one.deliveryStatus);

  test('early: before the call is answered', async () => {
    await simulator.control({ reports: { earlyShare: 1 } });
    await simulator.next([{ behaviour: 'accept', latencyMs: 50 }]);
    const [id] = await sendForIds(simulator, [message('+306900000001')]);
    expect(receiver.received.map(({ body }) => JSON.parse(body).messageId)).toEqual([id]);
  });

  test('early, for a call that is never answered', async () => {
    await simulator.control({ reports: { earlyShare: 1 } });
    await simulator.next(['accept-then-reset']);
    await expect(send(simulator, [message('+306900000001')])).rejects.toThrow();
    expect(JSON.parse(receiver.received[0]?.body ?? '')).toMatchObject({ reference: 'ref-306900000001' });
  });

  test('late: not before the delay', async () => {
    await simulator.control({ reports: { delayMs: 200, spreadMs: 0 } });
    await sendForIds(simulator, [message('+306900000001')]);
    const sentAt = Date.parse((await truthOf(simulator, [message('+306900000001')])).at(-1)?.at ?? '');
    await receiver.atLeast(1);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(190);
  });

  test('Sent first, then Delivered', async () => {
    expect(statuses((await reportsOf({ reports: { sentFirstShare: 1 } })).bodies)).toEqual([
      'Sent',
      'Delivered',
    ]);
  });

  test('out of order: Delivered before Sent', async () => {
    expect(statuses((await reportsOf({ reports: { outOfOrderShare: 1 } })).bodies)).toEqual([
      'Delivered',
      'Sent',
    ]);
  });

  test('twice', async () => {
    const { bodies } = await reportsOf({ reports: { twiceShare: 1 } });
    expect(statuses(bodies)).toEqual(['Delivered', 'Delivered']);
    expect(bodies[0]).toEqual(bodies[1]);
  });

  test('contradictory: Delivered, then Failure', async () => {
    const { bodies } = await reportsOf({ reports: { contradictoryShare: 1, sentFirstShare: 1 } });
    expect(statuses(bodies)).toEqual(['Sent', 'Delivered', 'Failure']);
  });

  test('for an id that nobody was ever given, without a reference', async () => {
    const { ids, bodies } = await reportsOf({ reports: { share: 0, unknownIdShare: 1 } });
    expect(bodies).toHaveLength(1);
    expect(bodies[0].messageId).toMatch(/^[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(bodies[0].messageId).not.toBe(ids[0]);
    expect(bodies[0]).not.toHaveProperty('reference');
    expect((await api(simulator, 'GET', `/api/v1.1/Messages/${bodies[0].messageId}`)).status).toBe(404);
  });

  test('never', async () => {
    await simulator.control({ reports: { share: 0 } });
    await sendForIds(simulator, messages(5));
    expect((await simulator.reportsDone()).reports.waiting).toBe(0);
    expect(receiver.received).toEqual([]);
  });
});

describe('how they travel', () => {
  test('in arrays of at most the batch size, even when there is one', async () => {
    const { ids, bodies } = await reportsOf({ reports: { batch: 4, delayMs: 20, spreadMs: 0 } }, messages(9));
    expect(bodies.every((one) => Array.isArray(one) && one.length <= 4)).toBe(true);
    expect(bodies.some((one) => one.length === 4)).toBe(true);
    expect(new Set(bodies.flat().map((one) => one.messageId))).toEqual(new Set(ids));
  });

  test('as a form', async () => {
    await simulator.control({ reports: { transport: 'form' }, delivery: { failureShare: 1 } });
    const [id] = await sendForIds(simulator, [message('+306900000001')]);
    await simulator.reportsDone();
    const [request] = receiver.received;
    expect(request?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      messageId: id,
      deliveryStatus: 'Failure',
      description: 'Absent subscriber',
      errorcode: '27',
      reference: 'ref-306900000001',
    });
  });

  test('in the query of a GET, beside what the registered address already carries', async () => {
    await simulator.control({ reports: { transport: 'query' } });
    const [id] = await sendForIds(simulator, [message('+306900000001')]);
    await simulator.reportsDone();
    const [request] = receiver.received;
    expect(request).toMatchObject({ method: 'GET', body: '' });
    expect(Object.fromEntries(request?.url.searchParams ?? [])).toEqual({
      secret: 's3cret',
      messageId: id,
      deliveryStatus: 'Delivered',
      reference: 'ref-306900000001',
    });
  });

  test('mixed: every transport and every shape by lot', async () => {
    await simulator.control({ reports: { transport: 'mixed', shape: 'mixed' } });
    await sendForIds(simulator, messages(60));
    await simulator.reportsDone();
    expect(receiver.received).toHaveLength(60);
    const kinds = receiver.received.map(
      ({ method, headers }) => `${method} ${headers['content-type'] ?? ''}`,
    );
    expect(new Set(kinds).size).toBe(3);
  });

  test('a report that is not taken is tried again, a few times, then given up', async () => {
    receiver.answerNext(500, 200);
    const before = await simulator.counters();
    await sendForIds(simulator, [message('+306900000001')]);
    const after = await simulator.reportsDone();
    expect(receiver.received).toHaveLength(2);
    expect(after.reports.retried - before.reports.retried).toBe(1);
    receiver.clear();
    receiver.answerNext(500, 302, 404, 503);
    await sendForIds(simulator, [message('+306900000001')]);
    const end = await simulator.reportsDone();
    expect(receiver.received).toHaveLength(4);
    expect(end.reports.givenUp - after.reports.givenUp).toBe(1);
  });

  test('a registered webhook takes over the reports, with its own headers', async () => {
    const other = await startReceiver();
    await simulator.registerWebhook(other.url, { authorization: 'Bearer ours' });
    await sendForIds(simulator, [message('+306900000001')]);
    const [request] = await other.atLeast(1);
    expect(request?.headers.authorization).toBe('Bearer ours');
    expect(receiver.received).toEqual([]);
    const headers = { 'X-Sendbook-Secret': 'abc: def' };
    const triggers = { webhookTriggers: ['DeliveryReport'], linkTrafficAccountIds: [] };
    const body = { url: receiver.url, description: 'ours', headers, ...triggers };
    expect((await api(simulator, 'POST', '/api/v1/Webhooks', body)).status).toBe(201);
    expect((await api(simulator, 'POST', '/api/v1/Webhooks', { url: 'nonsense' })).status).toBe(400);
    await other.stop();
  });

  test('a customer answers STOP', async () => {
    expect(await simulator.inbound({ from: '+306900000001', to: '12345', text: 'STOP' })).toBe(200);
    const [request] = receiver.received;
    expect(request).toMatchObject({ method: 'POST', headers: { 'x-sendbook-secret': 'abc: def' } });
    expect(request?.url.pathname).toBe('/inbound');
    expect(JSON.parse(request?.body ?? '')).toMatchObject({
      from: '+306900000001',
      to: '12345',
      text: 'STOP',
    });
  });
});
