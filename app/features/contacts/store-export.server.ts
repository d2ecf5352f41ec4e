import { type ContactValues, shopifyCustomer, toContact } from '../../core/contacts/shopify-customer.ts';
import { parseStorableJson } from '../../core/storable.ts';
import { type ExportLine, openExportFile } from '../../platform/shopify/export-file.server.ts';
import { storeCustomers } from './store-customers.server.ts';
import type { Reading } from './sync-state.server.ts';

/** Customers per transaction: fewer cost more commits, more are locked for longer. */
const GROUP = 500;
/** A run ends after so long, so that other shops' work gets its turn; the next one goes on at once. */
const RUN_MS = 15_000;

export type StoredExport =
  | { kind: 'at_end'; count: number }
  | { kind: 'more' }
  /** The file's address is no longer good. */
  | { kind: 'gone' }
  | { kind: 'overtaken' };

/** The place where the next group begins. */
type Place = { storedBytes: number; storedCount: number };

/**
 * Stores the file of an export from where the reading is: while the database takes one group, the next one is made ready.
 *
 * @throws when a line is not a customer, or the file is shorter than Shopify said: to leave somebody out would be silent.
 */
export async function storeExport(
  reading: Reading,
  file: { url: string; bytes: number | null },
): Promise<StoredExport> {
  const opened = await openExportFile(file.url, reading.storedBytes);
  switch (opened.kind) {
    case 'gone':
      return { kind: 'gone' };
    case 'at_end':
      return { kind: 'at_end', count: reading.storedCount };
    default:
      return await new ExportStore(reading).read(opened.lines, file.bytes);
  }
}

class ExportStore {
  readonly #reading: Reading;
  readonly #endsAt = performance.now() + RUN_MS;
  /** Where the group ends that is being made ready, and where the one before it began. */
  #read: Place;
  #begun: Place;
  #group: ContactValues[] = [];
  #storing: Promise<boolean> = Promise.resolve(true);

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#read = { storedBytes: reading.storedBytes, storedCount: reading.storedCount };
    this.#begun = this.#read;
  }

  async read(batches: AsyncGenerator<ExportLine[]>, bytes: number | null): Promise<StoredExport> {
    for await (const lines of batches) {
      for (const line of lines) {
        this.#take(line);
        if (this.#group.length < GROUP) {
          continue;
        }
        if (!(await this.#store())) {
          return { kind: 'overtaken' };
        }
        if (performance.now() > this.#endsAt) {
          return (await this.#storing) ? { kind: 'more' } : { kind: 'overtaken' };
        }
      }
    }
    if (!(await this.#store()) || !(await this.#storing)) {
      return { kind: 'overtaken' };
    }
    if (bytes !== null && this.#read.storedBytes < bytes) {
      throw new Error(`the file of an export ended after ${this.#read.storedBytes} of ${bytes} bytes`);
    }
    return { kind: 'at_end', count: this.#read.storedCount };
  }

  #take({ text, end }: ExportLine): void {
    const { storedCount } = this.#read;
    if (text.trim() === '') {
      this.#read = { storedBytes: end, storedCount };
      return;
    }
    this.#group.push(toContact(parseLine(text, this.#read.storedBytes), this.#reading.country));
    this.#read = { storedBytes: end, storedCount: storedCount + 1 };
  }

  /** Hands the group to the database, after the one before; false when that one was overtaken. */
  async #store(): Promise<boolean> {
    if (!(await this.#storing)) {
      return false;
    }
    const from = { ...this.#reading, ...this.#begun };
    this.#storing = storeCustomers(from, this.#group, this.#read);
    // Its error is met where it is awaited, which may be a while after it came.
    this.#storing.catch(() => {});
    this.#begun = this.#read;
    this.#group = [];
    return true;
  }
}

/** The line itself stays out of the error: it is about a person. */
function parseLine(text: string, at: number) {
  let content: unknown;
  try {
    content = parseStorableJson(text);
  } catch {
    throw new Error(`the file of an export is not JSON at byte ${at}`);
  }
  const parsed = shopifyCustomer.safeParse(content);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path }) => path.join('.')).join(', ');
    throw new Error(`the file of an export has no customer at byte ${at}: ${fields}`);
  }
  return parsed.data;
}
