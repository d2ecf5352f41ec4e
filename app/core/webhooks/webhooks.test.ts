import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseExactJson } from '../parse-exact-json.ts';
import { gid } from './gid.ts';

describe('the id of a customer', () => {
  test.each([
    ['a number', 191167, 'gid://shopify/Customer/191167'],
    [
      'digits, as a number beyond 2^53 is read',
      '706405506930370084',
      'gid://shopify/Customer/706405506930370084',
    ],
    ['a gid', 'gid://shopify/Customer/706405506930370084', 'gid://shopify/Customer/706405506930370084'],
  ])('is read from %s', (_, given, read) => {
    expect(gid('Customer').parse(given)).toBe(read);
  });

  test.each([
    ['of something else', 'gid://shopify/Order/1'],
    ['beyond what a number holds', 2 ** 60],
    ['no integer', 1.5],
    ['negative', -1],
    ['nothing', null],
    ['words', "1'; DROP TABLE contact"],
    ['a gid with a query', 'gid://shopify/Customer/1?x=1'],
  ])('is refused when it is %s', (_, given) => {
    expect(gid('Customer').safeParse(given).success).toBe(false);
  });
});

test('an id beyond 2^53 keeps every digit', () => {
  expect(parseExactJson('{"id":706405506930370084,"customer_ids":[9007199254740993]}')).toEqual({
    json: { id: '706405506930370084', customer_ids: ['9007199254740993'] },
  });
});

test('what JavaScript holds exactly is read as ever', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      fc.pre(!/\d{16}/.test(text.replaceAll(/\d+\.\d+/g, '')));
      expect(parseExactJson(text)).toEqual({ json: JSON.parse(text) });
    }),
  );
});

test('what is no JSON is told', () => {
  expect(parseExactJson('{"id":')).toBeUndefined();
  expect(parseExactJson('')).toBeUndefined();
});
