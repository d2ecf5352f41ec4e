import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import {
  type Charge,
  type Price,
  type StoredPurchase,
  type StoredSubscription,
  type UsageRecord,
  usedOf,
} from './billing-book.ts';
import { connection, pageArgumentsSchema } from './connection.ts';
import type { FieldValues } from './customer-object.ts';

const listArguments = pageArgumentsSchema.extend({ sortKey: z.enum(['CREATED_AT', 'ID']).nullish() });

/** `node(id)` of a charge; null for everything that is not this shop's. */
export function billingNode(shop: DemoShop, args: unknown): FieldValues | null {
  const { id } = z.object({ id: z.string() }).parse(args);
  const charge = shop.billing.byId(id);
  return charge === undefined ? null : chargeObject(charge);
}

/** `currentAppInstallation.oneTimePurchases` */
export function oneTimePurchases(shop: DemoShop, args: unknown): FieldValues {
  const rows = shop.billing.purchases().map((one) => ({ key: one.id, object: purchaseObject(one) }));
  return connection(() => rows, listArguments.parse(args));
}

/** `currentAppInstallation.activeSubscriptions` */
export const activeSubscriptions = (shop: DemoShop): FieldValues[] =>
  shop.billing
    .subscriptions()
    .filter(({ status }) => status === 'ACTIVE')
    .map(subscriptionObject);

/** `usageRecords` of a line of a subscription. */
export function usageRecords(shop: DemoShop, args: unknown, source: FieldValues | undefined): FieldValues {
  const records = shop.billing.byLine(String(source?.id))?.usage?.records ?? [];
  const rows = records.map((record) => ({ key: record.id, object: usageObject(record) }));
  return connection(() => rows, listArguments.parse(args));
}

export const chargeObject = (charge: Charge): FieldValues =>
  charge.kind === 'purchase' ? purchaseObject(charge) : subscriptionObject(charge);

function purchaseObject({ kind: _, returnUrl: __, price, ...purchase }: StoredPurchase): FieldValues {
  return { __typename: 'AppPurchaseOneTime', ...purchase, price: moneyObject(price) };
}

export function subscriptionObject(subscription: StoredSubscription): FieldValues {
  const { kind: _, recurring, usage, ...fields } = subscription;
  const lineItems: FieldValues[] = [];
  if (recurring !== null) {
    lineItems.push({
      __typename: 'AppSubscriptionLineItem',
      id: recurring.lineId,
      plan: {
        pricingDetails: {
          __typename: 'AppRecurringPricing',
          price: moneyObject(recurring.price),
          interval: recurring.interval,
          discount: null,
          planHandle: null,
        },
      },
    });
  }
  if (usage !== null) {
    const { currencyCode } = usage.cap;
    lineItems.push({
      __typename: 'AppSubscriptionLineItem',
      id: usage.lineId,
      plan: {
        pricingDetails: {
          __typename: 'AppUsagePricing',
          cappedAmount: moneyObject(usage.cap),
          balanceUsed: moneyObject({ amount: String(usedOf(usage)), currencyCode }),
          interval: 'EVERY_30_DAYS',
          terms: usage.terms,
        },
      },
    });
  }
  return { __typename: 'AppSubscription', ...fields, trialDays: 0, lineItems };
}

export const usageObject = ({ price, ...record }: UsageRecord): FieldValues => ({
  __typename: 'AppUsageRecord',
  ...record,
  price: moneyObject(price),
});

/** Shopify writes amounts with one decimal where that is enough. */
const moneyObject = ({ amount, currencyCode }: Price): FieldValues => ({
  __typename: 'MoneyV2',
  amount: Number.isInteger(Number(amount)) ? `${Number(amount)}.0` : String(Number(amount)),
  currencyCode,
});
