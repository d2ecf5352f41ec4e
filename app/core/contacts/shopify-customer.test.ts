import { expect, test } from 'vitest';
import { type ShopifyCustomer, shopifyCustomer, toContact } from './shopify-customer.ts';

const base: ShopifyCustomer = {
  id: 'gid://shopify/Customer/706405506930370084',
  firstName: 'Ελένη',
  lastName: 'Παπαδοπούλου',
  locale: 'el',
  tags: ['vip'],
  updatedAt: '2026-03-01T12:00:00+02:00',
  numberOfOrders: 3,
  amountSpent: { amount: '120.5' },
  lastOrder: { createdAt: '2026-02-20T09:00:00+02:00' },
  defaultEmailAddress: { emailAddress: 'eleni@example.com' },
  defaultPhoneNumber: {
    phoneNumber: '+306943123456',
    smsMarketingConsent: {
      state: 'SUBSCRIBED',
      optInLevel: 'SINGLE_OPT_IN',
      updatedAt: '2026-02-01T10:00:00Z',
    },
  },
};

const withConsent = (state: string, updatedAt: string | null): ShopifyCustomer => ({
  ...base,
  defaultPhoneNumber: {
    phoneNumber: '+306943123456',
    smsMarketingConsent: { state, optInLevel: null, updatedAt },
  },
});

test('a customer becomes a contact with its number as digits and its times in UTC', () => {
  expect(toContact(base, 'GR')).toEqual({
    shopifyId: 'gid://shopify/Customer/706405506930370084',
    firstName: 'Ελένη',
    lastName: 'Παπαδοπούλου',
    phone: 306943123456,
    phoneProblem: null,
    phoneCountry: 'GR',
    consent: 'subscribed',
    consentAt: '2026-02-01T10:00:00.000Z',
    consentLevel: 'SINGLE_OPT_IN',
    locale: 'el',
    tags: ['vip'],
    orderCount: 3,
    lastOrderAt: '2026-02-20T07:00:00.000Z',
    spent: '120.5',
    email: 'eleni@example.com',
    fields: {},
    updatedAt: '2026-03-01T10:00:00.000Z',
  });
});

test.each([
  ['SUBSCRIBED', 'subscribed'],
  ['PENDING', 'pending'],
  ['UNSUBSCRIBED', 'unsubscribed'],
  ['REDACTED', 'unsubscribed'],
  ['NEVER_SUBSCRIBED', 'never'],
  ['NOT_SUBSCRIBED', 'never'],
  ['A_WORD_OF_2027', 'never'],
])('%s means %s', (state, consent) => {
  expect(toContact(withConsent(state, '2026-02-01T10:00:00Z'), 'GR').consent).toBe(consent);
});

test('a no without a time counts from the last change, a yes without a time from nowhere', () => {
  expect(toContact(withConsent('UNSUBSCRIBED', null), 'GR').consentAt).toBe('2026-03-01T10:00:00.000Z');
  expect(toContact(withConsent('SUBSCRIBED', null), 'GR').consentAt).toBeNull();
});

test('a customer without a phone number was never asked and has no number', () => {
  const contact = toContact({ ...base, defaultPhoneNumber: null }, 'GR');
  expect(contact).toMatchObject({
    phone: null,
    phoneProblem: 'no_number',
    consent: 'never',
    consentAt: null,
  });
});

test('a landline keeps its reason', () => {
  const landline = {
    ...base,
    defaultPhoneNumber: { phoneNumber: '+302103220000', smsMarketingConsent: null },
  };
  expect(toContact(landline, 'GR')).toMatchObject({
    phone: null,
    phoneProblem: 'landline',
    phoneCountry: null,
  });
});

test('empty names are no names', () => {
  expect(toContact({ ...base, firstName: '', lastName: ' ' }, 'GR')).toMatchObject({
    firstName: null,
    lastName: null,
  });
});

test('the order count travels as text', () => {
  expect(shopifyCustomer.parse({ ...base, numberOfOrders: '12' }).numberOfOrders).toBe(12);
});
