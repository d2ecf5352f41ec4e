import { expect, test } from 'vitest';
import { urgencyOf } from './privacy-case.ts';
import { firstRetention, retentionSettings } from './retention.ts';

const now = new Date('2026-11-24T12:00:00Z');

test.each([
  ['open', '2026-11-24T11:59:59Z', 'overdue'],
  ['open', '2026-11-29T11:59:59Z', 'soon'],
  ['open', '2026-11-29T12:00:01Z', 'in_time'],
  ['done', '2026-11-01T00:00:00Z', undefined],
  ['nothing_found', '2026-11-01T00:00:00Z', undefined],
] as const)('a case that is %s and due at %s is %s', (status, dueAt, urgency) => {
  expect(urgencyOf({ status, dueAt }, now)).toBe(urgency);
});

test('only the offered periods are taken, and what a shop begins with is one of them', () => {
  expect(retentionSettings.parse(firstRetention)).toEqual(firstRetention);
  expect(retentionSettings.parse({ keepTextsMonths: '3', keepDeletedMonths: '1' })).toEqual({
    keepTextsMonths: 3,
    keepDeletedMonths: 1,
  });
  for (const months of [0, 1, 2, 2.5, 121, 'x', null]) {
    expect(retentionSettings.safeParse({ ...firstRetention, keepTextsMonths: months }).success).toBe(false);
  }
});
