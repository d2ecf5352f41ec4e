import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { ByteBudget } from './byte-budget.ts';
import { readBody } from './read-body.ts';

/** A body as it arrives; only what readBody uses of a request. */
function arriving(headers: Record<string, string> = {}) {
  const stream = new PassThrough();
  return { stream, request: Object.assign(stream, { headers }) as unknown as IncomingMessage };
}
const limits = (budget = new ByteBudget(1_000)) => ({ bytes: 100, ms: 60_000, budget });

test('a body within its limits is read whole', async () => {
  const { stream, request } = arriving();
  const body = readBody(request, limits());
  stream.write('ab');
  stream.end('cd');
  expect(await body).toEqual({ kind: 'read', bytes: Buffer.from('abcd') });
});

test('a body that is announced as too large is not looked at', async () => {
  const { stream, request } = arriving({ 'content-length': '101' });
  expect(await readBody(request, limits())).toEqual({ kind: 'too_large' });
  expect(stream.listenerCount('data')).toBe(0);
});

test('a body that says nothing of its size ends where it passes the limit, and no more of it is taken', async () => {
  const { stream, request } = arriving();
  const body = readBody(request, limits());
  stream.write('a'.repeat(101));
  expect(await body).toEqual({ kind: 'too_large' });
  expect(stream.isPaused()).toBe(true);
});

test('a body that does not come in time is given up', async () => {
  const { request } = arriving();
  expect(await readBody(request, { ...limits(), ms: 1 })).toEqual({ kind: 'too_slow' });
});

test('bodies of all connections share one budget, and give back what they took', async () => {
  const budget = new ByteBudget(150);
  const first = arriving();
  const second = arriving();
  const one = readBody(first.request, limits(budget));
  const other = readBody(second.request, limits(budget));
  first.stream.write('a'.repeat(90));
  await new Promise(setImmediate);
  second.stream.write('b'.repeat(90));
  expect(await other).toEqual({ kind: 'no_room' });
  first.stream.end();
  expect((await one).kind).toBe('read');
  expect(budget.take(150)).toBe(true);
});

test('whoever hangs up gives back as well', async () => {
  const budget = new ByteBudget(90);
  const { stream, request } = arriving();
  const body = readBody(request, limits(budget));
  stream.write('a'.repeat(90));
  await new Promise(setImmediate);
  stream.destroy();
  expect(await body).toEqual({ kind: 'gone' });
  expect(budget.take(90)).toBe(true);
});
