import { expect, test } from 'vitest';
import { HIGH_BITS, LOW_BITS, packLink, writeCode } from '../core/links/link-code.ts';
import { KeyedPermutation } from './keyed-permutation.ts';

test('a code that stands in a text of years ago still names its link', () => {
  const links = new KeyedPermutation(Buffer.alloc(32, 7), 'links', { high: HIGH_BITS, low: LOW_BITS });
  const named = [packLink(1, 1), packLink(1_000_001, 1), packLink(2 ** 33 - 1, 2 ** 26 - 1)];
  const pairs = {
    high: Uint32Array.from(named, ({ high }) => high),
    low: Uint32Array.from(named, ({ low }) => low),
  };
  links.forward(pairs);
  expect(named.map((_, i) => writeCode({ high: pairs.high[i] ?? 0, low: pairs.low[i] ?? 0 }))).toEqual([
    'gaBdHADFBM',
    'AEq0HYztBZ',
    'g0LnKjXlKX',
  ]);
});

test.each([
  [30, 29],
  [32, 32],
  [10, 10],
])('pairs of %i and %i bits stay below their sizes and find their way back', (highBits, lowBits) => {
  const permutation = new KeyedPermutation(Buffer.alloc(32, 7), 'test', { high: highBits, low: lowBits });
  const at = (i: number, bits: number) => (i * 2_654_435_761) % 2 ** bits;
  const numbers = {
    high: Uint32Array.from({ length: 1_000 }, (_, i) => at(i, highBits)),
    low: Uint32Array.from({ length: 1_000 }, (_, i) => at(i + 1, lowBits)),
  };
  const pairs = { high: numbers.high.slice(), low: numbers.low.slice() };
  permutation.forward(pairs, 12_345_678_901n);
  expect(pairs).not.toEqual(numbers);
  expect(Math.max(...pairs.high)).toBeLessThan(2 ** highBits);
  expect(Math.max(...pairs.low)).toBeLessThan(2 ** lowBits);
  permutation.backward(pairs, 12_345_678_901n);
  expect(pairs).toEqual(numbers);
});
