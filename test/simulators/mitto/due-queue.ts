const TICK_MS = 5;

/** Things that become due, by the clock of `performance.now()`, without a timer for each. Precise to 5 ms. */
export class DueQueue {
  readonly #onDue: (entries: readonly number[]) => void;
  readonly #ticks = new Map<number, number[]>();
  #timer: NodeJS.Timeout | undefined;
  #lastTick = 0;

  constructor(onDue: (entries: readonly number[]) => void) {
    this.#onDue = onDue;
  }

  add(entry: number, inMs: number): void {
    if (this.#timer === undefined) {
      this.#lastTick = tickOf(performance.now());
      this.#timer = setInterval(() => this.#run(), TICK_MS);
    }
    const tick = Math.max(this.#lastTick + 1, tickOf(performance.now() + inMs));
    const entries = this.#ticks.get(tick);
    if (entries === undefined) {
      this.#ticks.set(tick, [entry]);
    } else {
      entries.push(entry);
    }
  }

  /** Forgets everything that is not yet due. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#ticks.clear();
  }

  #run(): void {
    const now = tickOf(performance.now());
    while (this.#lastTick < now) {
      this.#lastTick += 1;
      const entries = this.#ticks.get(this.#lastTick);
      if (entries !== undefined) {
        this.#ticks.delete(this.#lastTick);
        this.#onDue(entries);
      }
    }
    if (this.#ticks.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
  }
}

const tickOf = (ms: number): number => Math.floor(ms / TICK_MS);
