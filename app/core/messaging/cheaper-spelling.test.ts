import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cheaperSpelling } from './cheaper-spelling.ts';
import { countParts, partsOf } from './parts.ts';

test.each([
  ['curly quotes', '‘It’s “free”’', "'It's \"free\"'"],
  ['Greek quotes', '«Sale»', '"Sale"'],
  ['a backtick and an accent used as quotes', '`a´', "'a'"],
  ['long dashes', '10–20 — now ‑ 5−3', '10-20 - now - 5-3'],
  ['an ellipsis', 'wait…', 'wait...'],
  ['odd spaces', 'a\u00a0b\u202fc\td', 'a b c d'],
  ['zero-width characters', 'a\u200bb\ufeffc\u00add\u200de', 'abcde'],
  ['a line separator', 'a\u2028b', 'a\nb'],
  ['letters typed as letter and accent', 'cafe\u0301', 'café'],
])('%s become plain', (_, text, plain) => {
  expect(cheaperSpelling(text).text).toBe(plain);
  expect(countParts(plain).encoding).toBe('GSM-7');
});

test('says what was changed and how often', () => {
  expect(cheaperSpelling('“a” “b”…').changes).toEqual([
    { from: '“', to: '"', count: 2 },
    { from: '”', to: '"', count: 2 },
    { from: '…', to: '...', count: 1 },
  ]);
});

test('a text that is cheap already stays as it is', () => {
  expect(cheaperSpelling("It's 20€ {now}")).toEqual({ text: "It's 20€ {now}", changes: [] });
});

test('Greek text keeps its quotes and ellipsis, since plain ones save nothing there', () => {
  expect(cheaperSpelling('«Καλημέρα…»')).toEqual({ text: '«Καλημέρα…»', changes: [] });
});

test('Greek text loses what only takes up room', () => {
  expect(cheaperSpelling('Καλημε\u0301ρα\u200b')).toMatchObject({ text: 'Καλημέρα' });
});

test('an emoji made of several is not torn apart', () => {
  expect(cheaperSpelling('👨‍👩‍👧 «hi»').text).toBe('👨‍👩‍👧 «hi»');
});

test('where plain spelling would need more parts, it is not proposed', () => {
  expect(cheaperSpelling('…'.repeat(70)).changes).toEqual([]);
});

const typed = fc
  .array(fc.constantFrom(...'abc {}€’“…–\u00a0\u200bάé😀\u200d\u0301'), { maxLength: 200 })
  .map((characters) => characters.join(''));

test('never makes a text dearer', () => {
  fc.assert(fc.property(typed, (text) => partsOf(cheaperSpelling(text).text) <= partsOf(text)));
});
