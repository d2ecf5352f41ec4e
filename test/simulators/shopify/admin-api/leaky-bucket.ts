/** What Shopify tells in `extensions.cost.throttleStatus`. */
export interface ThrottleStatus {
  maximumAvailable: number;
  currentlyAvailable: number;
  restoreRate: number;
}

/** The Admin API's rate limit of one app in one shop: points that come back at `restoreRate` per second. */
export class LeakyBucket {
  #maximum: number;
  #restoreRate: number;
  #available: number;
  #at: number;
  readonly #nowMs: () => number;

  constructor(options: { maximumAvailable: number; restoreRate: number; nowMs?: () => number }) {
    this.#nowMs = options.nowMs ?? (() => performance.now());
    this.#maximum = options.maximumAvailable;
    this.#restoreRate = options.restoreRate;
    this.#available = options.maximumAvailable;
    this.#at = this.#nowMs();
  }

  /** Takes `points`, or leaves the bucket as it is and answers false. */
  take(points: number): boolean {
    this.#restore();
    if (points > this.#available) {
      return false;
    }
    this.#available -= points;
    return true;
  }

  /** Gives back what a query was charged beyond its actual cost. */
  giveBack(points: number): void {
    this.#available = Math.min(this.#maximum, this.#available + Math.max(0, points));
  }

  /** Other limits from now on; the bucket is full, or holds `currentlyAvailable`. */
  reset(limits: {
    maximumAvailable: number;
    restoreRate: number;
    currentlyAvailable?: number | undefined;
  }): void {
    this.#maximum = limits.maximumAvailable;
    this.#restoreRate = limits.restoreRate;
    this.#available = Math.min(limits.maximumAvailable, limits.currentlyAvailable ?? limits.maximumAvailable);
    this.#at = this.#nowMs();
  }

  status(): ThrottleStatus {
    this.#restore();
    return {
      maximumAvailable: this.#maximum,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.#restoreRate,
    };
  }

  #restore(): void {
    const now = this.#nowMs();
    this.#available = Math.min(
      this.#maximum,
      this.#available + ((now - this.#at) / 1000) * this.#restoreRate,
    );
    this.#at = now;
  }
}
