import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  EXAMPLE_LINK_CODE,
  HIGH_BITS,
  LINK_CODE,
  LOW_BITS,
  ORDINAL_MAX,
  packLink,
  readCode,
  unpackLink,
  writeCode,
} from './link-code.ts';

const halves = fc.record({
  high: fc.integer({ min: 0, max: 2 ** HIGH_BITS - 1 }),
  low: fc.integer({ min: 0, max: 2 ** LOW_BITS - 1 }),
});

test('every number of 59 bits has a code of ten characters, which reads as that number', () => {
  fc.assert(
    fc.property(halves, (number) => {
      const code = writeCode(number);
      expect(code).toMatch(LINK_CODE);
      expect(readCode(code)).toEqual(number);
    }),
    { numRuns: 2_000 },
  );
  expect(writeCode({ high: 0, low: 0 })).toBe('0000000000');
});

test('every link and recipient is one number', () => {
  const linkId = fc.integer({ min: 1, max: 2 ** 33 - 1 });
  const ordinal = fc.integer({ min: 1, max: ORDINAL_MAX });
  fc.assert(
    fc.property(linkId, ordinal, (link, person) => {
      expect(unpackLink(packLink(link, person))).toEqual({ linkId: link, ordinal: person });
    }),
    { numRuns: 2_000 },
  );
});

test.each(['', 'short', 'elevenchars', 'with-a-dash', '         1', 'ααααααααα1', 'zzzzzzzzzz'])(
  'the code "%s" is nobody’s',
  (code) => {
    expect(readCode(code)).toBeUndefined();
  },
);

test('a number without link or recipient is no link', () => {
  expect(unpackLink({ high: 0, low: 5 })).toBeUndefined();
  expect(unpackLink({ high: 1, low: 0 })).toBeUndefined();
});

test.each([
  [0, 1],
  [1, 0],
  [2 ** 33, 1],
  [1, ORDINAL_MAX + 1],
])('link %i of recipient %i is a mistake of ours', (link, person) => {
  expect(() => packLink(link, person)).toThrow(RangeError);
});

test('the example is a code like any other', () => {
  expect(EXAMPLE_LINK_CODE).toMatch(LINK_CODE);
});
