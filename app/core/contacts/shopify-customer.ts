import { z } from 'zod';
import { storable } from '../storable.ts';
import { normalisePhone } from './phone-number.ts';

/** A customer as Admin API 2026-10 gives it. Words of consent are kept loose: an unknown one is a no answer, not a crash. */
export const shopifyCustomer = z.looseObject({
  id: z.string().startsWith('gid://shopify/Customer/'),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  locale: z.string().nullable(),
  tags: z.array(z.string()),
  updatedAt: z.iso.datetime({ offset: true }),
  // UnsignedInt64 travels as text.
  numberOfOrders: z.coerce.number().int().nonnegative(),
  amountSpent: z.object({ amount: z.string().regex(/^-?\d+(\.\d+)?$/) }),
  lastOrder: z.object({ createdAt: z.iso.datetime({ offset: true }) }).nullable(),
  defaultEmailAddress: z.object({ emailAddress: z.string() }).nullable(),
  defaultAddress: z.object({ city: z.string().nullable() }).nullable().optional(),
  defaultPhoneNumber: z
    .object({
      phoneNumber: z.string(),
      smsMarketingConsent: z
        .object({
          state: z.string(),
          optInLevel: z.string().nullable(),
          updatedAt: z.iso.datetime({ offset: true }).nullable(),
        })
        .nullable(),
    })
    .nullable(),
});
/** What stands in an answer for each metafield that was asked for. */
const metafieldAnswer = z.object({ namespace: z.string(), key: z.string(), value: z.string() });
export type ShopifyCustomer = z.infer<typeof shopifyCustomer>;

export type Consent = 'subscribed' | 'pending' | 'unsubscribed' | 'never';

/** What the table contact takes; `phone` is the digits of the E.164 number. Times are ISO 8601 in UTC. */
export type ContactValues = {
  shopifyId: string;
  firstName: string | null;
  lastName: string | null;
  phone: number | null;
  phoneProblem: 'no_number' | 'impossible_number' | 'landline' | 'not_a_mobile' | null;
  phoneCountry: string | null;
  consent: Consent;
  /** null as long as nobody asked, and for a yes whose time Shopify does not tell. */
  consentAt: string | null;
  consentLevel: string;
  locale: string | null;
  tags: string[];
  orderCount: number;
  lastOrderAt: string | null;
  /** A decimal in the shop's currency. */
  spent: string;
  /** As Shopify has it. It is stored as an HMAC only. */
  email: string | null;
  /** What the shop has made merge tags of, by its source; left out when it has none. */
  fields?: Record<string, string>;
  updatedAt: string;
};

/**
 * A customer of Shopify as a contact.
 *
 * Only the default phone number is looked at: consent belongs to it, and to no number of an address. Both families
 * of words are read (NEVER_SUBSCRIBED was NOT_SUBSCRIBED before 2026-10); only SUBSCRIBED is a yes.
 *
 * @param country of the shop, ISO 3166 alpha-2, for numbers without a country code.
 */
export function toContact(customer: ShopifyCustomer, country: string): ContactValues {
  const phone = normalisePhone(customer.defaultPhoneNumber?.phoneNumber ?? null, country);
  const consent = customer.defaultPhoneNumber?.smsMarketingConsent ?? null;
  const state = consentOf(consent?.state);
  return {
    shopifyId: customer.id,
    firstName: nonEmpty(customer.firstName),
    lastName: nonEmpty(customer.lastName),
    phone: phone.ok ? Number(phone.e164.slice(1)) : null,
    phoneProblem: phone.ok ? null : phone.reason,
    phoneCountry: phone.ok ? phone.country : null,
    consent: state,
    consentAt: consentTime(state, consent?.updatedAt ?? null, customer.updatedAt),
    consentLevel: consent?.optInLevel ?? 'UNKNOWN',
    locale: nonEmpty(customer.locale),
    tags: customer.tags,
    // What the column holds: more is a mistake at Shopify, and must not keep everybody else out.
    orderCount: Math.min(customer.numberOfOrders, ORDERS_MOST),
    lastOrderAt: customer.lastOrder === null ? null : utc(customer.lastOrder.createdAt),
    spent: customer.amountSpent.amount,
    email: nonEmpty(customer.defaultEmailAddress?.emailAddress ?? null),
    fields: fieldsOf(customer),
    updatedAt: utc(customer.updatedAt),
  };
}

const ORDERS_MOST = 2 ** 31 - 1;
/** More of a value never stands in a text; a metafield may hold a megabyte. */
const VALUE_MAX = 200;

function fieldsOf(customer: ShopifyCustomer): Record<string, string> {
  const city = nonEmpty(customer.defaultAddress?.city ?? null);
  const fields: Record<string, string> = city === null ? {} : { city: kept(city) };
  for (const [name, answer] of Object.entries(customer)) {
    const metafield = name.startsWith('metafield') ? metafieldAnswer.safeParse(answer) : undefined;
    if (metafield?.success === true && nonEmpty(metafield.data.value) !== null) {
      fields[`${metafield.data.namespace}.${metafield.data.key}`] = kept(metafield.data.value);
    }
  }
  return fields;
}

/** As much of it as can be shown, without what PostgreSQL cannot hold. */
const kept = (value: string): string => storable(value.slice(0, VALUE_MAX));

function consentOf(state: string | undefined): Consent {
  switch (state) {
    case 'SUBSCRIBED':
      return 'subscribed';
    case 'PENDING':
      return 'pending';
    case 'UNSUBSCRIBED':
    case 'REDACTED':
      return 'unsubscribed';
    default:
      return 'never';
  }
}

/** A no without a time counts from the customer's last change, the latest it can be: a no must not lose by a gap. */
function consentTime(state: Consent, at: string | null, customerUpdatedAt: string): string | null {
  if (state === 'never') {
    return null;
  }
  if (at !== null) {
    return utc(at);
  }
  return state === 'unsubscribed' ? utc(customerUpdatedAt) : null;
}

const utc = (time: string): string => new Date(time).toISOString();
const nonEmpty = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text);
