import { randomUUID } from 'node:crypto';
import { amountOf, type Currency, centsOf } from '../../core/billing/money.ts';
import { packOn } from '../../core/billing/price-list.ts';
import { purchaseName } from '../../core/billing/purchase.ts';
import { decideTopUp } from '../../core/billing/subscription.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import {
  chargeUsage,
  readUsageRecords,
  type UsageRecord,
} from '../../platform/shopify/billing-calls.server.ts';
import { creditBalanceIn } from '../credits/credit-balance.server.ts';
import { billingShop, inProduction, subscriptionInForce } from './billing-shop.server.ts';
import { creditPurchase } from './credit-purchase.server.ts';

/** Turned down for another reason than the ceiling: asked again after so long. */
const TRY_AGAIN = `interval '1 hour'`;

type TopUpPurchase = {
  id: number;
  commandId: string;
  credits: number;
  cents: number;
  currency: Currency;
  subscription: string;
  line: string | null;
  active: boolean;
  /** It was written down before: Shopify may have been asked already. */
  again: boolean;
};

/**
 * The job: buys credits under the ceiling that the merchant has approved, when fewer are available than she wants. One need
 * is one row and one usage record: whoever comes second goes on with the row that is there, under the same key.
 */
export async function topUpCredits(shopId: number): Promise<void> {
  const purchase = await withTransaction((tx) => planTopUp(tx, shopId));
  if (purchase === undefined) {
    return;
  }
  const { domain } = await billingShop(pool, shopId);
  const record = await recordOf(shopId, domain, purchase);
  if (record !== undefined) {
    await creditRecord(shopId, purchase, record);
  }
}

/** Locks the subscription in force, where two workers and two needs meet. */
async function planTopUp(tx: Transaction, shopId: number): Promise<TopUpPurchase | undefined> {
  await tx.query(
    `SELECT FROM subscription WHERE shop_id = $1 AND status IN ('active', 'frozen') ORDER BY id FOR NO KEY UPDATE`,
    [shopId],
  );
  const open = await openTopUp(tx, shopId, true);
  if (open !== undefined) {
    return open;
  }
  const { subscription, today, currency, plan } = await billingShop(tx, shopId);
  if (
    subscription === null ||
    subscription.topUpCredits === null ||
    subscription.topUpThreshold === null ||
    subscription.ceilingCents === null
  ) {
    return undefined;
  }
  const { topUpCredits: credits, topUpThreshold: threshold, ceilingCents } = subscription;
  const price = packOn(today, currency, plan.plan, credits)?.price.cents;
  if (price === undefined) {
    // The pack is not sold any more; the page shows it and she chooses another one.
    return undefined;
  }
  const { available } = await creditBalanceIn(tx, shopId, { lock: false });
  const verdict = decideTopUp({
    status: subscription.status,
    on: subscription.topUpOn,
    topUp: { credits, threshold, ceilingCents },
    available,
    priceCents: price,
    usedCents: await usedCents(tx, shopId, subscription.id),
  });
  if (verdict.kind === 'ceiling') {
    await waitForPeriod(tx, shopId, subscription.id);
  }
  if (verdict.kind !== 'buy') {
    return undefined;
  }
  await tx.query(
    `INSERT INTO purchase (shop_id, kind, command_id, requested_by, credits, cents, currency, test, subscription_id)
     VALUES ($1, 'top_up', $2, 'system', $3, $4, $5, $6, $7)`,
    [shopId, randomUUID(), credits, price, currency, !inProduction(), subscription.id],
  );
  return openTopUp(tx, shopId, false);
}

async function openTopUp(
  tx: Transaction,
  shopId: number,
  again: boolean,
): Promise<TopUpPurchase | undefined> {
  const { rows } = await tx.query<Omit<TopUpPurchase, 'again'>>(
    `SELECT p.id, p.command_id AS "commandId", p.credits, p.cents, p.currency, s.shopify_id AS subscription,
            s.usage_line_id AS line, s.status = 'active' AS active
     FROM purchase p JOIN subscription s ON s.shop_id = p.shop_id AND s.id = p.subscription_id
     WHERE p.shop_id = $1 AND p.kind = 'top_up' AND p.status = 'asking'`,
    [shopId],
  );
  return rows[0] === undefined ? undefined : { ...rows[0], again };
}

