type Waiting<T> = { item: T; done: () => void; failed: (error: unknown) => void };

/**
 * Writes what comes one by one in groups, without a timer: what arrives while one group is being written is the next one.
 * Under load groups fill by themselves, and a lonely item waits for nobody (DECISIONS.md, 14).
 */
export class GroupWriter<T> {
  readonly #most: number;
  readonly #write: (group: T[]) => Promise<void>;
  #waiting: Waiting<T>[] = [];
  #flushing: Promise<void> | undefined;

  /** @param most items of one group. */
  constructor(most: number, write: (group: T[]) => Promise<void>) {
    this.#most = most;
    this.#write = write;
  }

  /** Resolves when all of the items are written; rejects when the group of one of them is not. */
  add(items: readonly T[]): Promise<void> {
    if (items.length === 0) {
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      let left = items.length;
      const done = () => {
        left -= 1;
        if (left === 0) {
          resolve();
        }
      };
      for (const item of items) {
        this.#waiting.push({ item, done, failed: reject });
      }
      this.#flushing ??= this.#flush();
    });
  }

  /** Waits until nothing is waiting; for a shutdown. */
  async drain(): Promise<void> {
    while (this.#flushing !== undefined) {
      await this.#flushing;
    }
  }

  async #flush(): Promise<void> {
    // Lets everything that arrived in this turn of the event loop join the first group.
    await new Promise(setImmediate);
    while (this.#waiting.length > 0) {
      const group = this.#waiting.slice(0, this.#most);
      this.#waiting = this.#waiting.slice(this.#most);
      try {
        await this.#write(group.map(({ item }) => item));
        for (const { done } of group) {
          done();
        }
      } catch (error) {
        for (const { failed } of group) {
          failed(error);
        }
      }
    }
    this.#flushing = undefined;
  }
}
