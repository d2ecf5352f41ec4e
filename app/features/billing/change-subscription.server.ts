import { amountOf, type Currency } from '../../core/billing/money.ts';
import { type Plan, packOn, planOn } from '../../core/billing/price-list.ts';
import { checkTopUp, subscriptionName, type TopUp, topUpTerms } from '../../core/billing/subscription.ts';
import { pool } from '../../platform/database.server.ts';
import { askForSubscription, cancelSubscription } from '../../platform/shopify/billing-calls.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';
import { type Asked, askOnce } from './ask-once.server.ts';
import { type BillingShop, billingShop, inProduction, returnAddress } from './billing-shop.server.ts';
import { settleSubscriptions } from './settle-subscriptions.server.ts';

export type SubscriptionCommand = {
  commandId: string;
  plan: Plan;
  topUp: TopUp | null;
  back: string | null;
};
export type TopUpProblem = Exclude<ReturnType<typeof checkTopUp>, undefined>;
export type SubscriptionResult =
  | Asked
  /** Done without a word from the merchant at Shopify: nothing gets dearer by it. */
  | { kind: 'changed' }
  | { kind: 'invalid'; problem: TopUpProblem };

/** Another plan, with top-ups as they are. */
export async function choosePlan(
  shopId: number,
  command: Pick<SubscriptionCommand, 'commandId' | 'plan' | 'back'>,
): Promise<SubscriptionResult> {
  const shop = await billingShop(pool, shopId);
  return subscribe(shopId, shop, { ...command, topUp: topUpOf(shop) });
}

/** Top-ups under a ceiling, with the plan as it is. Within the ceiling that she has approved they change at once. */
export async function setTopUp(
  shopId: number,
  command: Pick<SubscriptionCommand, 'commandId' | 'back'> & { topUp: TopUp },
): Promise<SubscriptionResult> {
  const shop = await billingShop(pool, shopId);
  const { topUp } = command;
  const price = packOn(shop.today, shop.currency, shop.plan.plan, topUp.credits)?.price.cents;
  const problem = checkTopUp(topUp, price);
  if (problem !== undefined) {
    return { kind: 'invalid', problem };
  }
  const { rowCount: within } = await pool.query(
    `UPDATE subscription SET top_up_on = true, top_up_credits = $3, top_up_threshold = $4, top_up_waits_until = NULL
     WHERE shop_id = $1 AND id = $2 AND status = 'active' AND ceiling_cents = $5`,
    [shopId, shop.subscription?.id ?? 0, topUp.credits, topUp.threshold, topUp.ceilingCents],
  );
  return within === 1
    ? { kind: 'changed' }
    : subscribe(shopId, shop, { ...command, plan: shop.subscription?.plan ?? 'free' });
}

/** Nothing is topped up from the commit on. The ceiling stays approved, so that it can be turned on again at once. */
export async function stopTopUp(shopId: number): Promise<SubscriptionResult> {
  await pool.query(
    `UPDATE subscription SET top_up_on = false WHERE shop_id = $1 AND status IN ('active', 'frozen')`,
    [shopId],
  );
  return { kind: 'changed' };
}

function topUpOf({ subscription }: BillingShop): TopUp | null {
  if (
    subscription === null ||
    !subscription.topUpOn ||
    subscription.topUpCredits === null ||
    subscription.topUpThreshold === null ||
    subscription.ceilingCents === null
  ) {
    return null;
  }
  const { topUpCredits: credits, topUpThreshold: threshold, ceilingCents } = subscription;
  return { credits, threshold, ceilingCents };
}

/** Shopify has one subscription per shop: plan and ceiling are its two lines, and a new one replaces the one before. */
async function subscribe(
  shopId: number,
  shop: BillingShop,
  { plan, topUp, back, ...command }: SubscriptionCommand,
): Promise<SubscriptionResult> {
  if (plan === 'free' && topUp === null) {
    return endSubscription(shopId, shop);
  }
  const { price } = planOn(shop.today, shop.currency, plan);
  const commandId = uuidFrom(`subscribe:${shopId}:${command.commandId}:${plan}:${JSON.stringify(topUp)}`);
  await pool.query(
    `INSERT INTO subscription (shop_id, command_id, plan, cents, currency, ceiling_cents, top_up_credits,
       top_up_threshold, test, return_path)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (shop_id, command_id) DO NOTHING`,
    [
      shopId,
      commandId,
      plan,
      price.cents,
      shop.currency,
      topUp?.ceilingCents ?? null,
      topUp?.credits ?? null,
      topUp?.threshold ?? null,
      !inProduction(),
      back,
    ],
  );
  const { rows } = await pool.query<{
    id: number;
    plan: Plan;
    cents: number;
    currency: Currency;
    test: boolean;
    ceilingCents: number | null;
    credits: number | null;
    threshold: number | null;
  }>(
    `SELECT id, plan, cents, currency, test, ceiling_cents AS "ceilingCents", top_up_credits AS credits,
            top_up_threshold AS threshold
     FROM subscription WHERE shop_id = $1 AND command_id = $2`,
    [shopId, commandId],
  );
  const wanted = rows[0];
  if (wanted === undefined) {
    throw new Error(`a subscription of shop ${shopId} is gone: subscriptions are never deleted`);
  }
  const { currency, ceilingCents, credits, threshold } = wanted;
  const money = (cents: number) => ({ amount: amountOf(cents), currencyCode: currency });
  return askOnce('subscription', { shopId, id: wanted.id }, () =>
    askForSubscription(shop.domain, {
      name: subscriptionName(wanted),
      returnUrl: returnAddress(shop.domain, `subscription=${wanted.id}`),
      test: wanted.test,
      ...(wanted.cents === 0 ? {} : { price: money(wanted.cents) }),
      ...(ceilingCents === null || credits === null || threshold === null
        ? {}
        : { cap: { amount: money(ceilingCents), terms: topUpTerms({ credits, threshold }) } }),
    }),
  );
}

async function endSubscription(
  shopId: number,
  { domain, subscription }: BillingShop,
): Promise<SubscriptionResult> {
  if (subscription === null) {
    return { kind: 'changed' };
  }
  let ended: Awaited<ReturnType<typeof cancelSubscription>>;
  try {
    ended = await cancelSubscription(domain, subscription.shopifyId);
  } catch {
    // It may have ended all the same: pressing again, or the sweep, finds out.
    return { kind: 'no_answer' };
  }
  await settleSubscriptions(shopId);
  return ended.kind === 'answered' && ended.data.kind === 'cancelled'
    ? { kind: 'changed' }
    : { kind: 'refused' };
}
