import { log } from '../../platform/log.server.ts';
import { readExport, startExport } from '../../platform/shopify/customer-calls.server.ts';
import { finishReading } from './finish-reading.server.ts';
import { pageCustomers } from './page-customers.server.ts';
import { storeExport } from './store-export.server.ts';
import { advance, comeBack, putOff, type Reading, showProgress, takeUp } from './sync-state.server.ts';

export type Synced =
  /** Nothing is to be read: no reading is under way, or the shop is unknown or uninstalled. */
  | { kind: 'idle' }
  /** It goes on by another run: Shopify is still making the export, throttles, or others are to have their turn. */
  | {
      kind: 'to_be_continued';
      why: 'made_at_shopify' | 'throttled' | 'busy' | 'others' | 'begun_anew' | 'paging';
    }
  /** Shopify gives no access to this shop's customers; it is tried again, later each time. */
  | { kind: 'no_access' }
  /** Another run of the same work is ahead and goes on. */
  | { kind: 'overtaken' }
  | { kind: 'done'; customers: number };

/** An export is tried so often; then the customers are read page by page, which is slow and always works. */
const EXPORTS_MOST = 3;
/** Another export of ours may be in the way: one that was started by a call whose answer was lost, or of another job. */
const BUSY_TRIES = 5;
const BUSY_MS = 30_000;
const POLL_LEAST_MS = 500;
const POLL_MOST_MS = 10_000;

/**
 * Reads a shop's customers into its contacts, a step at a time: asks Shopify for an export, looks whether it is made, stores
 * it group by group. No run waits for Shopify; what is to come next is in `customer_sync`, and each group commits with the
 * place where it ends, so that after a crash nothing is read twice and nobody is left out.
 *
 * @throws when Shopify, its storage or the database is down; the reading is tried again, later each time.
 */
export async function syncContacts(shopId: number): Promise<Synced> {
  const reading = await takeUp(shopId);
  if (reading === undefined) {
    return { kind: 'idle' };
  }
  try {
    const result = await step(reading);
    if (result.kind === 'no_access') {
      await putOff(reading, 'denied');
    }
    log.info({ shopId, reading: reading.kind, ...result }, 'reading customers');
    return result;
  } catch (error) {
    await putOff(reading, 'failed').catch(() => {
      // The database is what is down: the first error says more.
    });
    throw error;
  }
}

function step(reading: Reading): Promise<Synced> {
  if (reading.paging) {
    return pageCustomers(reading);
  }
  return reading.operation === null ? begin(reading) : goOn(reading, reading.operation);
}

async function begin(reading: Reading): Promise<Synced> {
  const started = await startExport(reading.domain, reading.mergeFields, reading.since);
  if (started.kind === 'no_access') {
    return { kind: 'no_access' };
  }
  if (started.kind === 'throttled') {
    return await later(reading, 'throttled', started.waitMs);
  }
  switch (started.data.kind) {
    case 'started': {
      const { operation } = started.data;
      const moved = await advance(reading, { operation });
      return moved ? await later(reading, 'made_at_shopify', POLL_LEAST_MS) : { kind: 'overtaken' };
    }
    case 'busy': {
      const moved = await advance(reading, {
        failures: reading.failures + 1,
        paging: reading.failures >= BUSY_TRIES,
      });
      return moved ? await later(reading, 'busy', BUSY_MS) : { kind: 'overtaken' };
    }
    default: {
      log.error(
        { shopId: reading.shopId, alert: 'export_refused', codes: started.data.codes },
        'Shopify refused to export customers, they are read page by page',
      );
      return await readByPage(reading);
    }
  }
}

async function goOn(reading: Reading, operation: string): Promise<Synced> {
  const asked = await readExport(reading.domain, operation);
  if (asked.kind === 'no_access') {
    return { kind: 'no_access' };
  }
  if (asked.kind === 'throttled') {
    return await later(reading, 'throttled', asked.waitMs);
  }
  switch (asked.data.kind) {
    case 'running':
      await showProgress(reading.shopId, asked.data.count);
      return await later(reading, 'made_at_shopify', pollDelay(reading));
    case 'denied':
      // The operation is over; the next try asks for a new one.
      return (await advance(reading, { operation: null, storedBytes: 0 }))
        ? { kind: 'no_access' }
        : { kind: 'overtaken' };
    case 'ended':
      return await beginAnew(reading, asked.data.why);
    default:
      return await store(reading, asked.data);
  }
}

async function store(reading: Reading, file: { url: string | null; bytes: number | null }): Promise<Synced> {
  const stored =
    file.url === null
      ? { kind: 'at_end' as const, count: reading.storedCount }
      : await storeExport(reading, { url: file.url, bytes: file.bytes });
  switch (stored.kind) {
    case 'overtaken':
      return { kind: 'overtaken' };
    case 'more':
      return await later(reading, 'others', 0);
    case 'gone':
      return await beginAnew(reading, 'FILE_GONE');
    default: {
      const finished = await finishReading({ ...reading, storedCount: stored.count });
      return finished ? { kind: 'done', customers: stored.count } : { kind: 'overtaken' };
    }
  }
}

/** The export came to nothing: a new one, and after some tries page by page. What was stored stays, and is met again. */
async function beginAnew(reading: Reading, why: string): Promise<Synced> {
  const failures = reading.failures + 1;
  log.warn({ shopId: reading.shopId, why, failures }, 'an export of customers ended without a result');
  if (failures >= EXPORTS_MOST) {
    return await readByPage(reading);
  }
  return (await advance(reading, { operation: null, storedBytes: 0, storedCount: 0, failures }))
    ? await later(reading, 'begun_anew', POLL_LEAST_MS)
    : { kind: 'overtaken' };
}

async function readByPage(reading: Reading): Promise<Synced> {
  const place = { operation: null, storedBytes: 0, storedCount: 0, paging: true, cursor: null, failures: 0 };
  return (await advance(reading, place)) ? await later(reading, 'paging', 0) : { kind: 'overtaken' };
}

async function later(
  reading: Reading,
  why: Extract<Synced, { kind: 'to_be_continued' }>['why'],
  ms: number,
): Promise<Synced> {
  await comeBack(reading, ms);
  return { kind: 'to_be_continued', why };
}

/** Small shops are exported in seconds, large ones in many minutes. */
const pollDelay = ({ beganAt }: Reading): number =>
  Math.min(Math.max((Date.now() - beganAt.getTime()) / 4, POLL_LEAST_MS), POLL_MOST_MS);
