import { z } from 'zod';
import { type AdminAnswer, askAdmin } from './admin-api.server.ts';
import {
  activeSubscriptionsQuery,
  buyMutation,
  cancelMutation,
  purchaseQuery,
  recentPurchasesQuery,
  subscribeMutation,
  subscriptionQuery,
  topUpMutation,
  usageRecordsQuery,
} from './billing-queries.ts';

/** More than a shop asks for while answers are lost. */
const RECENT = 50;

const userErrors = z.array(z.object({ message: z.string() }));
const money = z.object({ amount: z.string(), currencyCode: z.string() });

const asked = z.object({
  asked: z.object({
    charge: z.object({ id: z.string() }).nullable(),
    confirmationUrl: z.url({ protocol: /^https?$/ }).nullable(),
    userErrors,
  }),
});
export type AskedCharge =
  | { kind: 'asked'; id: string; confirmationUrl: string }
  /** Shopify's own words, for the operator. */
  | { kind: 'refused'; why: string };

type ChargeInput = { name: string; returnUrl: string; test: boolean };
type MoneyInput = { amount: string; currencyCode: string };

/** Asks for a charge that the merchant approves at Shopify, at the returned address. */
export async function askForPurchase(
  shop: string,
  input: ChargeInput & { price: MoneyInput },
): Promise<AdminAnswer<AskedCharge>> {
  return mapAnswer(await askAdmin(shop, buyMutation, input, asked), toAsked);
}

/** `price`: per 30 days; `cap`: the most that usage may cost in 30 days, and the words that she agrees to. */
export async function askForSubscription(
  shop: string,
  { price, cap, ...input }: ChargeInput & { price?: MoneyInput; cap?: { amount: MoneyInput; terms: string } },
): Promise<AdminAnswer<AskedCharge>> {
  const lineItems = [
    ...(price === undefined
      ? []
      : [{ plan: { appRecurringPricingDetails: { price, interval: 'EVERY_30_DAYS' } } }]),
    ...(cap === undefined
      ? []
      : [{ plan: { appUsagePricingDetails: { cappedAmount: cap.amount, terms: cap.terms } } }]),
  ];
  return mapAnswer(await askAdmin(shop, subscribeMutation, { ...input, lineItems }, asked), toAsked);
}

const purchase = z
  .object({ id: z.string(), name: z.string(), status: z.string(), test: z.boolean(), price: money })
  .transform(({ price, ...charge }) => ({
    ...charge,
    amount: price.amount,
    currency: price.currencyCode,
  }));
export type ReadPurchase = z.infer<typeof purchase>;

/** A node that is of another kind comes as an object without fields. */
const orNothing = <T>(schema: z.ZodType<T>) =>
  z.union([schema, z.strictObject({}).transform(() => null), z.null()]);

/** A one-time purchase of this shop by this app; null when Shopify knows none of this id for it. */
export async function readPurchase(shop: string, id: string): Promise<AdminAnswer<ReadPurchase | null>> {
  const answer = await askAdmin(shop, purchaseQuery, { id }, z.object({ charge: orNothing(purchase) }));
  return mapAnswer(answer, ({ charge }) => charge);
}

/** The newest purchases, whoever remembers them. */
export async function readRecentPurchases(shop: string): Promise<AdminAnswer<ReadPurchase[]>> {
  const answer = await askAdmin(
    shop,
    recentPurchasesQuery,
    { first: RECENT },
    z.object({
      currentAppInstallation: z.object({ oneTimePurchases: z.object({ nodes: z.array(purchase) }) }),
    }),
  );
  return mapAnswer(answer, ({ currentAppInstallation }) => currentAppInstallation.oneTimePurchases.nodes);
}

const pricing = z.object({ price: money.optional(), cappedAmount: money.optional() });
const subscription = z
  .object({
    id: z.string(),
    name: z.string(),
    status: z.string(),
    test: z.boolean(),
    currentPeriodEnd: z.string().nullable(),
    lineItems: z.array(z.object({ id: z.string(), plan: z.object({ pricingDetails: pricing }) })),
  })
  .transform(({ lineItems, ...charge }) => {
    const price = lineItems.find(({ plan }) => plan.pricingDetails.price !== undefined)?.plan.pricingDetails
      .price;
    const usageLine = lineItems.find(({ plan }) => plan.pricingDetails.cappedAmount !== undefined);
    const cap = usageLine?.plan.pricingDetails.cappedAmount;
    return {
      ...charge,
      recurring: price === undefined ? null : { amount: price.amount, currency: price.currencyCode },
      usage:
        usageLine === undefined || cap === undefined
          ? null
          : { lineId: usageLine.id, cap: cap.amount, currency: cap.currencyCode },
    };
  });