/** What was charged in the running period of 30 days. */
async function usedCents(tx: Transaction, shopId: number, subscriptionId: number): Promise<number> {
  const { rows } = await tx.query<{ cents: number }>(
    `SELECT coalesce(sum(p.cents), 0)::bigint AS cents
     FROM purchase p JOIN subscription s ON s.shop_id = p.shop_id AND s.id = p.subscription_id
     WHERE p.shop_id = $1 AND p.subscription_id = $2 AND p.status = 'credited'
       AND p.credited_at > CASE WHEN s.current_period_end > now() THEN s.current_period_end ELSE now() END
                           - interval '30 days'`,
    [shopId, subscriptionId],
  );
  return rows[0]?.cents ?? 0;
}

async function waitForPeriod(tx: Transaction, shopId: number, subscriptionId: number): Promise<void> {
  await tx.query(
    `UPDATE subscription SET top_up_waits_until = greatest(current_period_end, now() + ${TRY_AGAIN})
     WHERE shop_id = $1 AND id = $2`,
    [shopId, subscriptionId],
  );
  log.warn(
    { shopId, subscriptionId, alert: 'top_up_ceiling' },
    'the ceiling of the top-ups is reached; no more credits are bought by themselves in this period',
  );
}

/** The usage record of a top-up: the one that is there already, or a new one. Undefined when there is none to credit. */
async function recordOf(
  shopId: number,
  domain: string,
  purchase: TopUpPurchase,
): Promise<UsageRecord | undefined> {
  if (purchase.again) {
    const read = await readUsageRecords(domain, purchase.subscription);
    if (read.kind === 'no_access') {
      return undefined;
    }
    const found = read.data?.find(({ key }) => key === purchase.commandId);
    if (found !== undefined) {
      return found;
    }
  }
  if (!purchase.active || purchase.line === null) {
    await endTopUp(shopId, purchase, 'expired');
    return undefined;
  }
  const charged = await chargeUsage(domain, {
    line: purchase.line,
    price: { amount: amountOf(purchase.cents), currencyCode: purchase.currency },
    description: purchaseName(purchase),
    key: purchase.commandId,
  });
  if (charged.kind === 'no_access') {
    return undefined;
  }
  if (charged.data.kind === 'refused') {
    log.error(
      { shopId, purchaseId: purchase.id, why: charged.data.why, alert: 'charge_not_taken' },
      'Shopify did not take a top-up',
    );
    await endTopUp(shopId, purchase, /exceed|capped/i.test(charged.data.why) ? 'ceiling' : 'not_charged');
    return undefined;
  }
  return charged.data.record;
}

async function endTopUp(
  shopId: number,
  { id }: TopUpPurchase,
  why: 'expired' | 'ceiling' | 'not_charged',
): Promise<void> {
  await withTransaction(async (tx) => {
    const { rowCount } = await tx.query(
      why === 'expired'
        ? `UPDATE purchase SET status = 'expired' WHERE shop_id = $1 AND id = $2 AND status = 'asking'`
        : `UPDATE purchase SET status = 'refused', problem = '${why}'
           WHERE shop_id = $1 AND id = $2 AND status = 'asking'`,
      [shopId, id],
    );
    const inForce = await subscriptionInForce(tx, shopId);
    if (rowCount === 1 && why === 'ceiling' && inForce !== null) {
      await waitForPeriod(tx, shopId, inForce.id);
    } else if (rowCount === 1 && why === 'not_charged') {
      await tx.query(
        `UPDATE subscription SET top_up_waits_until = now() + ${TRY_AGAIN}
         WHERE shop_id = $1 AND status IN ('active', 'frozen')`,
        [shopId],
      );
    }
  });
}

async function creditRecord(shopId: number, purchase: TopUpPurchase, record: UsageRecord): Promise<void> {
  const same =
    record.key === purchase.commandId &&
    centsOf(record.amount) === purchase.cents &&
    record.currency === purchase.currency;
  if (!same) {
    log.error(
      { shopId, purchaseId: purchase.id, charge: record.id, alert: 'charge_refused' },
      'a usage record is not what was asked for; nothing was credited',
    );
  }
  await withTransaction(async (tx) => {
    const { rowCount: open } = await tx.query(
      `SELECT FROM purchase WHERE shop_id = $1 AND id = $2 AND status = 'asking' FOR UPDATE`,
      [shopId, purchase.id],
    );
    if (open !== 1) {
      return;
    }
    if (same) {
      await creditPurchase(tx, shopId, purchase, record.id);
    } else {
      await tx.query(
        `UPDATE purchase SET status = 'refused', problem = 'other_price', shopify_id = $3
         WHERE shop_id = $1 AND id = $2`,
        [shopId, purchase.id, record.id],
      );
      // The need is still there, and would be charged for again and again.
      await tx.query(
        `UPDATE subscription SET top_up_on = false WHERE shop_id = $1 AND status IN ('active', 'frozen')`,
        [shopId],
      );
    }
  });
}
