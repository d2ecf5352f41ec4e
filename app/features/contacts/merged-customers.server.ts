import type { ContactValues } from '../../core/contacts/shopify-customer.ts';
import { contactStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { suppressNumber } from '../compliance/suppress-numbers.server.ts';
import { askToRead } from './ask-to-read.server.ts';

/** What still names a customer that Shopify has merged into another, whose id this is. */
export type MergedCustomer = { keptId: string; contact: ContactValues };

/** Tells who is still a customer from who has become another. */
export async function splitMerged(
  tx: Transaction,
  shopId: number,
  contacts: ContactValues[],
): Promise<{ own: ContactValues[]; merged: MergedCustomer[] }> {
  const { rows } = await tx.query<{ old_id: string; kept_id: string }>({
    name: 'merged_customers',
    text: `SELECT a.shopify_id AS old_id, c.shopify_id AS kept_id
           FROM contact_alias a JOIN contact c ON c.shop_id = a.shop_id AND c.id = a.contact_id
           WHERE a.shop_id = $1 AND a.shopify_id = ANY ($2::text[])`,
    values: [shopId, contacts.map(({ shopifyId }) => shopifyId)],
  });
  const keptIds = new Map(rows.map(({ old_id, kept_id }) => [old_id, kept_id]));
  return {
    own: contacts.filter(({ shopifyId }) => !keptIds.has(shopifyId)),
    merged: contacts.flatMap((contact) => {
      const keptId = keptIds.get(contact.shopifyId);
      return keptId === undefined ? [] : [{ keptId, contact }];
    }),
  };
}

/** A no of who was merged counts for whom she became, and for her number; everything else is read anew there. */
export async function keepNoOfMerged(
  tx: Transaction,
  shopId: number,
  merged: MergedCustomer[],
): Promise<StreamAppend[]> {
  const events: StreamAppend[] = [];
  for (const { keptId, contact } of merged.filter((one) => one.contact.consent === 'unsubscribed')) {
    const at = new Date(contact.consentAt ?? contact.updatedAt);
    if (contact.phone !== null) {
      await suppressNumber(tx, shopId, contact.phone, { reason: 'opted_out', at });
    }
    events.push(...(await inheritNo(tx, shopId, keptId, at)));
  }
  await askToRead(
    tx,
    shopId,
    merged.map(({ keptId }) => keptId),
  );
  return events;
}

/**
 * The contact that was kept says no from now on, because a customer who became part of it did: of two consents the more
 * restrictive one wins, whichever is newer. Only a yes that is newer than both counts again.
 *
 * @param at when the merged one said no.
 */
export async function inheritNo(
  tx: Transaction,
  shopId: number,
  keptId: string,
  at: Date,
): Promise<StreamAppend[]> {
  const { rows } = await tx.query<{ id: number; phone: number | null; consent: string; consent_at: Date }>(
    `UPDATE contact c SET consent = 'unsubscribed', consent_at = greatest(c.consent_at, $3)
     FROM (SELECT id, consent FROM contact WHERE shop_id = $1 AND shopify_id = $2 FOR UPDATE) AS before
     WHERE c.shop_id = $1 AND c.id = before.id AND c.erased_at IS NULL
     RETURNING c.id, c.phone, before.consent, c.consent_at`,
    [shopId, keptId, at],
  );
  const kept = rows[0];
  if (kept === undefined) {
    return [];
  }
  if (kept.phone !== null) {
    await suppressNumber(tx, shopId, kept.phone, { reason: 'opted_out', at: kept.consent_at });
  }
  if (kept.consent === 'unsubscribed') {
    return [];
  }
  const withdrawn = {
    type: 'ConsentWithdrawn',
    data: { source: 'shopify', evidence: 'merged', at: kept.consent_at.toISOString() },
  } as const;
  return [toStream(contactStream(shopId, kept.id), [withdrawn])];
}
