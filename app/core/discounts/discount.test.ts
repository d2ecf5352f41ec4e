import { expect, test } from 'vitest';
import { type Discount, discountProblems, discountSchema, discountTitle, tidyDiscount } from './discount.ts';

const good: Discount = { prefix: 'SUMMER', kind: 'percentage', value: 15, endsOn: null };

test.each<[string, Partial<Discount>]>([
  ['a percentage', {}],
  ['an amount with cents', { kind: 'amount', value: 4.35 }],
  ['an end', { endsOn: '2026-12-31' }],
  ['a prefix in small letters with a space around it', { prefix: ' summer ' }],
  ['everything for nothing', { value: 100 }],
])('%s can be made', (_, changes) => {
  expect(discountProblems({ ...good, ...changes })).toEqual([]);
});

test.each<[string, Partial<Discount>, RegExp]>([
  ['one letter', { prefix: 'S' }, /2 to 10 letters/],
  ['eleven letters', { prefix: 'SUMMERSALES' }, /2 to 10 letters/],
  ['Greek letters', { prefix: 'ΚΑΛΟΚΑΙΡΙ' }, /2 to 10 letters/],
  ['a space inside', { prefix: 'SUM MER' }, /2 to 10 letters/],
  ['no percent', { value: 0 }, /from 1 to 100/],
  ['more than everything', { value: 101 }, /from 1 to 100/],
  ['half a percent', { value: 0.5 }, /from 1 to 100/],
  ['an amount of nothing', { kind: 'amount', value: 0 }, /at most two decimals/],
  ['a tenth of a cent', { kind: 'amount', value: 1.005 }, /at most two decimals/],
  ['no number', { kind: 'amount', value: Number.NaN }, /at most two decimals/],
])('%s is told to the merchant', (_, changes, words) => {
  expect(discountProblems({ ...good, ...changes }).join(' ')).toMatch(words);
});

test('a prefix stands in codes in capitals', () => {
  expect(tidyDiscount({ ...good, prefix: ' summer26 ' })).toEqual({ ...good, prefix: 'SUMMER26' });
});

test('a date that does not exist is no end', () => {
  expect(discountSchema.safeParse({ ...good, endsOn: '2026-02-30' }).success).toBe(false);
});

test('what it is called in Shopify names the campaign for people and for us', () => {
  expect(discountTitle('Autumn sale', 17)).toBe('Autumn sale (Sendbook 17)');
});
