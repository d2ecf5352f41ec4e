import { type Currency, centsOf } from './money.ts';
import type { Plan } from './price-list.ts';

export const subscriptionStatuses = [
  'asking',
  'pending',
  'active',
  'frozen',
  'declined',
  'expired',
  'cancelled',
  'refused',
] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** Credits are bought by themselves when fewer than `threshold` are available, for at most the ceiling in 30 days. */
export type TopUp = { credits: number; threshold: number; ceilingCents: number };

/** Shopify takes no larger amount. */
const CEILING_MAX_CENTS = 1_000_000;

/** What is wrong with a wish for top-ups; `priceCents` undefined: there is no such pack. */
export function checkTopUp(
  { credits, threshold, ceilingCents }: TopUp,
  priceCents: number | undefined,
): 'no_such_pack' | 'threshold' | 'ceiling_too_low' | 'ceiling_too_high' | undefined {
  if (priceCents === undefined) {
    return 'no_such_pack';
  }
  // One pack must end the need: otherwise a single campaign could buy several in a row.
  if (!Number.isSafeInteger(threshold) || threshold < 1 || threshold > credits) {
    return 'threshold';
  }
  if (!Number.isSafeInteger(ceilingCents) || ceilingCents < priceCents) {
    return 'ceiling_too_low';
  }
  return ceilingCents > CEILING_MAX_CENTS ? 'ceiling_too_high' : undefined;
}

/** What the merchant agrees to at Shopify. */
export const topUpTerms = ({ credits, threshold }: Pick<TopUp, 'credits' | 'threshold'>): string =>
  `${count(credits)} text credits at the price of your plan, each time that fewer than ${count(threshold)} are available.`;

const count = (value: number): string => value.toLocaleString('en-GB');

/** What we asked for. */
export type Subscription = {
  id: number;
  plan: Plan;
  status: SubscriptionStatus;
  cents: number;
  currency: Currency;
  ceilingCents: number | null;
};

/** What Shopify has. Amounts are null where the subscription has no such line. */
export type SubscriptionCharge = {
  id: string;
  name: string;
  status: string;
  test: boolean;
  currentPeriodEnd: string | null;
  recurring: { amount: string; currency: string } | null;
  usage: { lineId: string; cap: string; currency: string } | null;
};

export const subscriptionName = ({ id, plan }: Pick<Subscription, 'id' | 'plan'>): string =>
  `Sendbook ${plan === 'free' ? 'top-ups' : `plan ${plan}`} (order ${id})`;

/**
 * How a subscription stands, by what Shopify has. One that is not what we asked for counts for nothing, and neither does a
 * test in production; a word that we do not know changes nothing.
 */
export function decideSubscription(
  asked: Subscription,
  charge: SubscriptionCharge,
  world: { production: boolean },
): SubscriptionStatus {
  switch (charge.status) {
    case 'ACTIVE':
      return asAsked(asked, charge) && !(charge.test && world.production) ? 'active' : 'refused';
    case 'FROZEN':
      return asAsked(asked, charge) && !(charge.test && world.production) ? 'frozen' : 'refused';
    case 'PENDING':
    case 'ACCEPTED':
      return 'pending';
    case 'DECLINED':
      return 'declined';
    case 'EXPIRED':
      return 'expired';
    case 'CANCELLED':
      return 'cancelled';
    default:
      return asked.status;
  }
}

function asAsked(asked: Subscription, { name, recurring, usage }: SubscriptionCharge): boolean {
  const same = (cents: number | null, line: { amount: string; currency: string } | null) =>
    cents === null
      ? line === null
      : line !== null && centsOf(line.amount) === cents && line.currency === asked.currency;
  return (
    name === subscriptionName(asked) &&
    same(asked.cents === 0 ? null : asked.cents, recurring) &&
    same(asked.ceilingCents, usage && { amount: usage.cap, currency: usage.currency })
  );
}

export type TopUpVerdict =
  | { kind: 'buy' }
  | { kind: 'rest'; why: 'off' | 'enough' | 'not_active' }
  | { kind: 'ceiling' };

/** Whether credits are to be bought now, when no top-up is on its way. Shopify has the last word about the ceiling; this spares it the question. */
export function decideTopUp(facts: {
  status: SubscriptionStatus;
  on: boolean;
  topUp: TopUp;
  available: number;
  priceCents: number;
  /** What was charged to the ceiling in the running period, as far as we know. */
  usedCents: number;
}): TopUpVerdict {
  if (!facts.on) {
    return { kind: 'rest', why: 'off' };
  }
  if (facts.status !== 'active') {
    return { kind: 'rest', why: 'not_active' };
  }
  if (facts.available >= facts.topUp.threshold) {
    return { kind: 'rest', why: 'enough' };
  }
  return facts.usedCents + facts.priceCents > facts.topUp.ceilingCents
    ? { kind: 'ceiling' }
    : { kind: 'buy' };
}
