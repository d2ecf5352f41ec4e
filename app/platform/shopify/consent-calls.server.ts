import { z } from 'zod';
import { type AdminAnswer, askAdminOnce, type Throttled } from './admin-api.server.ts';
import { consentReadQuery, consentWriteMutation } from './consent-queries.ts';

/** Customers per request: a mutation costs 10 points, and a shop on the smallest plan has 1,000. */
export const CUSTOMERS_PER_CALL = 10;

/** What Shopify has of a customer's consent; null: there is no such customer (any more). */
export type ConsentInShopify = {
  /** As it stands there; null when the customer has none. */
  phone: string | null;
  /** Shopify's word, and since when; null when it was never asked. */
  state: string | null;
  updatedAt: Date | null;
} | null;

const customer = z
  .object({
    defaultPhoneNumber: z
      .object({
        phoneNumber: z.string(),
        smsMarketingConsent: z
          .object({ state: z.string(), updatedAt: z.iso.datetime({ offset: true }).nullable() })
          .nullable(),
      })
      .nullable(),
  })
  .nullable();

/** The consent of up to `CUSTOMERS_PER_CALL` customers, in their order. */
export async function readConsents(
  shop: string,
  ids: readonly string[],
): Promise<AdminAnswer<ConsentInShopify[]> | Throttled> {
  const asked = await askAdminOnce(
    shop,
    consentReadQuery(ids.length),
    Object.fromEntries(ids.map((id, i) => [`c${i}`, id])),
    z.record(z.string(), customer),
  );
  return asked.kind === 'answered'
    ? { kind: 'answered', data: ids.map((_, i) => toConsent(asked.data[`c${i}`])) }
    : asked;
}

/** A word to Shopify. Its input still has the words of before 2026-10, which for these two states are the same. */
export type ConsentToWrite = {
  id: string;
  state: 'SUBSCRIBED' | 'UNSUBSCRIBED';
  level: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN';
  at: Date;
};

const written = z.object({ userErrors: z.array(z.object({ code: z.string().nullable() })) });

/**
 * Tells Shopify of up to `CUSTOMERS_PER_CALL` consents. For each, in their order, the codes of what Shopify refused; its words
 * may hold a number, so they are not kept.
 */
export async function writeConsents(
  shop: string,
  consents: readonly ConsentToWrite[],
): Promise<AdminAnswer<string[][]> | Throttled> {
  const asked = await askAdminOnce(
    shop,
    consentWriteMutation(consents.length),
    Object.fromEntries(
      consents.map(({ id, state, level, at }, i) => [
        `c${i}`,
        {
          customerId: id,
          smsMarketingConsent: {
            marketingState: state,
            marketingOptInLevel: level,
            consentUpdatedAt: at.toISOString(),
          },
        },
      ]),
    ),
    z.record(z.string(), written),
  );
  return asked.kind === 'answered'
    ? {
        kind: 'answered',
        data: consents.map((_, i) =>
          (asked.data[`c${i}`]?.userErrors ?? [{ code: null }]).map(({ code }) => code ?? 'UNKNOWN'),
        ),
      }
    : asked;
}

function toConsent(found: z.infer<typeof customer> | undefined): ConsentInShopify {
  if (found === null || found === undefined) {
    return null;
  }
  const consent = found.defaultPhoneNumber?.smsMarketingConsent ?? null;
  return {
    phone: found.defaultPhoneNumber?.phoneNumber ?? null,
    state: consent?.state ?? null,
    updatedAt: consent === null || consent.updatedAt === null ? null : new Date(consent.updatedAt),
  };
}
