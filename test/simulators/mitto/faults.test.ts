import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Behaviour } from './behaviours.ts';
import { type MittoSimulator, startMittoSimulator } from './start.ts';
import { api, lastRefusal, messages, readBulk, readErrors, send, sendForIds, truthOf } from './test-calls.ts';

let simulator: MittoSimulator;
let serial = 0;
beforeAll(async () => {
  simulator = await startMittoSimulator({ settings: { reports: { share: 0 } } });
});
beforeEach(() => simulator.reset());
afterAll(() => simulator.discard());

/** Numbers that no other test of this file uses. */
const newBatch = (count = 4) => {
  serial += count;
  return messages(count, serial);
};

/** How a cut connection shows in fetch: the code of the socket error. */
const cutOf = async (call: Promise<Response>) => {
  const error = await call.then(
    () => undefined,
    (failure: { cause?: { code?: string } }) => failure,
  );
  return error?.cause?.code;
};

describe('accepted, although the caller does not hear it', () => {
  const expectAccepted = async (batch: ReturnType<typeof newBatch>, behaviour: Behaviour) => {
    const truth = await truthOf(simulator, batch);
    expect(truth.map(({ destination }) => destination)).toEqual(batch.map(({ destination }) => destination));
    expect(new Set(truth.map((one) => one.behaviour))).toEqual(new Set([behaviour]));
  };

  test('no answer at all', async () => {
    const batch = newBatch();
    await simulator.next(['accept-then-hang']);
    const body = JSON.stringify({ messages: batch });
    const headers = { 'x-mitto-api-key': simulator.apiKey };
    const url = `${simulator.url}/api/v1.1/Messages/sendmessagesbulk`;
    const call = fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(400) });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    await expectAccepted(batch, 'accept-then-hang');
  });

  test.each([
    ['accept-then-reset', 'ECONNRESET'],
    ['accept-then-close', 'UND_ERR_SOCKET'],
  ] as const)('%s', async (behaviour, code) => {
    const batch = newBatch();
    await simulator.next([behaviour]);
    expect(await cutOf(send(simulator, batch))).toBe(code);
    await expectAccepted(batch, behaviour);
  });

  test.each([500, 502, 503, 504] as const)('a %i', async (status) => {
    const batch = newBatch();
    await simulator.next([`accept-then-${status}`]);
    expect((await send(simulator, batch)).status).toBe(status);
    await expectAccepted(batch, `accept-then-${status}`);
  });

  test('a redirect to the same place, which a client that follows it turns into two texts', async () => {
    const batch = newBatch();
    await simulator.next(['accept-then-redirect']);
    expect((await send(simulator, batch)).status).toBe(307);
    await expectAccepted(batch, 'accept-then-redirect');
  });

  test('an answer that is a page, one that is empty, one that breaks off', async () => {
    await simulator.next(['accept-unreadable', 'accept-empty', 'accept-truncated']);
    const [page, empty, broken] = [newBatch(), newBatch(), newBatch()];
    const first = await send(simulator, page);
    expect(first.status).toBe(200);
    expect(await first.text()).toContain('<html>');
    expect(await (await send(simulator, empty)).text()).toBe('');
    const third = await send(simulator, broken);
    expect(third.status).toBe(200);
    await expect(third.text()).rejects.toThrow();
    await expectAccepted(page, 'accept-unreadable');
    await expectAccepted(empty, 'accept-empty');
    await expectAccepted(broken, 'accept-truncated');
  });

  test('an id too few, an id too many, ids in another order, no bulk id', async () => {
    await simulator.next(['accept-short', 'accept-long', 'accept-shuffled', 'accept-without-bulk-id']);
    const [short, long, shuffled, without] = [newBatch(), newBatch(), newBatch(), newBatch()];
    expect((await readBulk(await send(simulator, short))).messages).toHaveLength(3);
    const surplus = await readBulk(await send(simulator, long));
    expect(surplus.messages).toHaveLength(5);
    expect((await api(simulator, 'GET', `/api/v1.1/Messages/${surplus.messages[4]?.messageId}`)).status).toBe(
      404,
    );

    const ids = await sendForIds(simulator, shuffled);
    const truth = (await truthOf(simulator, shuffled)).map(({ messageId }) => messageId);
    expect([...ids].sort()).toEqual([...truth].sort());
    expect(ids.every((id, i) => id !== truth[i])).toBe(true);

    const answer: Record<string, unknown> = await (await send(simulator, without)).json();
    expect(Object.keys(answer)).toEqual(['messages']);
    await expectAccepted(short, 'accept-short');
    await expectAccepted(long, 'accept-long');
    await expectAccepted(without, 'accept-without-bulk-id');
  });
});

