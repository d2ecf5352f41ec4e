import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatReference, parseReference } from './reference.ts';

const campaign = fc.bigInt({ min: 1n, max: 2n ** 63n - 1n });
const ordinal = fc.integer({ min: 0, max: 2 ** 31 - 1 });

test('a reference is short and names the campaign and the ordinal in base 36', () => {
  expect(formatReference('1234567', 35)).toBe('s1-qglj-z');
  expect(formatReference(2n ** 63n - 1n, 2 ** 31 - 1)).toHaveLength(23);
});

test('what was written can be read back, in any case', () => {
  fc.assert(
    fc.property(campaign, ordinal, fc.boolean(), (id, n, loud) => {
      const text = formatReference(id, n);
      const read = parseReference(loud ? text.toUpperCase() : text);
      expect(read).toEqual({ campaignId: id.toString(), ordinal: n });
    }),
  );
});

test('two texts never share a reference', () => {
  fc.assert(
    fc.property(campaign, ordinal, campaign, ordinal, (a, i, b, j) => {
      const same = a === b && i === j;
      return (formatReference(a, i) === formatReference(b, j)) === same;
    }),
  );
});

test.each([
  '',
  's1',
  's1-',
  's1-a',
  's1-a-',
  's1--1',
  's1-0-1',
  's1-01-1',
  's1-a-01',
  's2-a-1',
  's1-a-1-1',
  ' s1-a-1',
  's1-a-1\n',
  's1-a-zzzzzz',
  's1-zzzzzzzzzzzzz-1',
  's1-aaaaaaaaaaaaaaaaaaaaaa-1',
  'K1-a-1',
  's1-ı-1',
])('%j is nobody’s reference', (text) => {
  expect(parseReference(text)).toBeUndefined();
});

test('reading is total, and whatever it accepts is exactly what would be written', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^s1-[0-9a-z]{1,14}-[0-9a-z]{1,7}$/)), (text) => {
      const read = parseReference(text);
      return read === undefined || formatReference(read.campaignId, read.ordinal) === text.toLowerCase();
    }),
  );
});

test('a campaign or an ordinal that the database cannot hold is our own mistake', () => {
  expect(() => formatReference(0n, 1)).toThrow(RangeError);
  expect(() => formatReference(2n ** 63n, 1)).toThrow(RangeError);
  expect(() => formatReference(1n, -1)).toThrow(RangeError);
  expect(() => formatReference(1n, 0.5)).toThrow(RangeError);
  expect(() => formatReference('x', 1)).toThrow(SyntaxError);
});
