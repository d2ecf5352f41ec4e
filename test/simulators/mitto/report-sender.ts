import type { Counters } from './counters.ts';
import { DueQueue } from './due-queue.ts';
import type { MessageStore } from './message-store.ts';
import { ReportClient } from './report-client.ts';
import { MAX_ATTEMPT, nextAttempt, nextStep, type ReportEntry, readEntry } from './report-entry.ts';
import { type ReportFields, reportFields, reportRequest, transportOf } from './report-request.ts';
import type { Settings } from './settings.ts';

const FIRST_BACKOFF_MS = 250;
/** An answer waits no longer than this for its early reports: a receiver that hangs must not hang the carrier. */
const EARLY_WAIT_MS = 2_000;

/** Where reports go. */
export interface Webhook {
  url: string;
  headers: Readonly<Record<string, string>>;
}

export interface ReportSenderOptions {
  store: MessageStore;
  counters: Counters['reports'];
  settings: () => Settings;
  webhook: () => Webhook | undefined;
  connections: number;
  /** How often a report that was not answered 2xx is tried again. */
  retries: number;
}

/** Delivers reports over a fixed number of kept-alive connections, each message's reports strictly in order. */
export class ReportSender {
  readonly #options: ReportSenderOptions;
  readonly #client: ReportClient;
  readonly #due: DueQueue;
  #ready: ReportEntry[] = [];
  #head = 0;
  #active = 0;
  #waiting = 0;
  #stopped = false;
  #idleWaiters: (() => void)[] = [];

  constructor(options: ReportSenderOptions) {
    if (options.retries > MAX_ATTEMPT) {
      throw new RangeError(`At most ${MAX_ATTEMPT} retries of a report are possible.`);
    }
    this.#options = options;
    this.#client = new ReportClient(options.connections);
    this.#due = new DueQueue((entries) => this.#makeReady(entries));
  }

  /** Reports that are planned and neither acknowledged nor given up. */
  get waiting(): number {
    return this.#waiting;
  }

  schedule(entry: ReportEntry, inMs: number): void {
    this.#waiting += 1;
    this.#due.add(entry, inMs);
  }

  /** Sends at once, ahead of all others; resolves when each was tried once, or after two seconds. */
  async sendEarly(entries: readonly ReportEntry[]): Promise<void> {
    this.#waiting += entries.length;
    const { batch } = this.#options.settings().reports;
    const tries: Promise<void>[] = [];
    for (let i = 0; i < entries.length; i += batch) {
      tries.push(this.#deliver(entries.slice(i, i + batch)));
    }
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, EARLY_WAIT_MS);
    });
    await Promise.race([Promise.all(tries), patience]);
    clearTimeout(timer);
  }

  /** Resolves when no report waits any more. */
  idle(): Promise<void> {
    return this.#waiting === 0
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.#idleWaiters.push(resolve);
        });
  }

  /** Drops what waits and cuts what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#due.stop();
    this.#ready = [];
    this.#head = 0;
    await this.#client.stop();
  }

  #makeReady(entries: readonly ReportEntry[]): void {
    for (const entry of entries) {
      this.#ready.push(entry);
    }
    this.#fillConnections();
  }

  #fillConnections(): void {
    while (!this.#stopped && this.#active < this.#options.connections && this.#head < this.#ready.length) {
      const group = this.#ready.slice(this.#head, this.#head + this.#options.settings().reports.batch);
      this.#head += group.length;
      this.#active += 1;
      // #deliver turns every failure into a retry or a counter; it never rejects.
      void this.#deliver(group).then(() => {
        this.#active -= 1;
        this.#fillConnections();
      });
    }
    if (this.#head === this.#ready.length) {
      this.#ready = [];
      this.#head = 0;
    } else if (this.#head > 100_000) {
      this.#ready = this.#ready.slice(this.#head);
      this.#head = 0;
    }
  }

  async #deliver(entries: readonly ReportEntry[]): Promise<void> {
    const { store } = this.#options;
    const settings = this.#options.settings();
    const together: { entries: ReportEntry[]; reports: ReportFields[] } = { entries: [], reports: [] };
    for (const entry of entries) {
      const { ordinal, step } = readEntry(entry);
      const message = store.read(ordinal);
      if (message === undefined) {
        throw new Error(`Message ${ordinal} is not in the log.`);
      }
      const transport = transportOf(message, step, settings);
      if (transport === 'json') {
        together.entries.push(entry);
        together.reports.push(reportFields(message, step, settings));
      } else {
        await this.#post([entry], [reportFields(message, step, settings)], transport);
      }
    }
    if (together.entries.length > 0) {
      await this.#post(together.entries, together.reports, 'json');
    }
  }

  async #post(
    entries: readonly ReportEntry[],
    reports: readonly ReportFields[],
    transport: ReturnType<typeof transportOf>,
  ): Promise<void> {
    const webhook = this.#options.webhook();
    if (webhook === undefined) {
      this.#options.counters.unaddressed += entries.length;
      entries.forEach((entry) => {
        this.#goOn(entry);
      });
      return;
    }
    const asArray = this.#options.settings().reports.batch > 1;
    this.#options.counters.sent += entries.length;
    const call = reportRequest(webhook.url, webhook.headers, reports, transport, asArray);
    const isAcknowledged = await this.#client.deliver(call);
    for (const entry of entries) {
      if (isAcknowledged) {
        this.#options.counters.acknowledged += 1;
        this.#goOn(entry);
      } else {
        this.#retry(entry);
      }
    }
  }

  #retry(entry: ReportEntry): void {
    const { attempt } = readEntry(entry);
    if (attempt >= this.#options.retries) {
      this.#options.counters.givenUp += 1;
      this.#goOn(entry);
    } else if (!this.#stopped) {
      this.#options.counters.retried += 1;
      this.#due.add(nextAttempt(entry), FIRST_BACKOFF_MS * 2 ** attempt);
    }
  }

  /** This report is over, one way or the other: now the message's next one may follow. */
  #goOn(entry: ReportEntry): void {
    if (!readEntry(entry).last && !this.#stopped) {
      this.#due.add(nextStep(entry), this.#options.settings().reports.gapMs);
      return;
    }
    this.#waiting -= 1;
    if (this.#waiting === 0) {
      this.#idleWaiters.splice(0).forEach((resolve) => {
        resolve();
      });
    }
  }
}
