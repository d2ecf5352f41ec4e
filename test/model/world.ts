import type { BulkOutcome } from '../../app/core/messaging/bulk-outcome.ts';
import type { BatchKey, ClaimedBatch } from '../../app/features/messaging/batch.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { deleteAllJobs } from '../support/flows/jobs.ts';
import { addContacts, makeShop, newPhone } from '../support/flows/shop.ts';
import { type Carrier, scriptedCarrier } from './carrier.ts';

/** `phone` null: a number that can't be texted, or none. */
export type Person = {
  contactId: number;
  phone: number | null;
  consent: 'subscribed' | 'unsubscribed' | 'pending' | 'never' | 'erased';
};

/** One shop, its people, and what the model knows beside the database. */
export type World = {
  shopId: number;
  people: Person[];
  campaigns: number[];
  carrier: Carrier;
  /** Credits by the id of the grant: what the ledger must have been given, whatever was asked for twice. */
  grants: Map<string, number>;
  /** Calls that have ended at the carrier and whose process has not woken up to write it down. */
  asleep: { batch: ClaimedBatch; outcome: BulkOutcome }[];
};

const PEOPLE = 8;
/** Tables that refuse to be emptied. */
const GUARDED = [
  'event',
  'event_campaign',
  'event_send',
  'event_credits',
  'event_contact',
  'event_shop',
  'event_delivery',
  'credit_transfer',
];
/** The tag of the first `count` people: an audience of that size. */
export const tagOf = (count: number): string => `first-${count}`;

/** A new shop in an empty book: nothing of an earlier run can be found, or found at fault. */
export async function newWorld(): Promise<World> {
  await emptyTheBook();
  const shopId = await makeShop();
  const people: Person[] = [];
  for (let i = 0; i < PEOPLE; i += 1) {
    const phone = newPhone();
    // Greek letters cost a second part: people of one batch differ in price.
    const firstName = i % 3 === 0 ? 'Ελένη' : 'Jo';
    const tags = Array.from({ length: PEOPLE - i }, (_, more) => tagOf(i + 1 + more));
    const [contactId] = await addContacts(shopId, [{ phone, firstName, tags }]);
    if (contactId === undefined) {
      throw new Error('the contact was not written');
    }
    people.push({ contactId, phone, consent: 'subscribed' });
  }
  return worldOf(shopId, people);
}

/** The model of a shop with these people, to whom nothing has happened yet. */
export function worldOf(shopId: number, people: Person[]): World {
  const carrier = scriptedCarrier((phone) => {
    const all = people.filter((person) => person.phone === phone);
    // A no on any of her records counts for all.
    return (
      all.some(({ consent }) => consent === 'subscribed') &&
      !all.some(({ consent }) => consent === 'unsubscribed')
    );
  });
  return { shopId, people, campaigns: [], carrier, grants: new Map(), asleep: [] };
}

/** Forgets every shop and whatever happened to it. */
export async function emptyTheBook(): Promise<void> {
  await withTransaction(async (tx) => {
    // The book refuses to be emptied; its triggers rest until this commits.
    const switched = (how: 'DISABLE' | 'ENABLE') =>
      GUARDED.map((table) => `ALTER TABLE ${table} ${how} TRIGGER USER`).join('; ');
    await tx.query(switched('DISABLE'));
    await tx.query(
      `TRUNCATE event, stream, command, shop, contact, campaign_content, campaign, recipient, audience_exclusion,
         send_batch, recipient_omission, message, parked_report, campaign_count, carrier_account,
         credit_account, credit_transfer, credit_statement CASCADE`,
    );
    await tx.query(switched('ENABLE'));
  });
  await deleteAllJobs();
}

type BatchStatus = 'ready' | 'deferred' | 'dispatching' | 'unknown';

/** Batches in these states, in an order that a replay finds again. */
export async function batchesIn(world: World, statuses: BatchStatus[]): Promise<BatchKey[]> {
  const { rows } = await pool.query<BatchKey>(
    `SELECT shop_id AS "shopId", campaign_id AS "campaignId", batch_no AS "batchNo" FROM send_batch
     WHERE shop_id = $1 AND status = ANY ($2) ORDER BY campaign_id, batch_no`,
    [world.shopId, statuses],
  );
  return rows;
}

/** The nth of a list, counted round it; undefined only when it is empty. */
export const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % list.length];

/** Time passes for one batch: its next try is due, or its deadline is over. */
export async function passTime(key: BatchKey, what: 'next_attempt_at' | 'deadline'): Promise<void> {
  await pool.query(
    `UPDATE send_batch SET ${what} = now() - interval '1 second'
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3 AND ${what} IS NOT NULL`,
    [key.shopId, key.campaignId, key.batchNo],
  );
}
