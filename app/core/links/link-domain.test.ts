import { expect, test } from 'vitest';
import { isOurDomain, judgeFailure } from './link-domain.ts';

const day = 86_400;

test('a claim is looked at often in its first hour, then hourly, and after a week no more', () => {
  const after = (waitedSeconds: number) =>
    judgeFailure({ proven: false, failures: 1, waitedSeconds }, 'no_record');
  expect(after(60)).toEqual({ kind: 'waiting', problem: 'no_record', againAfterSeconds: 300 });
  expect(after(day)).toMatchObject({ againAfterSeconds: 3_600 });
  expect(after(7 * day)).toMatchObject({ againAfterSeconds: null });
});

test('a proven domain is lost when its record was missing three times in a row, and not before', () => {
  const after = (failures: number) =>
    judgeFailure({ proven: true, failures, waitedSeconds: 90 * day }, 'no_answer').kind;
  expect([after(1), after(2), after(3)]).toEqual(['waiting', 'waiting', 'lost']);
});

test.each([
  ['app.example.com', true],
  ['sms.example.com', true],
  ['shop.sms.example.com', true],
  ['example.com', false],
  ['notsms.example.com', false],
])('whether %s is the installation’s own: %s', (domain, ours) => {
  expect(isOurDomain(domain, ['app.example.com:3000', 'SMS.example.com'])).toBe(ours);
});
