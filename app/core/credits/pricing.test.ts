import { describe, expect, test } from 'vitest';
import { PRICE_TABLE } from './price-table.ts';
import { type PriceTable, priceOf } from './pricing.ts';

const table: PriceTable = [
  { country: 'DE', creditsPerPart: 3, from: '2026-01-01' },
  { country: 'DE', creditsPerPart: 4, from: '2026-06-01' },
  { country: 'IT', creditsPerPart: 2, from: '2026-03-01' },
  { country: 'IT', creditsPerPart: 3, from: '2026-03-01' },
  { country: 'GR', creditsPerPart: 2, from: '2026-01-01' },
];

describe('the price of a part', () => {
  test('to the home country is one credit, whatever the table says', () => {
    expect(priceOf(table, 'GR', 'GR', '2026-01-01')).toBe(1);
    expect(priceOf([], 'JP', 'JP', '2026-01-01')).toBe(1);
  });
  test('changes on its day and not before', () => {
    expect(priceOf(table, 'DE', 'GR', '2026-05-31')).toBe(3);
    expect(priceOf(table, 'DE', 'GR', '2026-05-31T23:59:59.999Z')).toBe(3);
    expect(priceOf(table, 'DE', 'GR', '2026-06-01')).toBe(4);
    expect(priceOf(table, 'DE', 'GR', '2026-06-01T00:00:00Z')).toBe(4);
  });
  test('does not depend on the order of the rows', () => {
    expect(priceOf(table.toReversed(), 'DE', 'GR', '2026-07-01')).toBe(4);
  });
  test('of two rows of one day is the one that was added later', () => {
    expect(priceOf(table, 'IT', 'GR', '2026-04-01')).toBe(3);
  });
  test('to a country that is not listed, or not yet, does not exist', () => {
    expect(priceOf(table, 'FR', 'GR', '2026-07-01')).toBeUndefined();
    expect(priceOf(table, 'DE', 'GR', '2025-12-31')).toBeUndefined();
    expect(priceOf(table, '001', 'GR', '2026-07-01')).toBeUndefined();
  });
});

describe('the list prices', () => {
  const countries = PRICE_TABLE.map(({ country }) => country);
  test('name each country once a day, with a whole price from 1 to 4', () => {
    expect(new Set(PRICE_TABLE.map(({ country, from }) => `${country} ${from}`)).size).toBe(
      PRICE_TABLE.length,
    );
    for (const { country, creditsPerPart, from } of PRICE_TABLE) {
      expect(country).toMatch(/^[A-Z]{2}$/);
      expect([1, 2, 3, 4]).toContain(creditsPerPart);
      expect(from).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
  test.each([
    ['the EU', 'AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE'],
    ['the rest of the EEA, Switzerland and the small states', 'IS LI NO CH AD MC SM VA'],
    ['the United Kingdom and its islands', 'GB GG JE IM GI'],
    ['the Balkans', 'AL BA ME MK RS XK'],
    ['the east of Europe', 'UA MD TR BY RU AM AZ GE'],
    ['what belongs to members of the EU elsewhere', 'GF GP MQ PM RE YT GL AX'],
    ['North America and Australia', 'US PR CA AU'],
  ])('cover %s', (_, listed) => {
    expect(listed.split(' ').filter((country) => !countries.includes(country))).toEqual([]);
  });
});
