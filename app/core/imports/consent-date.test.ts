import { describe, expect, test } from 'vitest';
import { type LocalTime, readMoment } from './consent-date.ts';

/** Athens in winter, where it is two hours later than in UTC. */
const athens: LocalTime = (localMs) => localMs - 2 * 3_600_000;

describe('a day is all of it, and where nobody knows of which zone, it ends where it ends last', () => {
  test.each([
    ['2026-03-31', null, '2026-03-31T00:00:00.000Z', '2026-04-01T11:59:59.999Z'],
    ['31/03/2026', null, '2026-03-31T00:00:00.000Z', '2026-04-01T11:59:59.999Z'],
    ['03/05/2026', 'day', '2026-05-03T00:00:00.000Z', '2026-05-04T11:59:59.999Z'],
    ['03/05/2026', 'month', '2026-03-05T00:00:00.000Z', '2026-03-06T11:59:59.999Z'],
    ['2026-03-31 18:30', null, '2026-03-31T18:30:00.000Z', '2026-04-01T06:30:00.999Z'],
    ['2026-03-31 18:30:05.123', null, '2026-03-31T18:30:05.000Z', '2026-04-01T06:30:05.999Z'],
    ['31.03.2026, 6:30 PM', null, '2026-03-31T18:30:00.000Z', '2026-04-01T06:30:00.999Z'],
    ['31/3/2026 6:30 μ.μ.', null, '2026-03-31T18:30:00.000Z', '2026-04-01T06:30:00.999Z'],
    ['2026-03-31 25:00', null, '2026-03-31T00:00:00.000Z', '2026-04-01T11:59:59.999Z'],
  ] as const)('%s, %s first', (text, order, from, to) => {
    expect(readMoment(text, order, null)).toEqual({ ok: true, from, to });
  });
});

test('with a zone a day begins and ends there, and an hour is one moment', () => {
  expect(readMoment('2026-01-31', null, athens)).toEqual({
    ok: true,
    from: '2026-01-30T22:00:00.000Z',
    to: '2026-01-31T21:59:59.999Z',
  });
  expect(readMoment('2026-01-31 18:30', null, athens)).toEqual({
    ok: true,
    from: '2026-01-31T16:30:00.000Z',
    to: '2026-01-31T16:30:00.999Z',
  });
});

test('a moment with a zone of its own is one, whatever was said of the file', () => {
  const at = '2026-03-31T08:00:00.000Z';
  expect(readMoment('2026-03-31T10:00:00+02:00', null, athens)).toEqual({ ok: true, from: at, to: at });
  expect(readMoment('2026-03-31 08:00 UTC', null, null)).toEqual({ ok: true, from: at, to: at });
});

test.each([
  ['03/05/2026', 'ambiguous_date'],
  ['31/04/2026', 'impossible_date'],
  ['1900-01-01', 'impossible_date'],
  ['45415', 'impossible_date'],
  ['yesterday', 'impossible_date'],
  ['', 'impossible_date'],
])('“%s” is refused: %s', (text, reason) => {
  expect(readMoment(text, null, null)).toEqual({ ok: false, reason });
});
