import { z } from 'zod';
import type { DemoCustomer } from '../demo-customers.ts';

/** Fields of GraphQL objects: values, lists, or functions of the field's arguments. What is absent is not supported. */
export type FieldValues = Record<string, unknown>;

/** `NEVER_SUBSCRIBED` is called `NOT_SUBSCRIBED` in the deprecated fields. */
function oldStateName(state: string): string {
  return state === 'NEVER_SUBSCRIBED' ? 'NOT_SUBSCRIBED' : state;
}

/** A demo customer as `Customer` of API 2026-10. */
export function customerObject(customer: DemoCustomer): FieldValues {
  const legacyResourceId = customer.id.split('/').at(-1);
  const displayName = [customer.firstName, customer.lastName].filter((part) => part !== null).join(' ');
  const consent = customer.smsConsent;
  return {
    __typename: 'Customer',
    id: customer.id,
    legacyResourceId,
    firstName: customer.firstName,
    lastName: customer.lastName,
    displayName: displayName === '' ? customer.email : displayName,
    email: customer.email,
    phone: customer.phone,
    locale: customer.locale,
    tags: customer.tags,
    note: null,
    state: 'DISABLED',
    verifiedEmail: true,
    numberOfOrders: String(customer.numberOfOrders),
    amountSpent: { amount: customer.amountSpent, currencyCode: 'EUR' },
    lastOrder:
      customer.lastOrderAt === null ? null : { __typename: 'Order', createdAt: customer.lastOrderAt },
    createdAt: customer.createdAt,
    updatedAt: customer.updatedAt,
    defaultEmailAddress: { emailAddress: customer.email, marketingState: 'SUBSCRIBED', validFormat: true },
    defaultPhoneNumber: phoneObject(customer),
    defaultAddress: addressObject(customer),
    metafield: (args: unknown) => metafieldObject(customer, args),
    smsMarketingConsent: consent && {
      marketingState: oldStateName(consent.state),
      marketingOptInLevel: consent.optInLevel ?? 'UNKNOWN',
      consentUpdatedAt: consent.updatedAt,
      consentCollectedFrom: consent.collectedFrom,
    },
  };
}

const CITY: Record<DemoCustomer['country'], string> = {
  GR: 'Αθήνα',
  CY: 'Λεμεσός',
  GB: 'Leeds',
  DE: 'Köln',
};

function addressObject({ city, country }: DemoCustomer): FieldValues | null {
  const of = city === undefined ? CITY[country] : city;
  return of === null ? null : { __typename: 'MailingAddress', city: of };
}

const metafieldArguments = z.object({ namespace: z.string().optional(), key: z.string() });

/** `metafield(namespace, key)`; `null` where the customer has no value. */
function metafieldObject({ metafields }: DemoCustomer, args: unknown): FieldValues | null {
  const { namespace, key } = metafieldArguments.parse(args);
  const value = metafields?.[`${namespace}.${key}`];
  return value === undefined
    ? null
    : { __typename: 'Metafield', namespace, key, value, type: 'single_line_text_field' };
}

/** The same customer as a member of a segment: another id, and neither tags nor locale, as in Shopify. */
export function segmentMemberObject(customer: DemoCustomer): FieldValues {
  const whole = customerObject(customer);
  return {
    __typename: 'CustomerSegmentMember',
    id: customer.id.replace('/Customer/', '/CustomerSegmentMember/'),
    firstName: whole.firstName,
    lastName: whole.lastName,
    displayName: whole.displayName,
    note: whole.note,
    numberOfOrders: whole.numberOfOrders,
    amountSpent: whole.amountSpent,
    defaultEmailAddress: whole.defaultEmailAddress,
    defaultPhoneNumber: whole.defaultPhoneNumber,
    lastOrderId: null,
  };
}

function phoneObject(customer: DemoCustomer): FieldValues | null {
  const consent = customer.smsConsent;
  if (customer.phone === null || consent === null) {
    return null;
  }
  return {
    phoneNumber: customer.phone,
    smsMarketingConsent: { ...consent, sourceLocation: null },
    marketingState: oldStateName(consent.state),
    marketingOptInLevel: consent.optInLevel,
    marketingUpdatedAt: consent.updatedAt,
    marketingCollectedFrom: consent.collectedFrom,
  };
}
