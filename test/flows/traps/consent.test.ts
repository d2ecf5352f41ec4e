import { expect, test } from 'vitest';
import { shopifyCustomer, toContact } from '../../../app/core/contacts/shopify-customer.ts';
import { filesThatSay } from './sources.ts';

const customer = {
  id: 'gid://shopify/Customer/1',
  firstName: 'Eleni',
  lastName: null,
  locale: 'el',
  tags: [],
  updatedAt: '2026-11-24T10:00:00Z',
  numberOfOrders: '3',
  amountSpent: { amount: '10.0' },
  lastOrder: null,
  defaultEmailAddress: null,
};
const number = '+306912345678';
const contactOf = (more: object) => toContact(shopifyCustomer.parse({ ...customer, ...more }), 'GR');
const withState = (state: string) =>
  contactOf({
    defaultPhoneNumber: {
      phoneNumber: number,
      smsMarketingConsent: { state, optInLevel: null, updatedAt: '2026-11-20T10:00:00Z' },
    },
  });

test('trap 2: a number of an address is nobody’s yes, and only SUBSCRIBED on the default number is one', () => {
  const addressed = contactOf({
    phone: number,
    defaultAddress: { city: null, phone: number },
    addresses: [{ phone: number }],
    defaultPhoneNumber: null,
  });
  expect(addressed).toMatchObject({ phone: null, phoneProblem: 'no_number', consent: 'never' });

  const states = ['PENDING', 'UNSUBSCRIBED', 'REDACTED', 'NEVER_SUBSCRIBED', 'NOT_SUBSCRIBED', 'NEW_WORD'];
  expect(states.map((state) => withState(state).consent)).not.toContain('subscribed');
  expect(withState('SUBSCRIBED')).toMatchObject({ phone: 306912345678, consent: 'subscribed' });

  expect(filesThatSay(/\b(?:defaultAddress|default_address|addresses)\b[^}]*\bphone/i)).toEqual([]);
});
