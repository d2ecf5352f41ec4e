import fc from 'fast-check';
import { expect, test } from 'vitest';
import { excerpt } from './excerpt.ts';

test.each([
  ['a phone number', 'to +306943123456 failed', 'to +############ failed'],
  ['a grouped phone number', '+30 694 312-3456', '+## ### ###-####'],
  ['a short number', 'error 12345', 'error 12345'],
  ['a quoted text', 'bad text "Dear Eleni, 20% off" in sms', 'bad text "…" in sms'],
  ['a quoted text that was cut off', 'bad text: "Dear Eleni, 20', 'bad text: "…"'],
  ['a text in single quotes', "can't take 'Don't wait, Eleni' now", "can't take '…' now"],
  [
    'a quoted field',
    'The "sms.text" of \'messages[3]\' is empty',
    'The "sms.text" of \'messages[3]\' is empty',
  ],
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
