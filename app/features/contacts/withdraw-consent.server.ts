import { contactStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { suppressNumber } from '../compliance/suppress-numbers.server.ts';

type Row = { id: number; shopify_id: string | null; phone: number | null; consent: string };

/** Whose no it is, for which number (null: Shopify does not say), and since when. */
export type Withdrawal = { shopifyId: string; phone: number | null; at: Date };

/**
 * A no that Shopify tells is in force when this is committed, for running campaigns too. As in every reading, consent has its
 * own clock: it loses against a newer yes, and wins a tie.
 *
 * Shopify may name a number that her contact does not have (yet): then that number is silent as well, on all records.
 *
 * @returns the events: the caller appends them last in its transaction.
 */
export async function withdrawConsent(
  tx: Transaction,
  shopId: number,
  { shopifyId, phone, at }: Withdrawal,
): Promise<StreamAppend[]> {
  // First the locks, then the look: a reply that was being stored meanwhile has its question beside its contact.
  await tx.query(
    `SELECT FROM contact WHERE shop_id = $1 AND (shopify_id = $2 OR phone = $3) AND erased_at IS NULL
     ORDER BY shopify_id, id FOR UPDATE`,
    [shopId, shopifyId, phone],
  );
  const { rows } = await tx.query<Row & { older: boolean }>(
    `SELECT c.id, c.shopify_id, c.phone, c.consent,
            (c.consent_at IS NULL OR c.consent_at <= $4
             -- A yes that was dated far ahead (upsert-contacts.sql.ts): nobody knows when it was said.
             OR c.yes_claimed_at > c.consent_at + interval '5 minutes'
             -- A reply waits for the merchant: what the no is compared with is the yes that would be restored.
             OR (c.consent = 'pending' AND q.asked_at = c.consent_at AND (q.before_at <= $4 OR q.before_at IS NULL))
            ) AS older
     FROM contact c LEFT JOIN consent_question q ON q.shop_id = c.shop_id AND q.contact_id = c.id
     WHERE c.shop_id = $1 AND (c.shopify_id = $2 OR c.phone = $3) AND c.erased_at IS NULL
     ORDER BY c.shopify_id, c.id`,
    [shopId, shopifyId, phone, at],
  );
  const own = rows.find((row) => row.shopify_id === shopifyId);
  const ofAnotherNumber = phone !== null && own?.phone !== phone;
  const silenced = rows.filter(
    (row) => row.older && (row === own || (ofAnotherNumber && row.phone === phone)),
  );
  if (ofAnotherNumber) {
    await suppressNumber(tx, shopId, phone, { reason: 'opted_out', at });
  }
  await tx.query(
    `UPDATE contact SET consent = 'unsubscribed', consent_at = $3 WHERE shop_id = $1 AND id = ANY ($2::bigint[])`,
    [shopId, silenced.map(({ id }) => id), at],
  );
  return silenced
    .filter(({ consent }) => consent !== 'unsubscribed')
    .map(({ id }) =>
      toStream(contactStream(shopId, id), [
        {
          type: 'ConsentWithdrawn',
          data: { source: 'shopify', evidence: 'unsubscribed', at: at.toISOString() },
        },
      ]),
    );
}
