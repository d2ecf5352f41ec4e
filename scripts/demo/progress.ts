import { clearLine, cursorTo } from 'node:readline';

const plainEveryMs = 2_000;

/**
 * What the demo says while it works. `update` rewrites one line on a terminal; elsewhere it prints a line when
 * something changed: at once when other work begins, otherwise every two seconds at most. `say` prints a line that stays.
 */
export class Progress {
  readonly #out: NodeJS.WriteStream;
  readonly #now: () => number;
  #open = false;
  #last = '';
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(out: NodeJS.WriteStream = process.stdout, now: () => number = () => performance.now()) {
    this.#out = out;
    this.#now = now;
  }

  update(line: string): void {
    if (this.#out.isTTY) {
      this.clear();
      this.#out.write(line.slice(0, Math.max(20, (this.#out.columns || 80) - 1)));
      this.#open = true;
      return;
    }
    const isNew = firstWords(line) !== firstWords(this.#last);
    if (line !== this.#last && (isNew || this.#now() - this.#lastAt >= plainEveryMs)) {
      this.#last = line;
      this.#lastAt = this.#now();
      this.#out.write(`${line}\n`);
    }
  }

  say(text: string): void {
    this.clear();
    this.#lastAt = Number.NEGATIVE_INFINITY;
    this.#out.write(`${text}\n`);
  }

  /** Takes the rewritten line away. */
  clear(): void {
    if (this.#open) {
      clearLine(this.#out, 0);
      cursorTo(this.#out, 0);
      this.#open = false;
    }
  }
}

/** What is being done, without how far it is. */
const firstWords = (line: string): string => line.split(/[^\p{L}\s]/u, 1)[0] ?? '';
