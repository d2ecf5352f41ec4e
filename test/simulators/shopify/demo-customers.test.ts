import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { customerNumber, type DemoCustomer, demoCustomer, demoCustomers } from './demo-customers.ts';

const options = { count: 10_000, seed: 1 };
const everybody = [...demoCustomers(options)];

const share = (matches: (customer: DemoCustomer) => boolean): number =>
  everybody.filter(matches).length / everybody.length;
const parsed = (customer: DemoCustomer) =>
  customer.phone === null ? undefined : parsePhoneNumberFromString(customer.phone, customer.country);
const typeOf = (customer: DemoCustomer) => parsed(customer)?.getType();

describe('the demo customers', () => {
  test('the same options give the same customers, another seed gives others', () => {
    expect([...demoCustomers({ count: 500, seed: 7 })]).toEqual([...demoCustomers({ count: 500, seed: 7 })]);
    expect([...demoCustomers({ count: 50, seed: 7 })]).not.toEqual([
      ...demoCustomers({ count: 50, seed: 8 }),
    ]);
  });

  test('one customer can be made without the ones before, also the last of a million', () => {
    expect(demoCustomer(4_321, options)).toEqual(everybody[4_321]);
    const last = demoCustomer(999_999, { count: 1_000_000, seed: 1 });
    expect(last.id).toBe('gid://shopify/Customer/706405506931369999');
    expect(customerNumber(last.id, 1_000_000)).toBe(999_999);
  });

  test('ids are greater than a JavaScript number can hold', () => {
    const digits = everybody[0]?.id.split('/').at(-1) ?? '';
    expect(BigInt(digits) > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true);
    expect(new Set(everybody.map((customer) => customer.id)).size).toBe(everybody.length);
  });

  test('nearly half are Greek, and most may be texted', () => {
    expect(share((c) => c.country === 'GR')).toBeCloseTo(0.45, 1);
    expect(share((c) => c.country === 'CY')).toBeCloseTo(0.15, 1);
    expect(share((c) => c.smsConsent?.state === 'SUBSCRIBED')).toBeGreaterThan(0.75);
    expect(share((c) => c.smsConsent?.state === 'SUBSCRIBED')).toBeLessThan(0.81);
    for (const state of ['UNSUBSCRIBED', 'NEVER_SUBSCRIBED', 'PENDING']) {
      expect(share((c) => c.smsConsent?.state === state)).toBeGreaterThan(0.02);
    }
  });

  test('every mobile is a valid mobile of its own country, and landlines are landlines', () => {
    expect(share((c) => typeOf(c) === 'FIXED_LINE')).toBeCloseTo(0.02, 3);
    expect(share((c) => c.phone === null)).toBeCloseTo(0.02, 3);
    expect(share((c) => typeOf(c) === 'MOBILE' && parsed(c)?.country === c.country)).toBeCloseTo(0.95, 3);
  });

  test('a few numbers are impossible, and a few are of a country without a price', () => {
    expect(share((c) => c.phone !== null && !parsed(c)?.isValid())).toBeCloseTo(0.005, 3);
    expect(share((c) => parsed(c)?.country === 'CU')).toBeCloseTo(0.005, 3);
  });

  test('numbers are mostly E.164, some are as people type them', () => {
    const typed = share((c) => c.phone !== null && !/^\+\d+$/.test(c.phone));
    expect(typed).toBeGreaterThan(0.005);
    expect(typed).toBeLessThan(0.03);
  });

  test('one in a hundred shares a phone with somebody, and in some pairs one has opted out', () => {
    const byNumber = new Map<string, DemoCustomer[]>();
    for (const customer of everybody) {
      const number = parsed(customer)?.number;
      if (number !== undefined) {
        byNumber.set(number, [...(byNumber.get(number) ?? []), customer]);
      }
    }
    const pairs = [...byNumber.values()].filter((customers) => customers.length > 1);
    expect(pairs.every((pair) => pair.length === 2)).toBe(true);
    expect((pairs.length * 2) / everybody.length).toBeCloseTo(0.01, 3);
    const states = new Set(pairs.map((pair) => pair.map((c) => c.smsConsent?.state).join(' ')));
    expect(states).toEqual(
      new Set(['SUBSCRIBED SUBSCRIBED', 'UNSUBSCRIBED SUBSCRIBED', 'SUBSCRIBED UNSUBSCRIBED']),
    );
  });

  test('names are missing, very long, in Greek, and hold emoji', () => {
    expect(share((c) => c.firstName === null && c.lastName === null)).toBeCloseTo(0.01, 3);
    expect(everybody.some((c) => (c.firstName?.length ?? 0) >= 60)).toBe(true);
    expect(everybody.some((c) => /\p{Emoji_Presentation}/u.test(c.firstName ?? ''))).toBe(true);
    expect(share((c) => /\p{Script=Greek}/u.test(c.firstName ?? ''))).toBeGreaterThan(0.25);
  });

  test('all special cases are there in a shop of a thousand', () => {
    const small = [...demoCustomers({ count: 1_000, seed: 1 })];
    expect(small.filter((c) => c.phone === null)).toHaveLength(20);
    expect(small.filter((c) => typeOf(c) === 'FIXED_LINE')).toHaveLength(20);
    expect(small.filter((c) => c.phone !== null && !parsed(c)?.isValid())).toHaveLength(5);
  });
});
