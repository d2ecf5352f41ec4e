import { expect, test } from 'vitest';
import { scheduleTime } from './schedule-time.ts';

const athens = (date: string, time: string) => scheduleTime(date, time, 'Europe/Athens');

test('a time is read on the shop’s clocks, in winter and in summer', () => {
  expect(athens('2026-11-27', '10:00')).toEqual({ ok: true, at: new Date('2026-11-27T08:00:00Z') });
  expect(athens('2026-07-01', '10:00')).toEqual({ ok: true, at: new Date('2026-07-01T07:00:00Z') });
});

test('a time that the clocks skip is refused, not moved', () => {
  expect(athens('2027-03-28', '03:30')).toEqual({ ok: false, problem: 'gap' });
});

test('of an hour that comes twice it is the first', () => {
  expect(athens('2026-10-25', '03:30')).toEqual({ ok: true, at: new Date('2026-10-25T00:30:00Z') });
});

test('what is no date or no time is missing', () => {
  expect(athens('', '10:00')).toEqual({ ok: false, problem: 'missing' });
  expect(athens('2026-02-30', '10:00')).toEqual({ ok: false, problem: 'missing' });
  expect(athens('2026-11-27', '25:00')).toEqual({ ok: false, problem: 'missing' });
});
