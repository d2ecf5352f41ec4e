import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { DemoCustomer } from '../demo-customers.ts';
import type { DemoShop } from '../demo-shop.ts';

/** How a bulk operation ends where it does not come to a result. */
export type BadEnd = 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT' | 'CANCELED' | 'EXPIRED';

export type ShopifyExport = {
  id: string;
  query: string;
  createdAt: Date;
  /** Before this it is only CREATED, whatever is written already. */
  dueMs: number;
  count: number;
  bytes: number;
  file: string;
  written: boolean;
  badEnd: BadEnd | undefined;
};

/** What happens to the next downloads of a result; see routes/exports.ts. */
export type DownloadFaults = {
  /** So many answers break off after so many bytes. */
  cuts: number;
  cutAfter: number;
  /** The address is no longer good. */
  gone: boolean;
  /** As a server that knows no ranges: everything from the start. */
  ignoreRange: boolean;
  /** The last bytes are missing, and nobody says so. */
  truncated: boolean;
  /** A pause after each 64 kB. */
  pauseMs: number;
};

const EXPORT_MS = 50;
const LINES_PER_TURN = 500;

/** The bulk operations of one shop. Results are files, written once, as the shop was when the operation began. */
export class ExportBook {
  /** How long an operation takes at least. */
  exportMs = EXPORT_MS;
  /** False: Shopify has not approved the app for names, numbers and addresses. */
  granted = true;
  /** As many as may run at a time are running. */
  busy = false;
  /** How the next operations end; the others end well. */
  readonly badEnds: BadEnd[] = [];
  readonly faults: DownloadFaults = {
    cuts: 0,
    cutAfter: 0,
    gone: false,
    ignoreRange: false,
    truncated: false,
    pauseMs: 0,
  };
  readonly #shop: DemoShop;
  readonly #exports = new Map<string, ShopifyExport>();
  #folder: string | undefined;
  #lastId = 147_595_010;

  constructor(shop: DemoShop) {
    this.#shop = shop;
  }

  /** Begins an operation over the customers that pass `filter`; `ended` is called when it is over. */
  start(
    query: string,
    {
      filter,
      toLine,
    }: { filter: (customer: DemoCustomer) => boolean; toLine: (customer: DemoCustomer) => string },
    { now, ended }: { now: Date; ended: (one: ShopifyExport) => void },
  ): ShopifyExport {
    this.#folder ??= mkdtempSync(join(tmpdir(), 'shopify-exports-'));
    this.#lastId += 1;
    const one: ShopifyExport = {
      id: `gid://shopify/BulkOperation/${this.#lastId}`,
      query,
      createdAt: now,
      dueMs: performance.now() + this.exportMs,
      count: 0,
      bytes: 0,
      file: join(this.#folder, `${this.#lastId}.jsonl`),
      written: false,
      badEnd: this.granted ? this.badEnds.shift() : 'ACCESS_DENIED',
    };
    this.#exports.set(one.id, one);
    const matching = function* (shop: DemoShop) {
      for (const customer of shop.customersById()) {
        if (filter(customer)) {
          yield `${toLine(customer)}\n`;
        }
      }
    };
    const lines = matching(this.#shop);
    // The first lines at once: a small shop is written as it is now, whatever happens to it while the operation runs.
    const first = one.badEnd === undefined ? takeLines(lines, one) : '';
    void this.#write(one, lines, first).then(() => {
      const left = Math.max(0, one.dueMs - performance.now());
      setTimeout(() => ended(one), left).unref();
    });
    return one;
  }

  find(id: string): ShopifyExport | undefined {
    return this.#exports.get(id);
  }

  list(): ShopifyExport[] {
    return [...this.#exports.values()];
  }

  status(one: ShopifyExport): string {
    if (performance.now() < one.dueMs) {
      return one.count === 0 ? 'CREATED' : 'RUNNING';
    }
    switch (one.badEnd) {
      case undefined:
        return one.written ? 'COMPLETED' : 'RUNNING';
      case 'CANCELED':
      case 'EXPIRED':
        return one.badEnd;
      default:
        return 'FAILED';
    }
  }

  close(): void {
    if (this.#folder !== undefined) {
      rmSync(this.#folder, { recursive: true, force: true });
    }
  }

  async #write(one: ShopifyExport, lines: Generator<string>, first: string): Promise<void> {
    if (one.badEnd !== undefined) {
      return;
    }
    const chunks = function* () {
      for (let chunk = first; chunk !== ''; chunk = takeLines(lines, one)) {
        yield chunk;
      }
    };
    try {
      await pipeline(Readable.from(chunks()), createWriteStream(one.file));
      one.written = true;
    } catch {
      // The stand-in ends, and its folder is gone.
    }
  }
}

/** Some lines, so that a million of them never stand in memory; '' at the end. */
function takeLines(lines: Generator<string>, one: ShopifyExport): string {
  let chunk = '';
  for (let n = 0; n < LINES_PER_TURN; n += 1) {
    const { done, value } = lines.next();
    if (done) {
      break;
    }
    chunk += value;
    one.count += 1;
  }
  one.bytes += Buffer.byteLength(chunk);
  return chunk;
}
