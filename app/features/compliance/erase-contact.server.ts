import { contactStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { emptyTestsAs, forgetTestNumber } from './empty-tests.server.ts';
import { forgetNumberBesides, forgetRepliesOf } from './forget-besides.server.ts';
import { forgetInImports } from './forget-in-imports.server.ts';
import { forgetPosted } from './forget-posted.server.ts';
import { knownPerson } from './known-person.server.ts';
import { lockErasure } from './lock-erasure.server.ts';
import { suppressNumber } from './suppress-numbers.server.ts';

/**
 * Who asked for an erasure, as the log of events says it. 'retention': nobody did, what is kept of a customer who is gone from
 * the shop has been kept long enough.
 */
export type EraseRequest = 'operator' | 'shopify' | 'merchant' | 'retention';

export type Erased =
  | { kind: 'erased'; recipients: number }
  | { kind: 'already_erased' }
  | { kind: 'not_found' };

type Person = {
  id: number;
  phone: number | null;
  consent: string;
  consent_at: Date | null;
  erased: boolean;
  renumbered: boolean;
  now: Date;
};

/**
 * Forgets a person: empties her contact and what every campaign froze of her (number and merge values), and records that
 * it was done. Counts, credits and events stay, because they hold ids only. A text that is in an open call may still
 * arrive; one that is not yet in a call is left out of it as 'erased'.
 *
 * Her number is suppressed: it is texted again only on a consent that is newer than this, also by another record with the
 * same number. Shopify's id of the customer stays, an opaque number that only the shop's own admin can open: without it
 * the next reading of the shop's customers would bring her back as somebody new.
 *
 * @param request who asked: a code for the log of events, never words.
 */
export async function eraseContact(
  shopId: number,
  contactId: number,
  { request }: { request: EraseRequest },
): Promise<Erased> {
  // What is kept too long goes by itself; nobody asked for it to be looked for.
  if (request !== 'retention') {
    await forgetBefore(shopId, contactId);
  }
  const result = await withTransaction((tx) => eraseIn(tx, shopId, contactId, request));
  log.info({ shopId, contactId, ...result }, 'erasure of a contact');
  return result;
}

/** Where somebody is found by more than their number. */
async function forgetBefore(shopId: number, contactId: number): Promise<void> {
  const known = await knownPerson(shopId, contactId);
  if (known === undefined) {
    return;
  }
  await forgetInImports(shopId, known);
  if (known.shopifyId !== null) {
    await forgetPosted(shopId, known.shopifyId);
  }
}

async function eraseIn(
  tx: Transaction,
  shopId: number,
  contactId: number,
  request: EraseRequest,
): Promise<Erased> {
  const person = await lockPerson(tx, shopId, contactId);
  if (person === undefined) {
    return { kind: 'not_found' };
  }
  if (person.erased) {
    return { kind: 'already_erased' };
  }
  await lockErasure(tx, shopId);
  const recipients = await emptyRecipients(tx, shopId, person);
  await emptyTestsAs(tx, shopId, contactId);
  await forgetRepliesOf(tx, shopId, contactId);
  await leaveLists(tx, shopId, contactId);
  const silenced = person.phone === null ? [] : await forgetPhone(tx, shopId, person, person.phone, request);
  // After the rows of campaigns: a claim looks for who was erased within the last minute, by the stamp of this statement.
  await tx.query(
    `UPDATE contact SET
       first_name = NULL, last_name = NULL, phone = NULL, phone_problem = NULL, phone_country = NULL, locale = NULL,
       tags = '{}', order_count = 0, spent = 0, last_order_at = NULL, email_hmac = NULL, fields = '{}',
       consent = 'unsubscribed', consent_at = $3, updated_at = $3, erased_at = $3
     WHERE shop_id = $1 AND id = $2`,
    [shopId, contactId, person.now],
  );
  const at = person.now.toISOString();
  await appendLocked(tx, [
    toStream(contactStream(shopId, contactId), [{ type: 'ContactErased', data: { request, at } }]),
    ...silenced,
  ]);
  return { kind: 'erased', recipients };
}

/** With all records of her number, in the order in which every writer of contacts locks them. */
async function lockPerson(tx: Transaction, shopId: number, contactId: number): Promise<Person | undefined> {
  const { rows } = await tx.query<Person>(
    `SELECT id, phone, consent, consent_at, erased_at IS NOT NULL AS erased, renumbered_at IS NOT NULL AS renumbered, now() AS now
     FROM contact
     WHERE shop_id = $1
       AND (id = $2 OR phone = (SELECT phone FROM contact WHERE shop_id = $1 AND id = $2))
     ORDER BY shopify_id, id FOR UPDATE`,
    [shopId, contactId],
  );
  return rows.find((row) => row.id === contactId);
}

/**
 * Her rows in every campaign of the shop. While she has only ever had one number, the index of numbers finds them; there is
 * none on contact_id, because it would cost 20 bytes a text for something this rare. Somebody whose number has changed
 * (the trigger on contact remembers that it did, not what it was) is looked for in all rows of the shop.
 */
async function emptyRecipients(tx: Transaction, shopId: number, person: Person): Promise<number> {
  const { rowCount } = await tx.query(
    `UPDATE recipient SET phone = NULL, merge = NULL
     WHERE shop_id = $1 AND contact_id = $2 AND (phone IS NOT NULL OR merge IS NOT NULL)
       ${person.renumbered ? '' : 'AND phone = $3'}`,
    person.renumbered ? [shopId, person.id] : [shopId, person.id, person.phone],
  );
  return rowCount ?? 0;
}

/** What a list is called may say a lot about the people on it. */
async function leaveLists(tx: Transaction, shopId: number, contactId: number): Promise<void> {
  await tx.query(
    `DELETE FROM contact_list_member m USING contact_list l
     WHERE l.shop_id = $1 AND m.shop_id = l.shop_id AND m.list_id = l.id AND m.contact_id = $2`,
    [shopId, contactId],
  );
}

/**
 * Her number, beyond her own texts. When nobody asked for it to be forgotten, another record may have it rightly: then only
 * her no is kept, as a hash.
 */
async function forgetPhone(
  tx: Transaction,
  shopId: number,
  person: Person,
  phone: number,
  request: EraseRequest,
): Promise<StreamAppend[]> {
  if (request !== 'retention') {
    await forgetTestNumber(tx, shopId, phone);
    await forgetNumberBesides(tx, shopId, phone);
    return silenceNumber(tx, shopId, person, phone);
  }
  if (person.consent === 'unsubscribed') {
    await suppressNumber(tx, shopId, phone, { reason: 'opted_out', at: person.consent_at ?? person.now });
  }
  return [];
}

/** An opt-out on any record of a number counts for all, and so does an erasure. */
async function silenceNumber(
  tx: Transaction,
  shopId: number,
  person: Person,
  phone: number,
): Promise<StreamAppend[]> {
  await suppressNumber(tx, shopId, phone, { reason: 'erased', at: person.now });
  const { rows } = await tx.query<{ id: number }>(
    `UPDATE contact SET consent = 'unsubscribed', consent_at = $4
     WHERE shop_id = $1 AND phone = $2 AND id <> $3 AND consent <> 'unsubscribed'
     RETURNING id`,
    [shopId, phone, person.id, person.now],
  );
  return rows.map(({ id }) =>
    toStream(contactStream(shopId, id), [
      { type: 'ContactSuppressed', data: { reason: 'erased', at: person.now.toISOString() } },
    ]),
  );
}
