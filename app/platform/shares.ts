/** Whose turn it is among many who ask for the same: so many at a time for each, and so many who wait. */
export class Shares<Key> {
  readonly #atOnce: number;
  readonly #waitingMost: number;
  readonly #of = new Map<Key, { running: number; waiting: (() => void)[] }>();

  constructor(limits: { atOnce: number; waitingMost: number }) {
    this.#atOnce = limits.atOnce;
    this.#waitingMost = limits.waitingMost;
  }

  /**
   * Does work when there is room for it.
   *
   * @returns undefined, at once, when as many wait as may.
   */
  async take<T>(key: Key, work: () => Promise<T>): Promise<{ result: T } | undefined> {
    const share = this.#of.get(key) ?? { running: 0, waiting: [] };
    this.#of.set(key, share);
    if (share.running >= this.#atOnce) {
      if (share.waiting.length >= this.#waitingMost) {
        return undefined;
      }
      await new Promise<void>((resolve) => share.waiting.push(resolve));
    } else {
      share.running += 1;
    }
    try {
      return { result: await work() };
    } finally {
      const next = share.waiting.shift();
      if (next !== undefined) {
        next();
      } else {
        share.running -= 1;
        if (share.running === 0) {
          this.#of.delete(key);
        }
      }
    }
  }
}
