import { randomUUID } from 'node:crypto';

export type Price = { amount: string; currencyCode: string };
export type StoredPurchase = {
  kind: 'purchase';
  id: string;
  name: string;
  price: Price;
  returnUrl: string;
  test: boolean;
  status: string;
  createdAt: string;
};
export type UsageRecord = {
  id: string;
  description: string;
  idempotencyKey: string | null;
  price: Price;
  createdAt: string;
};
export type StoredSubscription = {
  kind: 'subscription';
  id: string;
  name: string;
  returnUrl: string;
  test: boolean;
  status: string;
  createdAt: string;
  currentPeriodEnd: string | null;
  recurring: { lineId: string; price: Price; interval: string } | null;
  usage: { lineId: string; cap: Price; terms: string; records: UsageRecord[] } | null;
};
export type Charge = StoredPurchase | StoredSubscription;

// No two charges of Shopify have the same id, also over restarts of the stand-in, whose app keeps them. All have the same
// length, because they are compared as text.
let lastId = Date.now() * 1_000;

const PERIOD_MS = 30 * 86_400_000;

/** The charges of one shop. At most one subscription is active: approving another one ends the one before. */
export class BillingBook {
  /** True: what is approved stays PENDING until it is told otherwise. */
  late = false;
  readonly #charges = new Map<string, Charge>();
  addPurchase(
    asked: Pick<StoredPurchase, 'name' | 'price' | 'returnUrl' | 'test'>,
    now: Date,
  ): StoredPurchase {
    const purchase: StoredPurchase = {
      ...asked,
      kind: 'purchase',
      id: this.#newId('AppPurchaseOneTime'),
      status: 'PENDING',
      createdAt: now.toISOString(),
    };
    this.#charges.set(purchase.id, purchase);
    return purchase;
  }

  addSubscription(
    asked: Pick<StoredSubscription, 'name' | 'returnUrl' | 'test'> & {
      recurring: { price: Price; interval: string } | null;
      usage: { cap: Price; terms: string } | null;
    },
    now: Date,
  ): StoredSubscription {
    const id = this.#newId('AppSubscription');
    const line = () =>
      `gid://shopify/AppSubscriptionLineItem/${id.split('/').at(-1)}?v=1&index=${randomUUID()}`;
    const subscription: StoredSubscription = {
      ...asked,
      kind: 'subscription',
      id,
      status: 'PENDING',
      createdAt: now.toISOString(),
      currentPeriodEnd: null,
      recurring: asked.recurring && { ...asked.recurring, lineId: line() },
      usage: asked.usage && { ...asked.usage, lineId: line(), records: [] },
    };
    this.#charges.set(id, subscription);
    return subscription;
  }

  byId(id: string): Charge | undefined {
    return this.#charges.get(id);
  }

  byLine(lineId: string): StoredSubscription | undefined {
    return this.subscriptions().find(({ usage }) => usage?.lineId === lineId);
  }

  purchases(): StoredPurchase[] {
    return [...this.#charges.values()].filter((charge) => charge.kind === 'purchase');
  }

  subscriptions(): StoredSubscription[] {
    return [...this.#charges.values()].filter((charge) => charge.kind === 'subscription');
  }

  /** Gives a charge another status. @returns every charge that has changed by it. */
  move(charge: Charge, status: string, now: Date): Charge[] {
    const ended =
      charge.kind === 'subscription' && status === 'ACTIVE'
        ? this.subscriptions().filter((other) => other !== charge && other.status === 'ACTIVE')
        : [];
    for (const other of ended) {
      other.status = 'CANCELLED';
    }
    charge.status = status;
    if (charge.kind === 'subscription' && status === 'ACTIVE') {
      charge.currentPeriodEnd ??= new Date(now.getTime() + PERIOD_MS).toISOString();
    }
    return [charge, ...ended];
  }

  /** The app was uninstalled: its subscriptions end with it. */
  endSubscriptions(): void {
    for (const subscription of this.subscriptions()) {
      if (['PENDING', 'ACTIVE', 'FROZEN'].includes(subscription.status)) {
        subscription.status = 'CANCELLED';
      }
    }
  }

  /** One record per key, however often it is asked for; undefined when it would cost more than the ceiling leaves. */
  charge(
    { usage }: StoredSubscription,
    asked: { price: Price; description: string; idempotencyKey: string | null },
    now: Date,
  ): UsageRecord | undefined {
    const before = usage?.records.find(
      ({ idempotencyKey }) => idempotencyKey !== null && idempotencyKey === asked.idempotencyKey,
    );
    if (before !== undefined || usage === null) {
      return before;
    }
    if (usedOf(usage) + Number(asked.price.amount) > Number(usage.cap.amount)) {
      return undefined;
    }
    const record = { ...asked, id: this.#newId('AppUsageRecord'), createdAt: now.toISOString() };
    usage.records.push(record);
    return record;
  }

  #newId(type: string): string {
    lastId += 1;
    return `gid://shopify/${type}/${lastId}`;
  }
}

export const usedOf = ({ records }: Pick<NonNullable<StoredSubscription['usage']>, 'records'>): number =>
  records.reduce((sum, { price }) => sum + Number(price.amount), 0);
