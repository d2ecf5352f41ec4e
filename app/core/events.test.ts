import { expect, test } from 'vitest';
import { type EventEvolution, eventSchemas, parseEvent, schemaVersionOf, upcast } from './events.ts';

const evolution: EventEvolution = {
  Renamed: {
    version: 3,
    upcasters: {
      1: ({ old, ...rest }) => ({ ...rest, name: old }),
      2: (data) => ({ ...data, by: 'system' }),
    },
  },
};

test('an event of an old version is lifted step by step to the current one', () => {
  expect(upcast('Renamed', 1, { old: 'x' }, evolution)).toEqual({ name: 'x', by: 'system' });
  expect(upcast('Renamed', 2, { name: 'x' }, evolution)).toEqual({ name: 'x', by: 'system' });
  expect(upcast('Renamed', 3, { name: 'x', by: 'merchant' }, evolution)).toEqual({
    name: 'x',
    by: 'merchant',
  });
});

test('a recorded event is not changed by being lifted', () => {
  const recorded = Object.freeze({ old: 'x' });
  upcast('Renamed', 1, recorded, evolution);
  expect(recorded).toEqual({ old: 'x' });
});

test('an event of a newer release is refused, and so is a version that nothing lifts', () => {
  expect(() => upcast('Renamed', 4, {}, evolution)).toThrow(/newer release/);
  expect(() => upcast('Renamed', 0, {}, evolution)).toThrow(/no upcaster to 1/);
});

test('a row becomes an event only in its own category and shape', () => {
  const row = { type: 'CreditsHeld', schemaVersion: 1, data: { credits: 5, campaign: 1, holds: 1 } };
  expect(parseEvent('credits', row)).toEqual({ type: 'CreditsHeld', data: row.data });
  expect(() => parseEvent('campaign', row)).toThrow(/unknown event CreditsHeld/);
  expect(() => parseEvent('credits', { ...row, data: { credits: -5, campaign: 1, holds: 1 } })).toThrow();
});

test('a type is written in one category only, so a version belongs to one schema', () => {
  const types = Object.values(eventSchemas).flatMap((schemas) => Object.keys(schemas));
  expect(new Set(types).size).toBe(types.length);
  for (const type of types) {
    expect(schemaVersionOf(type)).toBeGreaterThanOrEqual(1);
  }
});