describe('not accepted', () => {
  const expectRefused = async (batch: ReturnType<typeof newBatch>, refusal: Record<string, unknown>) => {
    expect(await truthOf(simulator, batch)).toEqual([]);
    expect(await lastRefusal(simulator)).toMatchObject({
      kind: 'refused',
      messages: batch.length,
      ...refusal,
    });
  };

  test.each(['401', '403', '404', '413', '422', '429'] as const)('a %s', async (behaviour) => {
    const batch = newBatch();
    await simulator.next([behaviour]);
    const answer = await send(simulator, batch);
    expect(answer.status).toBe(Number(behaviour));
    expect(answer.headers.get('retry-after')).toBeNull();
    await expectRefused(batch, { behaviour, status: Number(behaviour) });
  });

  test('a 429 that says how long to wait', async () => {
    await simulator.next(['429-retry-after', { behaviour: '429-retry-after', retryAfterSeconds: 7 }]);
    await simulator.control({ retryAfterSeconds: 30 });
    expect((await send(simulator, newBatch())).headers.get('retry-after')).toBe('30');
    const batch = newBatch();
    const second = await send(simulator, batch);
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, '7']);
    await expectRefused(batch, { behaviour: '429-retry-after', status: 429 });
  });

  test('a 400 that names one item, and one that names none', async () => {
    await simulator.next([{ behaviour: '400-item', items: [2] }, '400-item', '400-whole']);
    const named = newBatch();
    const answer = await send(simulator, named);
    expect(answer.status).toBe(400);
    expect(Object.keys((await readErrors(answer)).errors)).toEqual(['messages[2].destination']);
    await expectRefused(named, { behaviour: '400-item', items: [2] });
    const lot = await readErrors(await send(simulator, newBatch()));
    expect(Object.keys(lot.errors)).toEqual([expect.stringMatching(/^messages\[[0-3]\]\.destination$/)]);
    const whole = newBatch();
    const second = await send(simulator, whole);
    expect([second.status, await second.json()]).toEqual([
      400,
      { status: 400, title: 'The request is not valid.' },
    ]);
    await expectRefused(whole, { behaviour: '400-whole' });
  });

  test('too many messages', async () => {
    await simulator.next(['too-many']);
    const batch = newBatch();
    expect((await readErrors(await send(simulator, batch))).errors.messages?.[0]).toContain('at most 2');
    await expectRefused(batch, { behaviour: 'too-many', status: 400 });
  });

  test('a rejection inside a 200, as the older API does it', async () => {
    await simulator.next(['rejected-in-200']);
    const batch = newBatch();
    const answer = await send(simulator, batch);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ responseCode: 106 });
    await expectRefused(batch, { behaviour: 'rejected-in-200', status: 200 });
  });

  test.each([500, 502, 503, 504] as const)('a %i that really did nothing', async (status) => {
    const batch = newBatch();
    await simulator.next([`drop-then-${status}`]);
    expect((await send(simulator, batch)).status).toBe(status);
    await expectRefused(batch, { behaviour: `drop-then-${status}`, status });
  });

  test.each(['drop-then-reset', 'drop-then-close'] as const)('%s', async (behaviour) => {
    const batch = newBatch();
    await simulator.next([behaviour]);
    expect(await cutOf(send(simulator, batch))).toBeDefined();
    await expectRefused(batch, { behaviour, status: 0 });
  });

  test('silence that really did nothing', async () => {
    const batch = newBatch();
    await simulator.next(['drop-then-hang']);
    const body = JSON.stringify({ messages: batch });
    const headers = { 'x-mitto-api-key': simulator.apiKey };
    const url = `${simulator.url}/api/v1.1/Messages/sendmessagesbulk`;
    const call = fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(400) });
    await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
    await expectRefused(batch, { behaviour: 'drop-then-hang', status: 0 });
  });

  test('some items of a call carry an error in the place of an id, the others are accepted', async () => {
    await simulator.next([{ behaviour: 'partial', items: [1, 3] }, 'partial']);
    const batch = newBatch();
    const { messages: items } = await readBulk(await send(simulator, batch));
    expect(items.map(({ messageId }) => messageId === null)).toEqual([false, true, false, true]);
    expect(items[1]?.error?.code).toBe('INVALID_DESTINATION');
    const truth = await truthOf(simulator, batch);
    expect(truth.map(({ item, messageId }) => [item, messageId])).toEqual([
      [0, items[0]?.messageId],
      [2, items[2]?.messageId],
    ]);
    expect(await lastRefusal(simulator)).toMatchObject({ behaviour: 'partial', messages: 2, items: [1, 3] });
    const lot = await readBulk(await send(simulator, newBatch(2)));
    expect(lot.messages.some(({ error }) => error !== undefined)).toBe(true);
  });

  test('certain numbers are always bad: they fail the batch, or only themselves', async () => {
    const batch = newBatch();
    const bad = batch[2]?.destination ?? '';
    await simulator.control({ badNumbers: { prefixes: [bad] } });
    const answer = await send(simulator, batch);
    expect(answer.status).toBe(400);
    expect(Object.keys((await readErrors(answer)).errors)).toEqual(['messages[2].destination']);
    await expectRefused(batch, { behaviour: 'bad-numbers', items: [2] });
    await simulator.control({ badNumbers: { answer: 'fail-item' } });
    const { messages: items } = await readBulk(await send(simulator, batch));
    expect(items.map(({ error }) => error !== undefined)).toEqual([false, false, true, false]);
    expect((await truthOf(simulator, batch)).map(({ item }) => item)).toEqual([0, 1, 3]);
  });
});

