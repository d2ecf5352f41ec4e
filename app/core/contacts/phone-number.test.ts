import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPhone, normalisePhone } from './phone-number.ts';

test.each([
  ['national', '6943123456', 'GR', '+306943123456', 'GR'],
  ['national with spaces', '694 312 3456', 'GR', '+306943123456', 'GR'],
  ['with dashes, dots and brackets', '(694) 312-34.56', 'GR', '+306943123456', 'GR'],
  ['international', '+30 694 312 3456', 'CY', '+306943123456', 'GR'],
  ['with 00', '00306943123456', 'GR', '+306943123456', 'GR'],
  ['with 00 and spaces', '0030 694 312 3456', 'GR', '+306943123456', 'GR'],
  ['with 00 in a shop where the exit code is another', '00306943123456', 'US', '+306943123456', 'GR'],
  ['with the shop’s own exit code', '011306943123456', 'US', '+306943123456', 'GR'],
  ['with the country code but no +', '306943123456', 'GR', '+306943123456', 'GR'],
  ['a Cypriot one', '99123456', 'CY', '+35799123456', 'CY'],
  ['a British one with its trunk 0', '07400 123456', 'GB', '+447400123456', 'GB'],
  ['a British one with (0)', '+44 (0)7400 123456', 'GR', '+447400123456', 'GB'],
  ['a German one', '0172 1234567', 'DE', '+491721234567', 'DE'],
  ['the Isle of Man', '+44 7624 123456', 'GB', '+447624123456', 'IM'],
  ['Kosovo', '+383 44 123456', 'GR', '+38344123456', 'XK'],
  ['Arabic digits', '٦٩٤٣١٢٣٤٥٦', 'GR', '+306943123456', 'GR'],
  ['full-width characters', '（0030）６９４３１２３４５６', 'GR', '+306943123456', 'GR'],
  ['wrapped in bidi marks', '\u202a+30 694 312 3456\u202c', 'GR', '+306943123456', 'GR'],
  ['with a spreadsheet’s apostrophe', "'6943123456", 'GR', '+306943123456', 'GR'],
  ['with a spreadsheet’s .0', '6943123456.0', 'GR', '+306943123456', 'GR'],
  ['in a shop of no known country', '+306943123456', 'ZZ', '+306943123456', 'GR'],
  ['with the shop’s country in small letters', '6943123456', 'gr', '+306943123456', 'GR'],
  ['a satellite phone, of no country', '+881612345678', 'GR', '+881612345678', '001'],
])('a mobile number is read: %s', (_, raw, shop, e164, country) => {
  expect(normalisePhone(raw, shop)).toEqual({ ok: true, e164, country, type: 'mobile' });
});

test('where mobiles and landlines share their ranges, the type is unknown and the number is taken', () => {
  expect(normalisePhone('(212) 555-1234', 'US')).toEqual({
    ok: true,
    e164: '+12125551234',
    country: 'US',
    type: 'unknown',
  });
  expect(normalisePhone('604 555 1234', 'CA')).toMatchObject({ country: 'CA', type: 'unknown' });
});

describe('a number that cannot be texted says why', () => {
  test.each([
    [null, 'GR', 'no_number'],
    ['', 'GR', 'no_number'],
    [' \u00a0\u200b', 'GR', 'no_number'],
    ['2101234567', 'GR', 'landline'],
    ['+30 210 1234567', 'GR', 'landline'],
    ['22123456', 'CY', 'landline'],
    ['020 7946 0018', 'GB', 'landline'],
    ['+44 800 123 4567', 'GB', 'not_a_mobile'],
    ['+44 70 1234 5678', 'GB', 'not_a_mobile'],
    ['+44 56 1234 5678', 'GB', 'not_a_mobile'],
    ['+30 901 123 4567', 'GR', 'not_a_mobile'],
    ['694312345', 'GR', 'impossible_number'],
    ['69431234567', 'GR', 'impossible_number'],
    ['+30694312345', 'GR', 'impossible_number'],
    ['+6943123456', 'GR', 'impossible_number'],
    ['447400123456', 'GR', 'impossible_number'],
    ['3.06943E+11', 'GR', 'impossible_number'],
    ['6.94312E+09', 'GR', 'impossible_number'],
    ['#ERROR!', 'GR', 'impossible_number'],
    ['call 6943123456', 'GR', 'impossible_number'],
    ['1-800-FLOWERS', 'US', 'impossible_number'],
    ['maria@example.com', 'GR', 'impossible_number'],
    ['6943123456 / 2101234567', 'GR', 'impossible_number'],
    ['6943123456,6943123457', 'GR', 'impossible_number'],
    ['6943123456 ext 5', 'GR', 'impossible_number'],
    ['00', 'GR', 'impossible_number'],
    ['+', 'GR', 'impossible_number'],
    ['0', 'GR', 'impossible_number'],
    ['6943123456', 'ZZ', 'impossible_number'],
    ['+1 555 123 4567', 'US', 'impossible_number'],
    ['9'.repeat(100_000), 'GR', 'impossible_number'],
  ])('%s in %s: %s', (raw, shop, reason) => {
    expect(normalisePhone(raw, shop)).toEqual({ ok: false, reason });
  });
});

test('any text gives an answer, and a normalised number is read as itself', () => {
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[+0]?[\d ()./-]{5,18}$/));
  fc.assert(
    fc.property(
      typed,
      fc.constantFrom('GR', 'DE', 'US', 'IT', ''),
      fc.constantFrom('GR', 'US', ''),
      (raw, shop, other) => {
        const phone = normalisePhone(raw, shop);
        if (phone.ok) {
          expect(phone.e164).toMatch(/^\+\d{7,15}$/);
          expect(normalisePhone(phone.e164, other)).toEqual(phone);
        }
      },
    ),
  );
});

test('pages show a number in groups, and anything else as it is', () => {
  expect(formatPhone('+306943123456')).toBe('+30 694 312 3456');
  expect(formatPhone('+447400123456')).toBe('+44 7400 123456');
  expect(formatPhone('erased')).toBe('erased');
  expect(formatPhone('')).toBe('');
});
