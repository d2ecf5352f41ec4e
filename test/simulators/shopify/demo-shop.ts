import { BillingBook } from './admin-api/billing-book.ts';
import { DiscountBook } from './admin-api/discount-book.ts';
import { ExportBook } from './admin-api/export-book.ts';
import { LeakyBucket } from './admin-api/leaky-bucket.ts';
import { SegmentBook } from './admin-api/segment-book.ts';
import { customerNumber, type DemoCustomer, demoCustomer } from './demo-customers.ts';

/** The Plus plan has 20,000 points and 1,000 a second; the demo is not there to wait, so it has fifty times that. */
const GENEROUS = { maximumAvailable: 1_000_000, restoreRate: 1_000_000 };

/**
 * One shop and its customers. The customers are computed when they are asked for, so that a million of them cost no
 * memory; only those that were changed are kept.
 */
export class DemoShop {
  readonly domain: string;
  readonly count: number;
  readonly bucket = new LeakyBucket(GENEROUS);
  readonly discounts = new DiscountBook();
  readonly segments = new SegmentBook();
  readonly billing = new BillingBook();
  readonly exports = new ExportBook(this);
  /** The code with which the shop refuses every change of a consent; null: it takes them. */
  consentRefusal: string | null = null;
  /** Operations whose next answers get lost on the way, and how many. */
  readonly answersToLose = new Map<string, number>();
  readonly #seed: number;
  readonly #changed = new Map<number, DemoCustomer>();
  readonly #deleted = new Set<number>();

  constructor(options: { domain: string; customers: number; seed: number }) {
    this.domain = options.domain;
    this.count = options.customers;
    this.#seed = options.seed;
  }

  /** `Demo` for `demo.myshopify.com`. */
  get name(): string {
    const handle = this.domain.replace('.myshopify.com', '');
    return handle.charAt(0).toUpperCase() + handle.slice(1);
  }

  customer(id: string): DemoCustomer | undefined {
    const n = customerNumber(id, this.count);
    return n === undefined || this.#deleted.has(n) ? undefined : this.#at(n);
  }

  /** By id, the smallest first; from the customer of that id on. */
  *customersById(fromId?: string): Generator<DemoCustomer> {
    for (let n = this.#numberOf(fromId); n < this.count; n += 1) {
      if (!this.#deleted.has(n)) {
        yield this.#at(n);
      }
    }
  }

  /** By `updatedAt`, the oldest first. Untouched customers are made in that order; they begin at `fromId`. */
  *customersByUpdate(fromId?: string): Generator<DemoCustomer> {
    for (let n = this.#numberOf(fromId); n < this.count; n += 1) {
      if (!this.#changed.has(n) && !this.#deleted.has(n)) {
        yield this.#at(n);
      }
    }
    yield* [...this.#changed.values()].sort(
      (a, b) => Date.parse(a.updatedAt) - Date.parse(b.updatedAt) || (a.id < b.id ? -1 : 1),
    );
  }

  /** Changes a customer, as of `now`. */
  change(customer: DemoCustomer, change: Partial<DemoCustomer>, now: Date): DemoCustomer {
    const n = this.#existing(customer.id);
    // Also with a clock that runs behind the demo's dates, a changed customer is the latest one.
    const last = Date.parse(this.#at(this.count - 1).updatedAt) + 1;
    const updatedAt = new Date(Math.max(now.getTime(), last)).toISOString();
    const changed = { ...customer, ...change, updatedAt };
    this.#changed.set(n, changed);
    return changed;
  }

  delete(id: string): void {
    const n = this.#existing(id);
    this.#deleted.add(n);
    this.#changed.delete(n);
  }

  #existing(id: string): number {
    const n = customerNumber(id, this.count);
    if (n === undefined || this.#deleted.has(n)) {
      throw new Error(`${id} is not a customer of ${this.domain}`);
    }
    return n;
  }

  #numberOf(id: string | undefined): number {
    return (id === undefined ? undefined : customerNumber(id, this.count)) ?? 0;
  }

  #at(n: number): DemoCustomer {
    return this.#changed.get(n) ?? demoCustomer(n, { count: this.count, seed: this.#seed });
  }
}

/** The number of a shop, made of its name: the same in every run. */
export function shopNumber(domain: string): string {
  let hash = 7n;
  for (const character of domain) {
    hash = (hash * 131n + BigInt(character.codePointAt(0) ?? 0)) % 99_999_999_977n;
  }
  return String(hash);
}
