import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/**
 * A whole town may be behind one address of a mobile carrier, and a campaign sends it here at once: so only what leads nowhere
 * counts (a wrong secret or signature, an unknown code or address), and what is right is never refused.
 */
const PER_MINUTE = 600;
/** So many counters at most, however many addresses there are; addresses that share one share its limit. */
const COUNTERS = 65_536;

/** Counts by address what strangers ask for in vain. */
export class StrangerLimit {
  readonly #limiter: RateLimiterMemory;

  constructor(perMinute = PER_MINUTE) {
    this.#limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  }

  /** @returns after how many seconds they may try again; undefined while they are within the limit. */
  async over(address: string): Promise<number | undefined> {
    const counter = createHash('sha256').update(address).digest().readUInt32BE() % COUNTERS;
    try {
      await this.#limiter.consume(counter);
      return undefined;
    } catch (refused) {
      if (refused instanceof RateLimiterRes) {
        return Math.ceil(refused.msBeforeNext / 1000);
      }
      throw refused;
    }
  }
}