describe('time and connections', () => {
  test('an answer takes as long as it is told to', async () => {
    const timed = async () => {
      const start = performance.now();
      await sendForIds(simulator, newBatch());
      return performance.now() - start;
    };
    await simulator.control({ latency: { ms: 120, spreadMs: 30 } });
    expect(await timed()).toBeGreaterThanOrEqual(119);
    await simulator.reset();
    await simulator.next([{ behaviour: 'accept', latencyMs: 150 }]);
    expect(await timed()).toBeGreaterThanOrEqual(149);
  });

  test('connections are refused for a while, then the same port answers again', async () => {
    await simulator.refuseConnections(500);
    const batch = newBatch();
    const codes = new Set<string | undefined>();
    let ids: string[] | undefined;
    while (ids === undefined) {
      ids = await sendForIds(simulator, batch).catch((error: { cause?: { code?: string } }) => {
        codes.add(error.cause?.code);
        return undefined;
      });
    }
    expect(codes).toContain('ECONNREFUSED');
    expect(await truthOf(simulator, batch)).toHaveLength(4);
  });

  test('a call can be the last one before connections are refused', async () => {
    await simulator.control({ refuseForMs: 400 });
    await simulator.next(['accept-then-refuse-connections']);
    const batch = newBatch();
    expect(await sendForIds(simulator, batch)).toHaveLength(4);
    let refused = 0;
    while ((await cutOf(send(simulator, newBatch(1)))) !== undefined) {
      refused += 1;
    }
    expect(refused).toBeGreaterThan(0);
    expect(await truthOf(simulator, batch)).toHaveLength(4);
  });
});