export type ReadSubscription = z.infer<typeof subscription>;

/** A subscription of this shop to this app; null when Shopify knows none of this id for it. */
export async function readSubscription(
  shop: string,
  id: string,
): Promise<AdminAnswer<ReadSubscription | null>> {
  const answer = await askAdmin(
    shop,
    subscriptionQuery,
    { id },
    z.object({ charge: orNothing(subscription) }),
  );
  return mapAnswer(answer, ({ charge }) => charge);
}

/** What the shop is subscribed to at this moment, whoever remembers it. */
export async function readActiveSubscriptions(shop: string): Promise<AdminAnswer<ReadSubscription[]>> {
  const answer = await askAdmin(
    shop,
    activeSubscriptionsQuery,
    {},
    z.object({ currentAppInstallation: z.object({ activeSubscriptions: z.array(subscription) }) }),
  );
  return mapAnswer(answer, ({ currentAppInstallation }) => currentAppInstallation.activeSubscriptions);
}

/** Ends a subscription. */
export async function cancelSubscription(
  shop: string,
  id: string,
): Promise<AdminAnswer<{ kind: 'cancelled' } | { kind: 'refused'; why: string }>> {
  const answer = await askAdmin(
    shop,
    cancelMutation,
    { id },
    z.object({ cancelled: z.object({ userErrors }) }),
  );
  return mapAnswer(answer, ({ cancelled }) =>
    cancelled.userErrors.length === 0
      ? { kind: 'cancelled' }
      : { kind: 'refused', why: wordsOf(cancelled.userErrors) },
  );
}

const usageRecord = z
  .object({ id: z.string(), idempotencyKey: z.string().nullable(), price: money })
  .transform(({ id, idempotencyKey: key, price }) => ({
    id,
    key,
    amount: price.amount,
    currency: price.currencyCode,
  }));
export type UsageRecord = z.infer<typeof usageRecord>;

/** Charges usage under the approved ceiling. The key makes it one record, however often it is asked for. */
export async function chargeUsage(
  shop: string,
  input: { line: string; price: MoneyInput; description: string; key: string },
): Promise<AdminAnswer<{ kind: 'charged'; record: UsageRecord } | { kind: 'refused'; why: string }>> {
  const answer = await askAdmin(
    shop,
    topUpMutation,
    input,
    z.object({ asked: z.object({ record: usageRecord.nullable(), userErrors }) }),
  );
  return mapAnswer(answer, ({ asked: { record, userErrors: errors } }) =>
    record === null ? { kind: 'refused', why: wordsOf(errors) } : { kind: 'charged', record },
  );
}

/** The newest usage records of a subscription; null when Shopify knows it no more. */
export async function readUsageRecords(
  shop: string,
  subscriptionId: string,
): Promise<AdminAnswer<UsageRecord[] | null>> {
  const lines = z.object({
    lineItems: z.array(z.object({ usageRecords: z.object({ nodes: z.array(usageRecord) }) })),
  });
  const answer = await askAdmin(
    shop,
    usageRecordsQuery,
    { id: subscriptionId, first: RECENT },
    z.object({ subscription: orNothing(lines) }),
  );
  return mapAnswer(
    answer,
    ({ subscription: found }) => found?.lineItems.flatMap(({ usageRecords }) => usageRecords.nodes) ?? null,
  );
}

function toAsked({
  asked: { charge, confirmationUrl, userErrors: errors },
}: z.infer<typeof asked>): AskedCharge {
  return charge === null || confirmationUrl === null
    ? { kind: 'refused', why: wordsOf(errors) }
    : { kind: 'asked', id: charge.id, confirmationUrl };
}

const wordsOf = (errors: z.infer<typeof userErrors>): string =>
  errors
    .map(({ message }) => message)
    .join(' ')
    .slice(0, 500);

function mapAnswer<A, B>(answer: AdminAnswer<A>, map: (data: A) => B): AdminAnswer<B> {
  return answer.kind === 'answered' ? { kind: 'answered', data: map(answer.data) } : answer;
}
