import { z } from 'zod';
import { consentBody } from '../webhooks/customer-payloads.ts';
import type { AdminContext } from './answer-query.ts';
import { customerObject, type FieldValues } from './customer-object.ts';

const argumentsSchema = z.object({
  input: z.object({
    customerId: z.string(),
    smsMarketingConsent: z.object({
      marketingState: z.enum(['NOT_SUBSCRIBED', 'PENDING', 'REDACTED', 'SUBSCRIBED', 'UNSUBSCRIBED']),
      marketingOptInLevel: z.enum(['SINGLE_OPT_IN', 'CONFIRMED_OPT_IN', 'UNKNOWN']).nullish(),
      consentUpdatedAt: z.iso.datetime({ offset: true }).nullish(),
      sourceLocationId: z.string().nullish(),
    }),
  }),
});

/**
 * `customerSmsMarketingConsentUpdate`. Answers with user errors, as Shopify does, for an unknown customer, a customer
 * without a phone, a state that cannot be set, and a consent that lies in the future.
 */
export function customerSmsMarketingConsentUpdate(context: AdminContext, args: unknown): FieldValues {
  const { shop, webhooks } = context;
  const now = context.now();
  const parsed = argumentsSchema.safeParse(args);
  if (!parsed.success) {
    return refused(['input'], z.prettifyError(parsed.error));
  }
  if (shop.consentRefusal !== null) {
    return refused(null, 'The consent could not be changed.', shop.consentRefusal);
  }
  const { customerId, smsMarketingConsent: asked } = parsed.data.input;
  const customer = shop.customer(customerId);
  if (customer === undefined) {
    return refused(['input', 'customerId'], 'Customer not found');
  }
  if (customer.phone === null) {
    return refused(
      ['input', 'smsMarketingConsent'],
      'A phone number is required to set the SMS consent state.',
    );
  }
  if (asked.marketingState === 'NOT_SUBSCRIBED' || asked.marketingState === 'REDACTED') {
    return refused(
      ['input', 'smsMarketingConsent', 'marketingState'],
      `Cannot specify ${asked.marketingState} as a marketing state input`,
    );
  }
  const updatedAt = asked.consentUpdatedAt ?? now.toISOString();
  if (Date.parse(updatedAt) > now.getTime() + 60_000) {
    return refused(
      ['input', 'smsMarketingConsent', 'consentUpdatedAt'],
      'The consent date cannot be in the future',
    );
  }
  const changed = shop.change(
    customer,
    {
      smsConsent: {
        state: asked.marketingState,
        optInLevel: asked.marketingOptInLevel ?? 'SINGLE_OPT_IN',
        updatedAt: new Date(updatedAt).toISOString(),
        collectedFrom: 'OTHER',
      },
    },
    now,
  );
  webhooks.emit({
    shop: shop.domain,
    topic: 'customers_marketing_consent/update',
    body: consentBody(changed),
  });
  return { customer: customerObject(changed), userErrors: [] };
}

function refused(field: string[] | null, message: string, code = 'INVALID'): FieldValues {
  return {
    customer: null,
    userErrors: [{ __typename: 'CustomerSmsMarketingConsentError', field, message, code }],
  };
}
