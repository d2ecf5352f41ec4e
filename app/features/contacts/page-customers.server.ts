import { toContact } from '../../core/contacts/shopify-customer.ts';
import { readCustomersPage } from '../../platform/shopify/customer-calls.server.ts';
import { finishReading } from './finish-reading.server.ts';
import { storeCustomers } from './store-customers.server.ts';
import type { Synced } from './sync-contacts.server.ts';
import { comeBack, type Reading } from './sync-state.server.ts';

/** A run ends after so long; the next one goes on at once. */
const RUN_MS = 15_000;

/**
 * Reads a shop's customers page by page, where Shopify makes no export of them. Each page commits with the place it ends at:
 * after a crash or an error the next run goes on from there.
 */
export async function pageCustomers(begun: Reading): Promise<Synced> {
  const endsAt = performance.now() + RUN_MS;
  for (let reading = begun; ; ) {
    const asked = await readCustomersPage(reading.domain, reading.mergeFields, reading.cursor, reading.since);
    if (asked.kind === 'no_access') {
      return { kind: 'no_access' };
    }
    if (asked.kind === 'throttled') {
      await comeBack(reading, asked.waitMs);
      return { kind: 'to_be_continued', why: 'throttled' };
    }
    const { customers, next } = asked.data;
    const storedCount = reading.storedCount + customers.length;
    const contacts = customers.map((customer) => toContact(customer, reading.country));
    // The last page has no place after it, so the reading ends at the one that it was found at.
    const place = { storedCount, cursor: next ?? reading.cursor };
    if (!(await storeCustomers(reading, contacts, place))) {
      return { kind: 'overtaken' };
    }
    reading = { ...reading, ...place };
    if (next === null) {
      return (await finishReading(reading))
        ? { kind: 'done', customers: storedCount }
        : { kind: 'overtaken' };
    }
    if (performance.now() > endsAt) {
      await comeBack(reading, 0);
      return { kind: 'to_be_continued', why: 'others' };
    }
  }
}
