import type { ContactEvent } from '../../core/events.ts';
import { contactStream } from '../../core/streams.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { suppressedSince, suppressNumbers } from '../compliance/suppress-numbers.server.ts';
import { noteForShopify } from '../consent/note-for-shopify.server.ts';
import { addCounts, type PeopleCounts } from './import-counts.ts';
import { type ContactImport, importOf } from './import-row.server.ts';
import { takeSql } from './judge-people.sql.ts';
import { silencedArrays } from './silenced-arrays.server.ts';

/** Who is taken in one transaction. It holds the lane of consents while it commits, and an opt-out must not wait long for that. */
const PEOPLE = 2_000;
/** After so long a run ends and asks for the next one, which comes after what others have asked for meanwhile. */
const RUN_MS = 15_000;
/** Until then this run has given its turn back. */
const TURN_MS = 500;

type Taken = {
  counts: PeopleCounts;
  /** Times as JSON has them. */
  consents: {
    id: number;
    consent: 'subscribed' | 'unsubscribed';
    at: string | null;
    suppressed: string | null;
  }[];
  nos: { phone: number; at: string }[];
};

/**
 * Makes the people of a checked file contacts of the shop. Who is taken leaves import_person in the same transaction, so what
 * is left is what is to be done, after any crash and by any number of runs at a time.
 */
export async function runImport(shopId: number, importId: number): Promise<void> {
  const until = performance.now() + RUN_MS;
  for (let after: number | undefined = 0; after !== undefined; ) {
    const from: number = after;
    after = await withTransaction((tx) => takeSome(tx, shopId, importId, from));
    if (after !== undefined && performance.now() > until) {
      await enqueue(
        pool,
        'run-import',
        { shopId, importId },
        { key: `run-import:${importId}`, soon: TURN_MS },
      );
      return;
    }
  }
}

/** @returns the last number that was taken; undefined: there is nothing more to do. */
async function takeSome(
  tx: Transaction,
  shopId: number,
  importId: number,
  after: number,
): Promise<number | undefined> {
  const found = await importOf(tx, shopId, importId, { lock: true });
  if (found?.status !== 'importing') {
    return undefined;
  }
  const { rows } = await tx.query<{ phone: number }>(
    'SELECT phone FROM import_person WHERE shop_id = $1 AND import_id = $2 AND phone > $3 ORDER BY phone LIMIT $4',
    [shopId, importId, after, PEOPLE],
  );
  const phones = rows.map(({ phone }) => phone);
  const last = phones.at(-1);
  if (last === undefined) {
    await finish(tx, shopId, found);
    return undefined;
  }
  const events = await take(tx, shopId, found, phones);
  // Last: it holds the lane of all contacts' events until the commit.
  if (events.length > 0) {
    await appendLocked(tx, events);
  }
  return last;
}

async function take(
  tx: Transaction,
  shopId: number,
  { id: importId, list_id: list, outcome }: ContactImport,
  phones: number[],
): Promise<StreamAppend[]> {
  // In the order in which every writer of contacts locks them.
  await tx.query({
    name: 'lock_import_contacts',
    text: 'SELECT FROM contact WHERE shop_id = $1 AND phone = ANY ($2::bigint[]) ORDER BY shopify_id, id FOR UPDATE',
    values: [shopId, phones],
  });
  const silenced = silencedArrays(await suppressedSince(tx, shopId, phones));
  const { rows } = await tx.query<Taken>({
    name: 'take_import',
    text: takeSql,
    values: [shopId, importId, phones, ...silenced, list],
  });
  const taken = rows[0];
  if (taken === undefined) {
    throw new Error('taking people gave no row');
  }
  await suppressNumbers(
    tx,
    shopId,
    taken.nos.map(({ phone, at }) => ({ phone, reason: 'opted_out', at: new Date(at) })),
  );
  await noteForShopify(
    tx,
    shopId,
    taken.nos.map(({ phone, at }) => ({
      phone,
      state: 'unsubscribed',
      level: 'SINGLE_OPT_IN',
      at: new Date(at),
    })),
  );
  await tx.query(
    'DELETE FROM import_person WHERE shop_id = $1 AND import_id = $2 AND phone = ANY ($3::bigint[])',
    [shopId, importId, phones],
  );
  await tx.query('UPDATE contact_import SET outcome = $3, moved_at = now() WHERE shop_id = $1 AND id = $2', [
    shopId,
    importId,
    JSON.stringify(addCounts(outcome, taken.counts)),
  ]);
  return taken.consents.map((one) => toStream(contactStream(shopId, one.id), [eventOf(one, importId)]));
}

/** Evidence is the import's id: its row says which file it was, and what the merchant said of the consent. */
function eventOf({ consent, at, suppressed }: Taken['consents'][number], importId: number): ContactEvent {
  const time = (at === null ? new Date() : new Date(at)).toISOString();
  const evidence = `import-${importId}`;
  if (consent === 'subscribed') {
    return {
      type: 'ConsentGiven',
      data: { source: 'import', level: 'UNKNOWN', wording: evidence, at: time },
    };
  }
  return suppressed === null
    ? { type: 'ConsentWithdrawn', data: { source: 'import', evidence, at: time } }
    : { type: 'ContactSuppressed', data: { reason: suppressed, at: time } };
}

async function finish(
  tx: Transaction,
  shopId: number,
  { id: importId, foreseen, outcome }: ContactImport,
): Promise<void> {
  const { rows, blank } = foreseen;
  const { rowCount } = await tx.query(
    `UPDATE contact_import SET status = 'done', outcome = $3, moved_at = now(), ended_at = now()
     WHERE shop_id = $1 AND id = $2
       AND NOT EXISTS (SELECT FROM import_person WHERE shop_id = $1 AND import_id = $2)`,
    [shopId, importId, JSON.stringify({ ...outcome, rows, blank })],
  );
  // Another run has taken the rest meanwhile, or is about to; the sweep looks after it.
  log.info({ shopId, importId, done: rowCount === 1, ...outcome }, 'import');
}
