import type { Logger } from 'pino';
import type { Readiness } from './shell.ts';

/** Probes may come from anybody, so they are not what decides how often the database is asked. */
const KEPT_MS = 2_000;

/** Answers yes or no; why is in the log, once for each change. */
export class ReadinessProbe {
  readonly #ask: () => Promise<Readiness>;
  readonly #log: Logger;
  #asked: { at: number; answer: Promise<Readiness> } | undefined;
  #said = '';

  constructor(ask: () => Promise<Readiness>, log: Logger) {
    this.#ask = ask;
    this.#log = log;
  }

  async isReady(): Promise<boolean> {
    const now = performance.now();
    if (this.#asked === undefined || now - this.#asked.at > KEPT_MS) {
      this.#asked = { at: now, answer: this.#ask() };
    }
    const { ready, reasons, oldestDueJobSeconds } = await this.#asked.answer;
    // The minutes that a job is late grow from one answer to the next.
    const words = reasons.join('; ').replace(/ \d{1,9} minutes/, ' minutes');
    if (words !== this.#said) {
      this.#said = words;
      if (reasons.length > 0) {
        this.#log.warn({ ready, reasons, oldestDueJobSeconds }, 'this process is not as it should be');
      } else {
        this.#log.info({ ready }, 'this process is ready again');
      }
    }
    return ready;
  }
}
