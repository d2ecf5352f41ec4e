import { describe, expect, test } from 'vitest';
import { foreignPlaceholders, withOurs } from './foreign-placeholders.ts';
import { parseTemplate } from './parse-template.ts';

/** As templates of JavaScript have it; written apart so that nobody takes it for one. */
const DOLLAR = (name: string) => `$${'{'}${name}}`;

describe('a placeholder of another tool is never sent as it stands', () => {
  test.each([
    ...[
      '{FirstName}',
      '{ first_name }',
      '[first_name]',
      '[First Name]',
      '*|FNAME|*',
      '%FIRSTNAME%',
      '%first_name%',
    ],
    ...[
      '%%name%%',
      '<<FirstName>>',
      '<first_name>',
      DOLLAR('name'),
      '#name#',
      '@FirstName@',
      '((first name))',
      '[[name]]',
    ],
    ...['{customer.first_name}', '{Vorname}', '[Prénom]', '{όνομα}', '||name||', '__first_name__'],
  ])('%s', (written) => {
    const text = `Hi ${written}! Sale today.`;
    const parsed = parseTemplate(text);
    expect(parsed.ok ? [] : parsed.problems.map(({ message }) => message)).toHaveLength(1);
    expect(withOurs(text)).toBe('Hi {{ first_name | "there" }}! Sale today.');
    expect(parseTemplate(withOurs(text)).ok).toBe(true);
  });
  test.each([
    ['[last_name]', '{{ last_name }}'],
    ['*|LNAME|*', '{{ last_name }}'],
    ['{ shop_name }', '{{ shop_name }}'],
    ['[StoreName]', '{{ shop_name }}'],
    ['{DiscountCode}', '{{ discount_code }}'],
    ['[unsubscribe_link]', '{{ opt_out_link }}'],
  ])('%s is %s', (written, ours) => {
    expect(withOurs(`Sale: ${written} today`)).toBe(`Sale: ${ours} today`);
  });
  test('what we have nothing for is named, and stays until the merchant takes it out', () => {
    const text = `Your order *|ORDER_ID|* and ${DOLLAR('anything')} wait`;
    expect(foreignPlaceholders(text).map(({ written }) => written)).toEqual([
      '*|ORDER_ID|*',
      DOLLAR('anything'),
    ]);
    expect(withOurs(text)).toBe(text);
    expect(parseTemplate(text).ok).toBe(false);
  });
});

test.each([
  'Hi [sic], what a day',
  'Sale {20% off}!',
  'I <3 you',
  '50% off and 20% more',
  'Call #1 now, #2 later',
  'Write to me@shop.gr or you@shop.gr',
  '(really (very) nice)',
  'from 10 to 20 $',
  'a*b*c',
  '{{ first_name | "there" }} and {{ shop_name }}',
  'https://shop.gr/a?x=%20name%20y',
  'snake__case__word',
  '5 < 6 and 7 > 6',
])('“%s” has none', (text) => {
  expect(foreignPlaceholders(text)).toEqual([]);
});

test('a text that was frozen is read as it was', () => {
  expect(parseTemplate('Hi [first_name]', 'frozen').ok).toBe(true);
});
