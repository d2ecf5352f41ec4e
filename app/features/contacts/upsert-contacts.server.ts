import type { Consent, ContactValues } from '../../core/contacts/shopify-customer.ts';
import type { ContactEvent } from '../../core/events.ts';
import { contactStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { emailHmac } from '../compliance/email-hmac.server.ts';
import { type Suppression, suppressedSince } from '../compliance/suppress-numbers.server.ts';
import { keepNoOfMerged, splitMerged } from './merged-customers.server.ts';
import { upsertContactsSql } from './upsert-contacts.sql.ts';
import { waitingReplies } from './waiting-replies.server.ts';

type Before = { shopify_id: string; consent: Consent };
type After = { id: number; shopify_id: string; consent: Consent; consent_at: Date | null; updated_at: Date };
/** `suppressed`: why its number may not be texted on the consent that came with it. */
type Judged = ContactValues & { suppressed?: Suppression['reason'] };

/**
 * Writes contacts as Shopify has them, in one statement; rows that are newer than what came stay, and consent is
 * compared by its own time (upsert-contacts.sql.ts). Of customers that Shopify has merged into another only a no is taken,
 * for whom they became.
 *
 * @param readAt when Shopify was asked, for answers that may be older than this transaction: an export.
 * @returns the events of whose consent changed: the caller appends them last in its transaction.
 */
export async function upsertContacts(
  tx: Transaction,
  shopId: number,
  contacts: ContactValues[],
  readAt: Date | null = null,
): Promise<StreamAppend[]> {
  const { own, merged } = await splitMerged(tx, shopId, contacts);
  const before = await lockExisting(tx, shopId, [
    ...own.map(({ shopifyId }) => shopifyId),
    ...merged.map(({ keptId }) => keptId),
  ]);
  const judged = new Map((await suppress(tx, shopId, own)).map((contact) => [contact.shopifyId, contact]));
  const hmacOf = await emailHmac(shopId);
  const { rows } = await tx.query<After>({
    name: 'upsert_contacts',
    text: upsertContactsSql,
    values: [shopId, JSON.stringify([...judged.values()].map((one) => toRow(one, hmacOf))), readAt],
  });
  const events = rows.flatMap((row) => {
    const event = consentEvent(before.get(row.shopify_id) ?? 'never', row, judged.get(row.shopify_id));
    return event === undefined ? [] : [toStream(contactStream(shopId, row.id), [event])];
  });
  return merged.length === 0 ? events : [...events, ...(await keepNoOfMerged(tx, shopId, merged))];
}

/**
 * A number whose person was erased or said stop is not texted on a consent that is older than that, whoever brings it: a
 * reading of the shop's customers, or an old copy that is imported again.
 */
async function suppress(tx: Transaction, shopId: number, contacts: ContactValues[]): Promise<Judged[]> {
  const phones = contacts.flatMap(({ phone }) => (phone === null ? [] : [phone]));
  const since = await suppressedSince(tx, shopId, phones);
  const waiting = await waitingReplies(tx, shopId, phones);
  return contacts.map((given) => {
    const contact = untilJudged(given, given.phone === null ? undefined : waiting.get(given.phone));
    const silent = contact.phone === null ? undefined : since.get(contact.phone);
    if (silent === undefined || isSince(contact.consentAt, silent.at)) {
      return contact;
    }
    const consentAt = silent.at.toISOString();
    return { ...contact, consent: 'unsubscribed', consentAt, suppressed: silent.reason };
  });
}

/**
 * A reply that may be a no waits for the merchant: until it is judged, a yes of before it is as if it had not been read. After
 * that they are read again (decide-reply.server.ts).
 */
function untilJudged(contact: ContactValues, reply: Date | undefined): ContactValues {
  return reply === undefined || contact.consent !== 'subscribed' || isSince(contact.consentAt, reply)
    ? contact
    : { ...contact, consent: 'never', consentAt: null };
}

/** What is dated ahead is since nothing: nobody knows when it was said. Clocks may differ by five minutes. */
function isSince(consentAt: string | null, at: Date): boolean {
  const said = consentAt === null ? undefined : new Date(consentAt);
  return said !== undefined && said > at && said.getTime() <= Date.now() + 5 * 60_000;
}

/** Locks the rows in one order, so that two writers never wait crosswise, and tells what consent they had. */
async function lockExisting(
  tx: Transaction,
  shopId: number,
  shopifyIds: string[],
): Promise<Map<string, Consent>> {
  const { rows } = await tx.query<Before>({
    name: 'lock_contacts',
    text: `SELECT shopify_id, consent FROM contact
           WHERE shop_id = $1 AND shopify_id = ANY ($2::text[])
           ORDER BY shopify_id FOR UPDATE`,
    values: [shopId, shopifyIds],
  });
  return new Map(rows.map((row) => [row.shopify_id, row.consent]));
}

function toRow(contact: ContactValues, hmacOf: (email: string) => Buffer) {
  return {
    shopify_id: contact.shopifyId,
    first_name: contact.firstName,
    last_name: contact.lastName,
    phone: contact.phone,
    phone_problem: contact.phoneProblem,
    phone_country: contact.phoneCountry,
    consent: contact.consent,
    consent_at: contact.consentAt,
    locale: contact.locale,
    tags: contact.tags,
    order_count: contact.orderCount,
    last_order_at: contact.lastOrderAt,
    spent: contact.spent,
    email_hmac: contact.email === null ? null : hmacOf(contact.email).toString('hex'),
    fields: contact.fields ?? {},
    updated_at: contact.updatedAt,
  };
}

function consentEvent(before: Consent, after: After, given: Judged | undefined): ContactEvent | undefined {
  if (before === after.consent) {
    return undefined;
  }
  const at = (after.consent_at ?? after.updated_at).toISOString();
  if (after.consent === 'subscribed') {
    const level = given?.consentLevel ?? 'UNKNOWN';
    return { type: 'ConsentGiven', data: { source: 'shopify', level, wording: null, at } };
  }
  if (given?.suppressed !== undefined) {
    return { type: 'ContactSuppressed', data: { reason: given.suppressed, at } };
  }
  // Asked and not confirmed yet is no yes; it is an event only where it ends one.
  if (after.consent === 'unsubscribed' || before === 'subscribed') {
    return { type: 'ConsentWithdrawn', data: { source: 'shopify', evidence: after.consent, at } };
  }
  return undefined;
}
