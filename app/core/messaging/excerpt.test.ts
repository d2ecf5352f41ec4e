import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

test.each([
  ['a phone number', 'to +306943123456 failed', 'to +############ failed'],
  ['a grouped phone number', '+30 694 312-3456', '+## ### ###-####'],
  ['a short number', 'error 12345', 'error 12345'],
  ['lines and NUL', 'a\n\u0000 b', 'a b'],
  ['lone surrogates', 'a\ud800b', 'ab'],
])('%s', (_, text, short) => {
  expect(excerpt(text, 100)).toBe(short);
});

test('never longer than asked, never six digits in a row, never what the database cannot store', () => {
  const text = fc
    .array(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^\d{1,15}$/)))
    .map((t) => t.join(''));
  fc.assert(
    fc.property(text, fc.integer({ min: 0, max: 50 }), (t, max) => {
      const short = excerpt(t, max);
      return short.length <= max && !/\d{6}/.test(short) && !short.includes('\u0000') && short.isWellFormed();
    }),
  );
});
