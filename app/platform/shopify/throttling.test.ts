import { expect, test } from 'vitest';
import { throttleWait } from './throttling.ts';

const throttled = (requestedQueryCost: number, currentlyAvailable: number) => ({
  errors: { graphQLErrors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }] },
  extensions: {
    cost: {
      requestedQueryCost,
      actualQueryCost: null,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 },
    },
  },
});

test('the wait is what the bucket needs to refill', () => {
  expect(throttleWait(throttled(752, 252), 10_000)).toBe(5_000);
});

test('a wait is neither nothing nor longer than allowed', () => {
  expect(throttleWait(throttled(752, 752), 10_000)).toBe(100);
  expect(throttleWait(throttled(2000, 0), 10_000)).toBe(10_000);
});

test('a query that never fits the bucket is not waited for', () => {
  expect(throttleWait(throttled(2001, 2000), 10_000)).toBeUndefined();
});

test('throttling without a cost report is waited for blindly', () => {
  expect(throttleWait({ errors: { graphQLErrors: [{ extensions: { code: 'THROTTLED' } }] } }, 10_000)).toBe(
    2_000,
  );
});

test.each([
  ['another error', { errors: { graphQLErrors: [{ extensions: { code: 'ACCESS_DENIED' } }] } }],
  ['an error without a code', { errors: { graphQLErrors: [{ message: 'no' }] } }],
  ['nothing', undefined],
])('%s is not throttling', (_, body) => {
  expect(throttleWait(body, 10_000)).toBeUndefined();
});
