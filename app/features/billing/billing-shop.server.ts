import { type Currency, currencyOf } from '../../core/billing/money.ts';
import type { PlanOffer } from '../../core/billing/price-list.ts';
import { planOn } from '../../core/billing/price-list.ts';
import type { SubscriptionStatus } from '../../core/billing/subscription.ts';
import type { Queryable } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';

/** The subscription that counts: active, or frozen because the shop's bill is not paid. */
export type SubscriptionInForce = {
  id: number;
  plan: PlanOffer['plan'];
  status: Extract<SubscriptionStatus, 'active' | 'frozen'>;
  shopifyId: string;
  ceilingCents: number | null;
  topUpCredits: number | null;
  topUpThreshold: number | null;
  topUpOn: boolean;
  usageLineId: string | null;
  currentPeriodEnd: Date | null;
  topUpWaitsUntil: Date | null;
};

export type BillingShop = {
  domain: string;
  installed: boolean;
  currency: Currency;
  /** The day whose prices count, ISO and UTC. */
  today: string;
  plan: PlanOffer;
  subscription: SubscriptionInForce | null;
};

/** Charges of test and demo installations move no money; a real one asks for no others, and gives nothing for them. */
export const inProduction = (): boolean => env.NODE_ENV === 'production';

/** What decides about a shop's prices and charges. Throws when there is no such shop: ids come from us. */
export async function billingShop(db: Queryable, shopId: number): Promise<BillingShop> {
  const { rows } = await db.query<{ domain: string; installed: boolean; country: string; today: string }>(
    `SELECT domain, uninstalled_at IS NULL AS installed, country,
            to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS today
     FROM shop WHERE id = $1`,
    [shopId],
  );
  const shop = rows[0];
  if (shop === undefined) {
    throw new Error(`there is no shop ${shopId}`);
  }
  const { country, ...rest } = shop;
  const subscription = await subscriptionInForce(db, shopId);
  const currency = currencyOf(country);
  // A frozen plan is not paid for.
  const plan = subscription?.status === 'active' ? subscription.plan : 'free';
  return { ...rest, currency, plan: planOn(shop.today, currency, plan), subscription };
}

/** Null on the free plan without top-ups. */
export async function subscriptionInForce(
  db: Queryable,
  shopId: number,
): Promise<SubscriptionInForce | null> {
  const { rows } = await db.query<SubscriptionInForce>(
    `SELECT id, plan, status, shopify_id AS "shopifyId", ceiling_cents AS "ceilingCents",
            top_up_credits AS "topUpCredits", top_up_threshold AS "topUpThreshold", top_up_on AS "topUpOn",
            usage_line_id AS "usageLineId", current_period_end AS "currentPeriodEnd",
            top_up_waits_until AS "topUpWaitsUntil"
     FROM subscription
     WHERE shop_id = $1 AND status IN ('active', 'frozen')
     ORDER BY id DESC LIMIT 1`,
    [shopId],
  );
  return rows[0] ?? null;
}

/**
 * Where Shopify sends the merchant after she has decided: into this app, inside her admin. What decides about credits is
 * never in this address.
 */
export function returnAddress(domain: string, query: string): string {
  const store = domain.replace(/\.myshopify\.com$/, '');
  return `https://admin.shopify.com/store/${store}/apps/${env.SHOPIFY_API_KEY}/app/credits/return?${query}`;
}
