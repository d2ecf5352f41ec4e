import { contactStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { suppressNumber } from './suppress-numbers.server.ts';

export type Erased =
  | { kind: 'erased'; recipients: number }
  | { kind: 'already_erased' }
  | { kind: 'not_found' };

type Person = { id: number; phone: number | null; erased: boolean; renumbered: boolean; now: Date };

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
  { request }: { request: 'operator' },
): Promise<Erased> {
  const result = await withTransaction((tx) => eraseIn(tx, shopId, contactId, request));
  log.info({ shopId, contactId, ...result }, 'erasure of a contact');
  return result;
}

async function eraseIn(tx: Transaction, shopId: number, contactId: number, request: string): Promise<Erased> {
  const person = await lockPerson(tx, shopId, contactId);
  if (person === undefined) {
    return { kind: 'not_found' };
  }
  if (person.erased) {
    return { kind: 'already_erased' };
  }
  // Against freezes that end at this moment; the trigger empty_erased_recipients takes it shared.
  await tx.query('SELECT pg_advisory_xact_lock(2003, $1::integer)', [shopId % 2 ** 31]);
  const recipients = await emptyRecipients(tx, shopId, person);
  await emptyTests(tx, shopId, person);
  const silenced = person.phone === null ? [] : await silenceNumber(tx, shopId, person, person.phone);
  // After the rows of campaigns: a claim looks for who was erased within the last minute, by the stamp of this statement.
  await tx.query(
    `UPDATE contact SET
       first_name = NULL, last_name = NULL, phone = NULL, phone_problem = NULL, phone_country = NULL, locale = NULL,
       tags = '{}', order_count = 0, consent = 'unsubscribed', consent_at = $3, updated_at = $3, erased_at = $3
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
    `SELECT id, phone, erased_at IS NOT NULL AS erased, renumbered_at IS NOT NULL AS renumbered, now() AS now
     FROM contact
     WHERE shop_id = $1
       AND (id = $2 OR phone = (SELECT phone FROM contact WHERE shop_id = $1 AND id = $2))
     ORDER BY shopify_id FOR UPDATE`,
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

/**
 * What tests hold of her: her values in texts that went to the merchant's phones, and her number where it is one of those
 * phones. Their recipients are no contacts, so they are found by the campaign.
 */
async function emptyTests(tx: Transaction, shopId: number, person: Person): Promise<void> {
  await tx.query(
    `UPDATE recipient r SET phone = NULL, merge = NULL
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.test_of IS NOT NULL AND r.shop_id = k.shop_id AND r.campaign_id = k.id
       AND ((c.audience ->> 'as')::bigint = $2 OR r.phone = $3)`,
    [shopId, person.id, person.phone],
  );
  if (person.phone === null) {
    return;
  }
  await tx.query(
    `UPDATE campaign_content c SET audience = jsonb_set(c.audience, '{numbers}', coalesce(
       (SELECT jsonb_agg(n) FROM jsonb_array_elements(c.audience -> 'numbers') AS n WHERE n <> to_jsonb($2::bigint)), '[]'))
     FROM campaign k
     WHERE k.shop_id = $1 AND k.test_of IS NOT NULL AND c.shop_id = k.shop_id AND c.campaign_id = k.id
       AND c.audience -> 'numbers' @> to_jsonb($2::bigint)`,
    [shopId, person.phone],
  );
  await tx.query('UPDATE shop SET test_numbers = array_remove(test_numbers, $2::bigint) WHERE id = $1', [
    shopId,
    person.phone,
  ]);
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
