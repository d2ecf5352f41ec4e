import {
  decidePurchase,
  type Purchase,
  type PurchaseProblem,
  type PurchaseStatus,
  purchaseIdOf,
} from '../../core/billing/purchase.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import {
  type ReadPurchase,
  readPurchase,
  readRecentPurchases,
} from '../../platform/shopify/billing-calls.server.ts';
import { billingShop, inProduction } from './billing-shop.server.ts';
import { creditPurchase } from './credit-purchase.server.ts';

export type Settled =
  | { kind: 'settled'; purchaseId: number; status: PurchaseStatus; changed: boolean }
  /** Shopify knows no such charge of this shop, or we have asked for none such. */
  | { kind: 'unknown' }
  /** The shop has uninstalled the app; it is asked again when it is back. */
  | { kind: 'no_access' };

/** Shopify ends what nobody approves after two days. */
const GIVEN_UP_AFTER = `interval '4 days'`;

/**
 * The one way from a charge to credits, whoever says that there is something new: the way back from Shopify, its webhook, a
 * job. Reads the charge with the shop's own token and believes nothing else.
 */
export async function settlePurchase(shopId: number, shopifyId: string): Promise<Settled> {
  const { domain } = await billingShop(pool, shopId);
  const read = await readPurchase(domain, shopifyId);
  if (read.kind === 'no_access') {
    return { kind: 'no_access' };
  }
  const charge = read.data;
  if (charge === null) {
    await pool.query(
      `UPDATE purchase SET status = 'expired', confirmation_url = NULL, checked_at = now()
       WHERE shop_id = $1 AND shopify_id = $2 AND status = 'pending' AND created_at < now() - ${GIVEN_UP_AFTER}`,
      [shopId, shopifyId],
    );
    return { kind: 'unknown' };
  }
  return settleCharge(shopId, charge);
}

/** The job: every purchase of a shop whose end is not known, also those whose answer got lost on the way. */
export async function settlePurchases(shopId: number): Promise<void> {
  const { rows } = await pool.query<{ id: number; shopifyId: string | null }>(
    `SELECT id, shopify_id AS "shopifyId" FROM purchase
     WHERE shop_id = $1 AND kind = 'pack' AND status IN ('asking', 'pending')
     ORDER BY id`,
    [shopId],
  );
  for (const { shopifyId } of rows) {
    if (shopifyId !== null) {
      await settlePurchase(shopId, shopifyId);
    }
  }
  const lost = rows.filter(({ shopifyId }) => shopifyId === null).map(({ id }) => id);
  if (lost.length > 0) {
    await findLost(shopId, lost);
  }
}

async function findLost(shopId: number, lost: number[]): Promise<void> {
  const { domain } = await billingShop(pool, shopId);
  const recent = await readRecentPurchases(domain);
  if (recent.kind === 'no_access') {
    return;
  }
  for (const charge of recent.data) {
    // What waits for her has no address any more, so it will end by itself; she may be asking for another one right now.
    if (charge.status !== 'PENDING' && lost.includes(purchaseIdOf(charge.name) ?? 0)) {
      await settleCharge(shopId, charge);
    }
  }
  await pool.query(
    `UPDATE purchase SET status = 'expired', checked_at = now()
     WHERE shop_id = $1 AND id = ANY ($2) AND status = 'asking' AND created_at < now() - ${GIVEN_UP_AFTER}`,
    [shopId, lost],
  );
}

async function settleCharge(shopId: number, charge: ReadPurchase): Promise<Settled> {
  const settled = await withTransaction((tx) => settleIn(tx, shopId, charge));
  if (settled.kind === 'unknown') {
    // One whose answer was lost, and which was asked for again, ends without anybody paying it.
    if (charge.status === 'ACTIVE') {
      log.error(
        { shopId, charge: charge.id, alert: 'unknown_charge' },
        'Shopify has a charge that nobody asked for; nothing was credited',
      );
    }
    return settled;
  }
  const { purchaseId, status, problem, changed } = settled;
  if (changed) {
    const facts = { shopId, purchaseId, charge: charge.id, status, problem };
    if (status === 'refused') {
      log.error(
        { ...facts, alert: 'charge_refused' },
        'a charge is not what was asked for; nothing was credited',
      );
    } else {
      log.info(facts, 'purchase settled');
    }
  }
  return { kind: 'settled', purchaseId, status, changed };
}

type SettledIn =
  | {
      kind: 'settled';
      purchaseId: number;
      status: PurchaseStatus;
      problem: PurchaseProblem | null;
      changed: boolean;
    }
  | { kind: 'unknown' };

async function settleIn(tx: Transaction, shopId: number, charge: ReadPurchase): Promise<SettledIn> {
  const purchase = await lockPurchase(tx, shopId, charge);
  if (purchase === undefined) {
    return { kind: 'unknown' };
  }
  const { id } = purchase;
  const as = (status: PurchaseStatus, problem: PurchaseProblem | null = null): SettledIn => ({
    kind: 'settled',
    purchaseId: id,
    status,
    problem,
    changed: status !== purchase.status,
  });
  const verdict = decidePurchase(purchase, charge, { production: inProduction() });
  switch (verdict.kind) {
    case 'settled':
      return as('credited');
    case 'credit':
      await creditPurchase(tx, shopId, purchase, charge.id);
      return as('credited');
    case 'wait':
      await keep(tx, shopId, id, { status: 'pending', shopifyId: charge.id, problem: null });
      return as('pending');
    case 'end':
      await keep(tx, shopId, id, { status: verdict.status, shopifyId: charge.id, problem: null });
      return as(verdict.status);
    case 'refuse':
      await keep(tx, shopId, id, { status: 'refused', shopifyId: charge.id, problem: verdict.problem });
      return as('refused', verdict.problem);
    default:
      return verdict satisfies never;
  }
}

/** By the charge's id, or where its answer was lost by its name. Of another shop there is none. */
async function lockPurchase(
  tx: Transaction,
  shopId: number,
  charge: ReadPurchase,
): Promise<Purchase | undefined> {
  const { rows } = await tx.query<Purchase>(
    `SELECT id, status, credits, cents, currency FROM purchase
     WHERE shop_id = $1 AND kind = 'pack' AND (shopify_id = $2 OR (shopify_id IS NULL AND id = $3))
     ORDER BY shopify_id NULLS LAST LIMIT 1
     FOR UPDATE`,
    [shopId, charge.id, purchaseIdOf(charge.name) ?? null],
  );
  return rows[0];
}

async function keep(
  tx: Transaction,
  shopId: number,
  id: number,
  state: { status: PurchaseStatus; shopifyId: string; problem: PurchaseProblem | null },
): Promise<void> {
  await tx.query(
    `UPDATE purchase SET status = $3, shopify_id = $4, problem = $5, checked_at = now(),
       confirmation_url = CASE WHEN $3 = 'pending' THEN confirmation_url END
     WHERE shop_id = $1 AND id = $2`,
    [shopId, id, state.status, state.shopifyId, state.problem],
  );
}
