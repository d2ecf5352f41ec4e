import type { Currency } from '../../core/billing/money.ts';
import {
  decideSubscription,
  type Subscription,
  type SubscriptionStatus,
  subscriptionName,
} from '../../core/billing/subscription.ts';
import { shopStream } from '../../core/streams.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import {
  type ReadSubscription,
  readActiveSubscriptions,
  readSubscription,
} from '../../platform/shopify/billing-calls.server.ts';
import { billingShop, inProduction, subscriptionInForce } from './billing-shop.server.ts';

type Open = { id: number; shopifyId: string | null };
/** What Shopify says about a row: a charge, or that it knows none. */
type Found = { id: number; charge: ReadSubscription | null };

/** Shopify ends what nobody approves after two days. */
const GIVEN_UP_AFTER = `interval '4 days'`;

/**
 * Asks Shopify what became of every subscription of a shop that has not ended, and follows: the one way to a plan, whoever
 * says that there is something new. A new one ends the one before, and so does an uninstall, so they are read together.
 *
 * @returns false when the shop has uninstalled the app: it is asked again when it is back.
 */
export async function settleSubscriptions(shopId: number): Promise<boolean> {
  const { rows: open } = await pool.query<Open>(
    `SELECT id, shopify_id AS "shopifyId" FROM subscription
     WHERE shop_id = $1 AND status IN ('asking', 'pending', 'active', 'frozen')
     ORDER BY id`,
    [shopId],
  );
  if (open.length === 0) {
    return true;
  }
  const { domain } = await billingShop(pool, shopId);
  const found: Found[] = [];
  for (const { id, shopifyId } of open) {
    const read = shopifyId === null ? undefined : await readSubscription(domain, shopifyId);
    if (read?.kind === 'no_access') {
      return false;
    }
    if (read !== undefined) {
      found.push({ id, charge: read.data });
    }
  }
  if (open.some(({ shopifyId }) => shopifyId === null)) {
    const active = await readActiveSubscriptions(domain);
    if (active.kind === 'no_access') {
      return false;
    }
    found.push(...(await lostOnes(shopId, active.data)));
  }
  const refused = await withTransaction((tx) => follow(tx, shopId, found));
  for (const id of refused) {
    log.error(
      { shopId, subscriptionId: id, alert: 'charge_refused' },
      'a subscription is not what was asked for; it counts for nothing',
    );
  }
  return true;
}

/** Subscriptions that were approved although their answer had got lost, by their names. */
async function lostOnes(shopId: number, active: ReadSubscription[]): Promise<Found[]> {
  const { rows } = await pool.query<Subscription>(
    `SELECT id, plan FROM subscription WHERE shop_id = $1 AND status = 'asking' AND shopify_id IS NULL`,
    [shopId],
  );
  return rows.flatMap((row) => {
    const charge = active.find(({ name }) => name === subscriptionName(row));
    return charge === undefined ? [] : [{ id: row.id, charge }];
  });
}

/** The rows, and one event when what is in force has changed. @returns the ids of those that were refused. */
async function follow(tx: Transaction, shopId: number, found: Found[]): Promise<number[]> {
  await tx.query('SELECT FROM shop WHERE id = $1 FOR UPDATE', [shopId]);
  const before = await inForceEvent(tx, shopId);
  const refused: number[] = [];
  for (const { id, charge } of found) {
    const { rows } = await tx.query<Subscription>(
      `SELECT id, plan, status, cents, currency, ceiling_cents AS "ceilingCents"
       FROM subscription WHERE shop_id = $1 AND id = $2`,
      [shopId, id],
    );
    const asked = rows[0];
    if (asked === undefined) {
      continue;
    }
    const status =
      charge === null
        ? goneAs(asked.status)
        : decideSubscription(asked, charge, { production: inProduction() });
    if (status === 'refused' && asked.status !== 'refused') {
      refused.push(id);
    }
    await keep(tx, shopId, { asked, status, charge });
  }
  await tx.query(
    `UPDATE subscription SET status = 'expired', checked_at = now()
     WHERE shop_id = $1 AND status IN ('asking', 'pending') AND created_at < now() - ${GIVEN_UP_AFTER}`,
    [shopId],
  );
  const after = await inForceEvent(tx, shopId);
  if (JSON.stringify(before) !== JSON.stringify(after)) {
    await appendLocked(tx, [after]);
  }
  return refused;
}

/** Shopify forgets the subscriptions of an installation that has ended. */
const goneAs = (status: SubscriptionStatus): SubscriptionStatus =>
  status === 'active' || status === 'frozen' ? 'cancelled' : status;

async function keep(
  tx: Transaction,
  shopId: number,
  {
    asked,
    status,
    charge,
  }: { asked: Subscription; status: SubscriptionStatus; charge: ReadSubscription | null },
): Promise<void> {
  await tx.query(
    `UPDATE subscription SET
       status = $3, checked_at = now(),
       shopify_id = coalesce(shopify_id, $4), current_period_end = $5, usage_line_id = $6,
       confirmation_url = CASE WHEN $3 IN ('asking', 'pending') THEN confirmation_url END,
       -- Approving the ceiling is what turns top-ups on; from then on the merchant does.
       top_up_on = CASE WHEN $7 THEN ceiling_cents IS NOT NULL ELSE top_up_on END
     WHERE shop_id = $1 AND id = $2`,
    [
      shopId,
      asked.id,
      status,
      charge?.id ?? null,
      charge?.currentPeriodEnd ?? null,
      charge?.usage?.lineId ?? null,
      status === 'active' && (asked.status === 'asking' || asked.status === 'pending'),
    ],
  );
}

async function inForceEvent(tx: Transaction, shopId: number): Promise<StreamAppend> {
  const now = await subscriptionInForce(tx, shopId);
  const { rows } = await tx.query<{ currency: Currency }>(
    'SELECT currency FROM subscription WHERE shop_id = $1 AND id = $2',
    [shopId, now?.id ?? 0],
  );
  const currency = rows[0]?.currency;
  return toStream(shopStream(shopId), [
    {
      type: 'SubscriptionChanged',
      data: {
        plan: now?.plan ?? 'free',
        status: now?.status ?? 'none',
        subscription: now?.shopifyId ?? null,
        ceiling:
          now?.ceilingCents === undefined || now.ceilingCents === null || currency === undefined
            ? null
            : { cents: now.ceilingCents, currency },
      },
    },
  ]);
}
