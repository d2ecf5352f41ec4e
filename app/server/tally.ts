import type { Logger } from 'pino';

type Trouble = 'refused' | 'unreadable' | 'failed';
const everyMs = 10_000;

/**
 * Counts what programs post to us, and writes one line in ten seconds instead of one per request: there may be thousands in
 * a second. Each kind of trouble gets a line of its own at once, the first time in that span.
 */
export class Tally {
  readonly #log: Logger;
  readonly #name: string;
  readonly #timer: NodeJS.Timeout;
  #calls = 0;
  #items = 0;
  #troubles: Record<Trouble, number> = { refused: 0, unreadable: 0, failed: 0 };

  /** @param name what is counted, as the line in the log begins. */
  constructor(log: Logger, name: string) {
    this.#log = log;
    this.#name = name;
    this.#timer = setInterval(() => this.#write(), everyMs).unref();
  }

  /** One call was taken, with so many items in it. */
  recorded(items: number): void {
    this.#calls += 1;
    this.#items += items;
  }

  /** @param message must hold nothing of the request. */
  trouble(kind: Trouble, message: string, error?: unknown): void {
    this.#troubles[kind] += 1;
    if (this.#troubles[kind] === 1) {
      this.#log.warn(error === undefined ? {} : { err: error }, message);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#write();
  }

  #write(): void {
    const { refused, unreadable, failed } = this.#troubles;
    if (this.#calls + refused + unreadable + failed > 0) {
      this.#log.info({ calls: this.#calls, items: this.#items, refused, unreadable, failed }, this.#name);
    }
    this.#calls = 0;
    this.#items = 0;
    this.#troubles = { refused: 0, unreadable: 0, failed: 0 };
  }
}
