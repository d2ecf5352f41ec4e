import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanMergeValue, cleanShopValue } from './merge-value.ts';

describe('what a customer put into her name', () => {
  test.each([
    ['an ordinary name', 'Maria', 'Maria'],
    ['a Greek name', 'Παναγιώτα-Μαρία', 'Παναγιώτα-Μαρία'],
    ['an apostrophe', "O'Brien", "O'Brien"],
    ['a curly apostrophe', 'O’Brien', 'O’Brien'],
    ['initials', 'J. R. Ewing', 'J. R. Ewing'],
    ['initials without spaces', 'J.R. Ewing', 'J.R. Ewing'],
    ['a degree', 'Ph.D.', 'Ph.D.'],
    ['spaces around and inside', '  Anna   Maria ', 'Anna Maria'],
    ['an emoji', 'Maria 😀', 'Maria 😀'],
    ['a family emoji', '👨‍👩‍👧', '👨‍👩‍👧'],
    ['Arabic with a joiner', 'می\u200cخواهم', 'می\u200cخواهم'],
    ['a few digits', 'Room 12', 'Room 12'],
    ['line breaks', 'Anna\r\nMaria\u2028!', 'Anna Maria !'],
    ['control characters', 'An\u0000na\u0007', 'An na'],
    ['a bidi override', 'Anna\u202egro.live', 'Annagro live'],
    ['zero-width characters', 'An\u200bna\ufeff', 'Anna'],
    ['lone surrogates', 'Anna\ud800', 'Anna'],
    ['braces', '{{ Anna }}', 'Anna'],
    ['somebody else’s placeholder', '{{ last_name }}', ''],
    ['split braces', '}{Anna}{', 'Anna'],
    ['an address with a scheme', 'http://evil.com/x', 'http evil com/x'],
    ['www', 'www.evil.com', 'www evil com'],
    ['a bare domain', 'win at evil.com', 'win at evil com'],
    ['a domain with subdomains', 'a.b.co.uk', 'a.b co uk'],
    ['a short domain', 't.me/x', 't me/x'],
    ['a Greek domain', 'κακό.ελ', 'κακό ελ'],
    ['an address in digits', '1.2.3.4', '1 2 3 4'],
    ['a domain with a full-width dot', 'evil。com．gr', 'evil com gr'],
    ['a domain with a hidden joiner', 'evil.\u200dcom', 'evil com'],
    ['an end that letters behind it could complete', 'evil.c', 'evil c'],
    ['such an end before a scheme', 'evil.c://', 'evil c'],
    ['a phone number', 'call 90 11 23 45 67', 'call'],
    ['only white space', ' \t\u00a0\u3000 ', ''],
    ['only invisible characters', '\u200b\u202e\u0000', ''],
    ['a blank that counts as a letter', '\u3164', ''],
    ['only punctuation', '-', ''],
    ['only a dot', '.', ''],
    ['nothing', '', ''],
  ])('%s', (_, value, cleaned) => {
    expect(cleanMergeValue(value)).toBe(cleaned);
  });

  test('is at most 60 characters, counted in code points', () => {
    expect(cleanMergeValue('a'.repeat(61))).toBe('a'.repeat(60));
    expect(cleanMergeValue('😀'.repeat(61))).toBe('😀'.repeat(60));
    expect(cleanMergeValue(`${'a'.repeat(59)} b`)).toBe('a'.repeat(59));
  });

  test('is never cut inside an emoji or an accent', () => {
    expect(cleanMergeValue(`${'a'.repeat(58)}👨‍👩‍👧`)).toBe('a'.repeat(58));
    expect(cleanMergeValue(`${'a'.repeat(59)}e\u0301`)).toBe('a'.repeat(59));
  });

  test('is cut even when it is one endless stack of accents', () => {
    expect([...cleanMergeValue(`a${'\u0301'.repeat(100_000)}`)]).toHaveLength(60);
  });

  const nasty = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 100 }),
    fc
      .array(
        fc.constantFrom(
          ...'aZά1. {}:/-',
          '\u200d',
          '\u202e',
          '\u3002',
          '😀',
          '\ud83d',
          'www',
          'http://',
          '\u0301',
        ),
        {
          maxLength: 100,
        },
      )
      .map((parts) => parts.join('')),
  );

  test('never brings a link, a phone number, a brace, a line break or an invisible character into a text', () => {
    fc.assert(
      fc.property(nasty, (value) => {
        const cleaned = cleanMergeValue(value);
        return (
          cleaned.isWellFormed() &&
          [...cleaned].length <= 60 &&
          !/[{}\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff]|:\/\//u.test(cleaned) &&
          !/[.\u2024\u3002\uff0e\uff61](?:\p{L}{2}|\p{N})/u.test(cleaned) &&
          !/(?:\p{Nd}.?){5}/u.test(cleaned)
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('is the same after a second cleaning', () => {
    fc.assert(
      fc.property(nasty, (value) => cleanMergeValue(cleanMergeValue(value)) === cleanMergeValue(value)),
      { numRuns: 2000 },
    );
  });
});

test('the shop’s own name may be its domain, but holds no braces or control characters', () => {
  expect(cleanShopValue('www.my-shop.gr')).toBe('www.my-shop.gr');
  expect(cleanShopValue('Shop\n{{x}} 24/7 2101234567')).toBe('Shop x 24/7 2101234567');
});
