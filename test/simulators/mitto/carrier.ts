import type { IncomingMessage } from 'node:http';
import type { Directive } from './behaviours.ts';
import { newCounters } from './counters.ts';
import type { Flags } from './flags.ts';
import type { MessageStore } from './message-store.ts';
import { ReportSender, type Webhook } from './report-sender.ts';
import { patchSettings, type Settings } from './settings.ts';

/** Everything the simulator knows and can be told while it runs. */
export class Carrier {
  readonly store: MessageStore;
  readonly seed: number;
  readonly trafficAccounts: ReadonlySet<string>;
  readonly counters = newCounters();
  readonly reports: ReportSender;
  /** One-shot behaviours of the send calls to come, the next one first. */
  next: Directive[] = [];
  settings: Settings;
  reportWebhook: Webhook | undefined;
  inboundWebhook: Webhook | undefined;
  /** Stops listening for a while; set by the listener that owns the port. */
  refuseConnections: (forMs: number) => void = () => {};
  readonly #apiKey: string;
  readonly #initial: Settings;

  constructor(flags: Flags, store: MessageStore) {
    this.store = store;
    this.seed = flags.seed;
    this.trafficAccounts = new Set(flags.trafficAccounts);
    this.settings = flags.settings;
    this.#initial = flags.settings;
    this.#apiKey = flags.apiKey;
    const { reportUrl, inboundUrl, reportHeaders: headers } = flags;
    this.reportWebhook = reportUrl === undefined ? undefined : { url: reportUrl, headers };
    this.inboundWebhook = inboundUrl === undefined ? undefined : { url: inboundUrl, headers };
    this.reports = new ReportSender({
      store,
      counters: this.counters.reports,
      settings: () => this.settings,
      webhook: () => this.reportWebhook,
      connections: flags.reportConnections,
      retries: flags.reportRetries,
    });
  }

  isAuthorised(request: IncomingMessage): boolean {
    return request.headers['x-mitto-api-key'] === this.#apiKey;
  }

  count(behaviour: string): void {
    this.counters.calls[behaviour] = (this.counters.calls[behaviour] ?? 0) + 1;
  }

  /** Merges a patch into the settings; the problem in words when it does not fit. */
  patch(patch: unknown): string | undefined {
    const result = patchSettings(this.settings, patch);
    if (!result.ok) {
      return result.problem;
    }
    this.settings = result.settings;
    return undefined;
  }

  /** Back to the settings of the command line, with nothing queued. */
  reset(): void {
    this.settings = this.#initial;
    this.next = [];
  }
}
