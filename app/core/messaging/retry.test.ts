import { expect, test } from 'vitest';
import { parseRetryAfter, retryDelaySeconds } from './retry.ts';

const now = new Date('2026-10-21T07:28:00Z');

test('waits 3, 6, 12, 24 and 48 seconds, then gives up', () => {
  expect([1, 2, 3, 4, 5, 6].map((attempt) => retryDelaySeconds(attempt))).toEqual([
    3,
    6,
    12,
    24,
    48,
    undefined,
  ]);
});

test('there is no delay for attempts that do not exist', () => {
  expect([0, -1, 1.5, Number.NaN].map((attempt) => retryDelaySeconds(attempt))).toEqual(
    Array(4).fill(undefined),
  );
});

test('a longer Retry-After wins, a shorter one does not, and none holds longer than ten minutes', () => {
  expect(retryDelaySeconds(1, 30)).toBe(30);
  expect(retryDelaySeconds(5, 30)).toBe(48);
  expect(retryDelaySeconds(1, 0)).toBe(3);
  expect(retryDelaySeconds(1, 86_400)).toBe(600);
  expect(retryDelaySeconds(1, Number.NaN)).toBe(3);
});

test('a Retry-After does not add attempts', () => {
  expect(retryDelaySeconds(6, 30)).toBeUndefined();
});

test.each([
  ['seconds', '120', 120],
  ['zero', '0', 0],
  ['seconds with spaces', ' 7 ', 7],
  ['an HTTP date', 'Wed, 21 Oct 2026 07:28:30 GMT', 30],
  ['an HTTP date that has passed', 'Wed, 21 Oct 2026 07:00:00 GMT', 0],
  ['a word', 'soon', undefined],
  ['a negative number', '-5', undefined],
  ['a fraction', '1.5', undefined],
  ['far too many digits', '99999999999', undefined],
  ['a date that is none', 'Wed, 99 Oct 2026 07:28:30 GMT', undefined],
  ['what only Date.parse would take', 'soon 1', undefined],
  ['nothing', '', undefined],
  ['no header', undefined, undefined],
])('Retry-After as %s', (_, header, seconds) => {
  expect(parseRetryAfter(header, now)).toBe(seconds);
});
