import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import type { AdminContext } from './answer-query.ts';
import type { Charge } from './billing-book.ts';
import { chargeObject, subscriptionObject, usageObject } from './billing-fields.ts';
import type { FieldValues } from './customer-object.ts';

const price = z.object({ amount: z.coerce.string(), currencyCode: z.string() });
const LEAST = 0.5;

/** `appPurchaseOneTimeCreate`: refuses an empty name and less than half a unit. */
export function appPurchaseOneTimeCreate({ shop, now, origin }: AdminContext, args: unknown): FieldValues {
  const asked = z
    .object({ name: z.string(), price, returnUrl: z.string(), test: z.boolean().nullish() })
    .parse(args);
  const problems = [...nameProblems(asked.name), ...priceProblems(asked.price.amount)];
  if (problems.length > 0) {
    return { appPurchaseOneTime: null, confirmationUrl: null, userErrors: problems };
  }
  const made = shop.billing.addPurchase({ ...asked, test: asked.test ?? false }, now());
  return {
    appPurchaseOneTime: chargeObject(made),
    confirmationUrl: approvalUrl(origin, shop, made),
    userErrors: [],
  };
}

const lineItems = z.array(
  z.object({
    plan: z.object({
      appRecurringPricingDetails: z
        .object({ price, interval: z.string().default('EVERY_30_DAYS') })
        .nullish(),
      appUsagePricingDetails: z.object({ cappedAmount: price, terms: z.string() }).nullish(),
    }),
  }),
);

/** `appSubscriptionCreate`: at most one recurring and one usage line. */
export function appSubscriptionCreate({ shop, now, origin }: AdminContext, args: unknown): FieldValues {
  const asked = z
    .object({ name: z.string(), lineItems, returnUrl: z.string(), test: z.boolean().nullish() })
    .parse(args);
  const recurring = asked.lineItems.flatMap(({ plan }) => plan.appRecurringPricingDetails ?? []);
  const usage = asked.lineItems.flatMap(({ plan }) => plan.appUsagePricingDetails ?? []);
  const problems = [
    ...nameProblems(asked.name),
    ...recurring.flatMap((line) => priceProblems(line.price.amount)),
    ...usage.flatMap((line) => priceProblems(line.cappedAmount.amount)),
    ...(recurring.length > 1 || usage.length > 1 || recurring.length + usage.length === 0
      ? [problem(['lineItems'], 'Only one pricing plan can be defined for each available type')]
      : []),
  ];
  if (problems.length > 0) {
    return { appSubscription: null, confirmationUrl: null, userErrors: problems };
  }
  const [plan] = recurring;
  const [cap] = usage;
  const made = shop.billing.addSubscription(
    {
      name: asked.name,
      returnUrl: asked.returnUrl,
      test: asked.test ?? false,
      recurring: plan ?? null,
      usage: cap === undefined ? null : { cap: cap.cappedAmount, terms: cap.terms },
    },
    now(),
  );
  return {
    appSubscription: subscriptionObject(made),
    confirmationUrl: approvalUrl(origin, shop, made),
    userErrors: [],
  };
}

/** `appSubscriptionCancel` */
export function appSubscriptionCancel({ shop, now }: AdminContext, args: unknown): FieldValues {
  const { id } = z.object({ id: z.string() }).parse(args);
  const found = shop.billing.byId(id);
  if (found?.kind !== 'subscription' || found.status === 'CANCELLED') {
    return { appSubscription: null, userErrors: [problem(['id'], 'Subscription could not be cancelled')] };
  }
  shop.billing.move(found, 'CANCELLED', now());
  return { appSubscription: subscriptionObject(found), userErrors: [] };
}

/** `appUsageRecordCreate`: under the ceiling, to a line that is active, once per key. */
export function appUsageRecordCreate({ shop, now }: AdminContext, args: unknown): FieldValues {
  const asked = z
    .object({
      subscriptionLineItemId: z.string(),
      price,
      description: z.string(),
      idempotencyKey: z.string().max(255).nullish(),
    })
    .parse(args);
  const refused = (message: string) => ({ appUsageRecord: null, userErrors: [problem(null, message)] });
  const subscription = shop.billing.byLine(asked.subscriptionLineItemId);
  if (subscription?.status !== 'ACTIVE') {
    return refused('Recurring application charge must be accepted');
  }
  const record = shop.billing.charge(
    subscription,
    { price: asked.price, description: asked.description, idempotencyKey: asked.idempotencyKey ?? null },
    now(),
  );
  return record === undefined
    ? refused('Total price exceeds balance remaining')
    : { appUsageRecord: usageObject(record), userErrors: [] };
}

const approvalUrl = (origin: string, { domain }: DemoShop, { id, kind }: Charge): string =>
  `${origin}/admin/charges/${domain}/${kind}/${id.split('/').at(-1)}/confirm`;

const nameProblems = (name: string): FieldValues[] =>
  name.trim() === '' ? [problem(['name'], 'Name can’t be blank')] : [];

const priceProblems = (amount: string): FieldValues[] =>
  Number(amount) < LEAST ? [problem(['price'], `Price must be greater than or equal to ${LEAST}`)] : [];

const problem = (field: string[] | null, message: string): FieldValues => ({
  __typename: 'UserError',
  field,
  message,
});
