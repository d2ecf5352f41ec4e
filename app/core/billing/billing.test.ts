import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountOf, centsOf, currencyOf } from './money.ts';
import { ownPath } from './own-path.ts';
import { packsOn, planOn } from './price-list.ts';
import { decidePurchase, purchaseIdOf, purchaseName } from './purchase.ts';
import { checkTopUp, decideSubscription, decideTopUp, subscriptionName } from './subscription.ts';

describe('money', () => {
  test('is read as it was written, to the cent', () => {
    fc.assert(
      fc.property(fc.nat({ max: 100_000_000 }), (cents) => {
        expect(centsOf(amountOf(cents))).toBe(cents);
      }),
    );
    expect(centsOf('96.0')).toBe(9_600);
    expect(centsOf('96')).toBe(9_600);
  });
  test.each(['', '-1', '1.005', 'abc', '1e3', ' 1', '1,5'])('“%s” is no amount', (text) => {
    expect(centsOf(text)).toBeUndefined();
  });
  test('is euro where that is the currency, else dollars', () => {
    expect(['GR', 'DE', 'US', 'GB'].map(currencyOf)).toEqual(['EUR', 'EUR', 'USD', 'USD']);
  });
});

test('a dearer plan makes every pack cheaper, and a larger pack a credit', () => {
  const prices = (['free', 'starter', 'growth'] as const).map((plan) => packsOn('2026-11-24', 'EUR', plan));
  expect(prices.map(([first]) => first?.price.cents)).toEqual([2_500, 2_375, 2_200]);
  const [list = []] = prices;
  const perCredit = list.map(({ credits, price }) => price.cents / credits);
  expect([...perCredit].sort((a, b) => b - a)).toEqual(perCredit);
  expect(() => planOn('2025-01-01', 'EUR', 'free')).toThrow('no price');
});

const purchase = { id: 7, status: 'pending', credits: 2_000, cents: 9_600, currency: 'EUR' } as const;
const charge = {
  id: 'gid://shopify/AppPurchaseOneTime/1',
  name: purchaseName(purchase),
  status: 'ACTIVE',
  test: false,
  amount: '96.0',
  currency: 'EUR',
};
const production = { production: true };

test('a purchase is found by the name of its charge', () => {
  expect(purchaseIdOf(charge.name)).toBe(7);
  expect(purchaseIdOf('2,000 text credits (order 0)')).toBeUndefined();
  expect(purchaseIdOf('another app')).toBeUndefined();
});

test.each([
  ['ACTIVE', { kind: 'credit' }],
  ['PENDING', { kind: 'wait' }],
  ['ACCEPTED', { kind: 'wait' }],
  ['FROZEN', { kind: 'wait' }],
  ['A_NEW_WORD', { kind: 'wait' }],
  ['DECLINED', { kind: 'end', status: 'declined' }],
  ['EXPIRED', { kind: 'end', status: 'expired' }],
  ['CANCELLED', { kind: 'end', status: 'expired' }],
])('a charge that is %s', (status, verdict) => {
  expect(decidePurchase(purchase, { ...charge, status }, production)).toEqual(verdict);
});

test.each([
  ['another amount', { amount: '95.99' }, 'other_price'],
  ['another currency', { currency: 'USD' }, 'other_price'],
  ['another name', { name: 'Something else' }, 'other_name'],
  ['a test', { test: true }, 'test_charge'],
])('an active charge with %s gives nothing', (_, change, problem) => {
  expect(decidePurchase(purchase, { ...charge, ...change }, production)).toEqual({ kind: 'refuse', problem });
});

test('a test charge gives credits outside of production; what is credited stays so', () => {
  expect(decidePurchase(purchase, { ...charge, test: true }, { production: false })).toEqual({
    kind: 'credit',
  });
  const credited = { ...purchase, status: 'credited' } as const;
  expect(decidePurchase(credited, { ...charge, status: 'DECLINED' }, production)).toEqual({
    kind: 'settled',
  });
});

const asked = {
  id: 3,
  plan: 'growth',
  status: 'pending',
  cents: 9_900,
  currency: 'EUR',
  ceilingCents: 50_000,
} as const;
const subscription = {
  id: 'gid://shopify/AppSubscription/1',
  name: subscriptionName(asked),
  status: 'ACTIVE',
  test: false,
  currentPeriodEnd: null,
  recurring: { amount: '99.0', currency: 'EUR' },
  usage: { lineId: 'line', cap: '500.0', currency: 'EUR' },
};

test.each([
  ['ACTIVE', 'active'],
  ['FROZEN', 'frozen'],
  ['PENDING', 'pending'],
  ['DECLINED', 'declined'],
  ['EXPIRED', 'expired'],
  ['CANCELLED', 'cancelled'],
  ['A_NEW_WORD', 'pending'],
])('a subscription that is %s counts as %s', (status, expected) => {
  expect(decideSubscription(asked, { ...subscription, status }, production)).toBe(expected);
});

test.each([
  ['a lower fee', { recurring: { amount: '1.0', currency: 'EUR' } }],
  ['no fee', { recurring: null }],
  ['a higher ceiling', { usage: { lineId: 'line', cap: '501.0', currency: 'EUR' } }],
  ['another name', { name: 'Something else' }],
  ['a test', { test: true }],
])('a subscription with %s counts for nothing', (_, change) => {
  expect(decideSubscription(asked, { ...subscription, ...change }, production)).toBe('refused');
});

const need = {
  status: 'active',
  on: true,
  topUp: { credits: 2_000, threshold: 500, ceilingCents: 20_000 },
  available: 499,
  priceCents: 9_600,
  usedCents: 9_600,
} as const;

test.each([
  ['fewer than she wants are available', {}, { kind: 'buy' }],
  ['as many as she wants are available', { available: 500 }, { kind: 'rest', why: 'enough' }],
  ['it is off', { on: false }, { kind: 'rest', why: 'off' }],
  ['the plan is on hold', { status: 'frozen' as const }, { kind: 'rest', why: 'not_active' }],
  ['the pack would go over the ceiling', { usedCents: 10_401 }, { kind: 'ceiling' }],
])('a top-up when %s', (_, change, verdict) => {
  expect(decideTopUp({ ...need, ...change })).toEqual(verdict);
});

test('one pack must end the need, and the ceiling must pay for it', () => {
  expect(checkTopUp(need.topUp, 9_600)).toBeUndefined();
  expect(checkTopUp({ ...need.topUp, threshold: 2_001 }, 9_600)).toBe('threshold');
  expect(checkTopUp(need.topUp, 20_001)).toBe('ceiling_too_low');
});

test.each([
  ['/app/campaigns/7/review', true],
  ['/app/campaigns/7', true],
  ['//evil.example', false],
  ['https://evil.example/app/campaigns/7', false],
  ['/app/campaigns/7/../../..//evil.example', false],
  ['/app/campaigns/7/review?next=//evil.example', false],
  ['', false],
])('the way back to “%s” is one of ours: %s', (path, ours) => {
  expect(ownPath(path)).toBe(ours ? path : null);
});
