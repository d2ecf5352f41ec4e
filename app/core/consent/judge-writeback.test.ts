import { expect, test } from 'vitest';
import { judgeWriteback, retryAfter, type ShopifyWord } from './judge-writeback.ts';

const at = new Date('2026-11-24T10:00:00.400Z');
const earlier = new Date('2026-11-24T09:00:00Z');
const later = new Date('2026-11-24T11:00:00Z');
const has = (state: string | null, updatedAt: Date | null): ShopifyWord => ({
  hasPhone: true,
  sameNumber: true,
  state,
  updatedAt,
});

const noPhone: ShopifyWord = { hasPhone: false, sameNumber: false, state: null, updatedAt: null };
const now = new Date('2026-12-24T00:00:00Z');
const otherNumber: ShopifyWord = {
  hasPhone: true,
  sameNumber: false,
  state: 'SUBSCRIBED',
  updatedAt: earlier,
};

test.each([
  ['a yes of before', has('SUBSCRIBED', earlier), 'write'],
  ['a yes of the same moment: on a tie the no wins', has('SUBSCRIBED', at), 'write'],
  ['a yes whose time nobody knows', has('SUBSCRIBED', null), 'write'],
  ['a yes that is newer', has('SUBSCRIBED', later), 'newer_in_shopify'],
  ['a yes that is dated in the future', has('SUBSCRIBED', new Date('2027-01-01T00:00:00Z')), 'write'],
  ['a no, whatever its time', has('UNSUBSCRIBED', earlier), 'known_already'],
  ['somebody never asked', has('NEVER_SUBSCRIBED', null), 'write'],
  ['somebody never asked, in words of before 2026-10', has('NOT_SUBSCRIBED', later), 'write'],
  ['somebody who was asked and has not answered', has('PENDING', later), 'write'],
  ['no consent at all', has(null, null), 'write'],
  ['no such customer', null, 'customer_gone'],
  ['a customer without a phone', noPhone, 'no_phone'],
  ['a customer with another number by now', otherNumber, 'other_number'],
] as const)('her no, where Shopify has %s: %s', (_, shopify, expected) => {
  const verdict = judgeWriteback({ state: 'unsubscribed', at }, shopify, now);
  expect(verdict.kind === 'write' ? 'write' : verdict.outcome).toBe(expected);
});

test.each([
  ['a no of before', has('UNSUBSCRIBED', earlier), 'write'],
  ['a no of the same second', has('UNSUBSCRIBED', new Date('2026-11-24T10:00:00Z')), 'newer_in_shopify'],
  ['a no that is newer', has('UNSUBSCRIBED', later), 'newer_in_shopify'],
  ['who has not confirmed', has('PENDING', earlier), 'write'],
  ['a yes of before', has('SUBSCRIBED', earlier), 'write'],
  ['our own yes, in whole seconds', has('SUBSCRIBED', new Date('2026-11-24T10:00:00Z')), 'known_already'],
] as const)('her yes, where Shopify has %s: %s', (_, shopify, expected) => {
  const verdict = judgeWriteback({ state: 'subscribed', at }, shopify, now);
  expect(verdict.kind === 'write' ? 'write' : verdict.outcome).toBe(expected);
});

test('it is tried five times, ever later', () => {
  expect([1, 2, 3, 4, 5].map(retryAfter)).toEqual([1, 5, 30, 120, undefined]);
});
