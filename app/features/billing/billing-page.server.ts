import { randomUUID } from 'node:crypto';
import type { Money } from '../../core/billing/money.ts';
import { ownPath } from '../../core/billing/own-path.ts';
import { type Pack, type PlanOffer, packsOn, plansOn } from '../../core/billing/price-list.ts';
import type { PurchaseProblem, PurchaseStatus } from '../../core/billing/purchase.ts';
import type { SubscriptionStatus } from '../../core/billing/subscription.ts';
import { readId } from '../../core/read-id.ts';
import { pool } from '../../platform/database.server.ts';
import { billingShop } from './billing-shop.server.ts';

const PURCHASES = 20;

export type PurchaseLine = {
  id: number;
  at: string;
  kind: 'pack' | 'top_up';
  credits: number;
  price: Money;
  status: PurchaseStatus;
  problem: PurchaseProblem | null;
  test: boolean;
  /** Where she can still approve it. */
  url: string | null;
};

export type BillingPage = {
  /** Names the next press of a button on this page. */
  commandId: string;
  /** A page of ours that she came from. */
  back: string | null;
  packs: Pack[];
  plans: PlanOffer[];
  plan: PlanOffer['plan'];
  frozen: boolean;
  renewsAt: string | null;
  topUp: {
    on: boolean;
    credits: number;
    threshold: number;
    ceiling: Money;
    /** The ceiling is reached until then. */
    waitsUntil: string | null;
  } | null;
  purchases: PurchaseLine[];
  /** The purchase or subscription that she comes back from. */
  returned:
    | { of: 'purchase'; line: PurchaseLine }
    | { of: 'subscription'; status: SubscriptionStatus }
    | null;
};

/** What can be bought, what was, and what the shop pays for. */
export async function billingPage(shopId: number, query: URLSearchParams): Promise<BillingPage> {
  const shop = await billingShop(pool, shopId);
  const { subscription, today, currency } = shop;
  const purchases = await purchaseLines(shopId, 'true', []);
  return {
    commandId: randomUUID(),
    back: ownPath(query.get('back')),
    packs: packsOn(today, currency, shop.plan.plan),
    plans: plansOn(today, currency),
    plan: subscription?.plan ?? 'free',
    frozen: subscription?.status === 'frozen',
    renewsAt: subscription?.currentPeriodEnd?.toISOString() ?? null,
    topUp:
      subscription?.topUpCredits && subscription.topUpThreshold && subscription.ceilingCents
        ? {
            on: subscription.topUpOn,
            credits: subscription.topUpCredits,
            threshold: subscription.topUpThreshold,
            ceiling: { cents: subscription.ceilingCents, currency },
            waitsUntil:
              subscription.topUpWaitsUntil !== null && subscription.topUpWaitsUntil > new Date()
                ? subscription.topUpWaitsUntil.toISOString()
                : null,
          }
        : null,
    purchases,
    returned: await returnedFrom(shopId, query),
  };
}

async function returnedFrom(shopId: number, query: URLSearchParams): Promise<BillingPage['returned']> {
  const purchase = readId(query.get('purchase') ?? undefined);
  const subscription = readId(query.get('subscription') ?? undefined);
  if (purchase !== undefined) {
    const [line] = await purchaseLines(shopId, 'id = $3', [purchase]);
    return line === undefined ? null : { of: 'purchase', line };
  }
  if (subscription === undefined) {
    return null;
  }
  const { rows } = await pool.query<{ status: SubscriptionStatus }>(
    'SELECT status FROM subscription WHERE shop_id = $1 AND id = $2',
    [shopId, subscription],
  );
  return rows[0] === undefined ? null : { of: 'subscription', status: rows[0].status };
}

/** The newest first. `which` is a condition of ours. */
async function purchaseLines(shopId: number, which: string, values: unknown[]): Promise<PurchaseLine[]> {
  const { rows } = await pool.query<
    Omit<PurchaseLine, 'at' | 'price'> & { at: Date; cents: number; currency: Money['currency'] }
  >(
    `SELECT id, created_at AS at, kind, credits, cents, currency, status, problem, test, confirmation_url AS url
     FROM purchase WHERE shop_id = $1 AND ${which} ORDER BY id DESC LIMIT $2`,
    [shopId, PURCHASES, ...values],
  );
  return rows.map(({ at, cents, currency, ...line }) => ({
    ...line,
    at: at.toISOString(),
    price: { cents, currency },
  }));
}
