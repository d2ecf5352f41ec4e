import { describe, expect, test } from 'vitest';
import { DESTINATION_MAX, findLinks, isInsecure } from './text-links.ts';

const destinations = (text: string) => findLinks(text).links.map(({ destination }) => destination);

describe('a web address', () => {
  test.each([
    ['alone', 'https://shop.gr', ['https://shop.gr']],
    [
      'with path, query and fragment',
      'https://shop.gr/a/b?x=1&y=%CE%B1#z',
      ['https://shop.gr/a/b?x=1&y=%CE%B1#z'],
    ],
    [
      'with UTM parameters',
      'https://shop.gr/?utm_source=sms&utm_campaign=may',
      ['https://shop.gr/?utm_source=sms&utm_campaign=may'],
    ],
    ['without https', 'http://shop.gr/x', ['http://shop.gr/x']],
    ['in capitals', 'HTTPS://SHOP.GR/Sale', ['HTTPS://SHOP.GR/Sale']],
    ['without a scheme', 'www.shop.gr/x', ['https://www.shop.gr/x']],
    ['with a port', 'https://shop.gr:8443/x', ['https://shop.gr:8443/x']],
    ['with Greek letters', 'https://καφές.gr/νέα', ['https://καφές.gr/νέα']],
    ['at the end of a sentence', 'See https://shop.gr/x.', ['https://shop.gr/x']],
    ['before a comma', 'https://shop.gr/x, now!', ['https://shop.gr/x']],
    ['in brackets', '(https://shop.gr/x)', ['https://shop.gr/x']],
    ['with brackets', 'https://shop.gr/x_(y)', ['https://shop.gr/x_(y)']],
    ['in quotes', '«https://shop.gr/x»', ['https://shop.gr/x']],
    ['twice', 'https://a.gr https://b.gr', ['https://a.gr', 'https://b.gr']],
    ['before an emoji', 'Δες https://shop.gr/sale🔥', ['https://shop.gr/sale']],
    ['before a hand', 'https://shop.gr/sale👉🏽 now', ['https://shop.gr/sale']],
    ['before a heart with a selector', 'https://shop.gr/sale❤️', ['https://shop.gr/sale']],
    ['before a flag', 'https://shop.gr/sale🇬🇷', ['https://shop.gr/sale']],
    ['before a keycap', 'https://shop.gr/sale✅ok', ['https://shop.gr/sale']],
    ['before a dash', 'https://shop.gr/sale—only today', ['https://shop.gr/sale']],
    ['before a short dash', 'https://shop.gr/sale–today', ['https://shop.gr/sale']],
    ['between asterisks', '*https://shop.gr/sale*', ['https://shop.gr/sale']],
    ['between low lines', '_https://shop.gr/sale_', ['https://shop.gr/sale']],
    ['between tildes', '~https://shop.gr/sale~', ['https://shop.gr/sale']],
    ['that ends in a low line', 'https://shop.gr/sale_ now', ['https://shop.gr/sale_']],
    ['before dots', 'https://shop.gr/sale…', ['https://shop.gr/sale']],
    ['in single quotes', '‘https://shop.gr/sale’', ['https://shop.gr/sale']],
    ['in small angles', '‹https://shop.gr/sale›', ['https://shop.gr/sale']],
    ['before an ideographic stop', 'https://shop.gr/sale。', ['https://shop.gr/sale']],
    ['before a full-width bracket', '（https://shop.gr/sale）', ['https://shop.gr/sale']],
    ['before a zero-width blank', 'https://shop.gr/sale\u200bτώρα', ['https://shop.gr/sale']],
    ['before a comma and Greek', 'https://shop.gr/sale,μόνο σήμερα', ['https://shop.gr/sale']],
    ['with a comma in it', 'https://shop.gr/a,b?x=1,2', ['https://shop.gr/a,b?x=1,2']],
    ['with a hyphen in it', 'https://shop.gr/a-b_c~d*e', ['https://shop.gr/a-b_c~d*e']],
    ['in a sentence of Markdown', '[Sale](https://shop.gr/sale)!', ['https://shop.gr/sale']],
    ['before a line break', 'https://a.gr\nhi', ['https://a.gr']],
  ])('%s', (_, text, expected) => {
    expect(findLinks(text).problems).toEqual([]);
    expect(destinations(text)).toEqual(expected);
  });

  test('is told with its place', () => {
    expect(findLinks('See https://shop.gr/x.').links[0]).toEqual({
      index: 4,
      length: 17,
      destination: 'https://shop.gr/x',
    });
  });

  test.each([
    'shop.gr',
    'me@shop.gr',
    'a.b.c',
    '1.5 kg',
    'javascript:alert(1)',
    'ftp://shop.gr',
    'awww.shop.gr',
  ])('is not seen in "%s"', (text) => {
    expect(findLinks(text)).toEqual({ links: [], problems: [] });
  });
});

describe('what is no web address, though it begins like one', () => {
  test.each([
    'https://',
    'https:// shop.gr',
    'http://localhost/x',
    'https://127.0.0.1/x',
    'https://shop',
    'https://shop..gr',
    'https://-shop.gr',
    'https://shop.gr:99999/',
    'https://[::1]/',
    'www.',
  ])('"%s" is named', (text) => {
    expect(destinations(text)).toEqual([]);
    expect(findLinks(text).problems[0]?.message).toContain('is not a web address');
  });

  test('a password in it is named', () => {
    expect(findLinks('https://me:secret@shop.gr').problems[0]?.message).toContain('user name or a password');
  });

  test('one that is too long is named', () => {
    const long = `https://shop.gr/${'a'.repeat(DESTINATION_MAX)}`;
    expect(findLinks(long).problems[0]?.message).toContain('too long');
  });
});

test('only http is insecure', () => {
  expect(['http://a.gr', 'HTTP://a.gr', 'https://a.gr'].map(isInsecure)).toEqual([true, true, false]);
});
