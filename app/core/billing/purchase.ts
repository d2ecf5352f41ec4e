import { type Currency, centsOf } from './money.ts';

/**
 * Where a purchase is. `asking`: not known yet to exist at Shopify. `refused`: Shopify has it, but no credits come of it,
 * or Shopify did not take it (`problem` says which).
 */
export const purchaseStatuses = ['asking', 'pending', 'credited', 'declined', 'expired', 'refused'] as const;
export type PurchaseStatus = (typeof purchaseStatuses)[number];
export type PurchaseProblem = 'test_charge' | 'other_price' | 'other_name' | 'ceiling' | 'not_charged';

/** What we asked for. */
export type Purchase = {
  id: number;
  status: PurchaseStatus;
  credits: number;
  cents: number;
  currency: Currency;
};

/** What Shopify has: an app purchase, as its API returns it. */
export type Charge = {
  id: string;
  name: string;
  status: string;
  test: boolean;
  amount: string;
  currency: string;
};

export type PurchaseVerdict =
  | { kind: 'credit' }
  /** The merchant has not decided yet, or Shopify says a word that we do not know. */
  | { kind: 'wait' }
  | { kind: 'end'; status: 'declined' | 'expired' }
  | { kind: 'refuse'; problem: 'test_charge' | 'other_price' | 'other_name' }
  /** Its credits are there already: nothing that comes later changes that. */
  | { kind: 'settled' };

/** The charge's name, which the merchant reads on Shopify's bill and by which we find it again. */
export const purchaseName = ({ id, credits }: Pick<Purchase, 'id' | 'credits'>): string =>
  `${credits.toLocaleString('en-GB')} text credits (order ${id})`;

/** The id of the purchase that a charge was made for; undefined when the name is not one of ours. */
export function purchaseIdOf(name: string): number | undefined {
  const digits = /^[\d,]+ text credits \(order ([1-9]\d{0,14})\)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * What a charge of Shopify means for the purchase it was made for. Only an active charge that is what we asked for gives
 * credits, and in production only one that moves money. One that was given up here and turns out to be active still does.
 */
export function decidePurchase(
  purchase: Purchase,
  charge: Charge,
  world: { production: boolean },
): PurchaseVerdict {
  if (purchase.status === 'credited') {
    return { kind: 'settled' };
  }
  switch (charge.status) {
    case 'ACTIVE':
      break;
    case 'DECLINED':
      return { kind: 'end', status: 'declined' };
    case 'EXPIRED':
    case 'CANCELLED':
      return { kind: 'end', status: 'expired' };
    default:
      return { kind: 'wait' };
  }
  if (charge.name !== purchaseName(purchase)) {
    return { kind: 'refuse', problem: 'other_name' };
  }
  if (centsOf(charge.amount) !== purchase.cents || charge.currency !== purchase.currency) {
    return { kind: 'refuse', problem: 'other_price' };
  }
  return charge.test && world.production ? { kind: 'refuse', problem: 'test_charge' } : { kind: 'credit' };
}
