import { contactStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { suppressNumbers } from '../compliance/suppress-numbers.server.ts';

type Row = { id: number; phone: number | null; consent: string; consent_at: Date | null; now: Date };

/**
 * These customers are gone at Shopify. Their contacts stay, because texts and credits name them, and are in no audience; a yes
 * ends with its customer. A no outlives her: her number stays silent, on whichever record it comes back, until a newer yes.
 *
 * @returns the events: the caller appends them last in its transaction.
 */
export async function markDeleted(
  tx: Transaction,
  shopId: number,
  shopifyIds: string[],
): Promise<StreamAppend[]> {
  if (shopifyIds.length === 0) {
    return [];
  }
  await rememberUnknown(tx, shopId, shopifyIds);
  const { rows } = await tx.query<Row>(
    `WITH gone AS (
       SELECT id, phone, consent, consent_at FROM contact
       WHERE shop_id = $1 AND shopify_id = ANY ($2::text[]) AND deleted_at IS NULL AND erased_at IS NULL
       ORDER BY shopify_id FOR UPDATE
     )
     UPDATE contact c SET
       deleted_at = clock_timestamp(),
       consent = CASE gone.consent WHEN 'unsubscribed' THEN 'unsubscribed' ELSE 'never' END,
       consent_at = CASE gone.consent WHEN 'unsubscribed' THEN c.consent_at END
     FROM gone WHERE c.shop_id = $1 AND c.id = gone.id
     RETURNING c.id, c.phone, gone.consent, gone.consent_at, c.deleted_at AS now`,
    [shopId, shopifyIds],
  );
  await suppressNumbers(
    tx,
    shopId,
    rows.flatMap(({ phone, consent, consent_at, now }) =>
      phone !== null && consent === 'unsubscribed'
        ? [{ phone, reason: 'opted_out' as const, at: consent_at ?? now }]
        : [],
    ),
  );
  return rows
    .filter(({ consent }) => consent === 'subscribed')
    .map(({ id, now }) =>
      toStream(contactStream(shopId, id), [
        {
          type: 'ConsentWithdrawn',
          data: { source: 'shopify', evidence: 'deleted', at: now.toISOString() },
        },
      ]),
    );
}

/**
 * While a reading is under way it may still bring somebody of whose deletion we know already: an empty row, which is deleted
 * in the same transaction, keeps her out.
 */
async function rememberUnknown(tx: Transaction, shopId: number, shopifyIds: string[]): Promise<void> {
  await tx.query(
    `INSERT INTO contact (shop_id, shopify_id, updated_at)
     SELECT y.shop_id, given.id, 'epoch'
     FROM customer_sync y CROSS JOIN unnest($2::text[]) AS given(id)
     WHERE y.shop_id = $1 AND y.reading IS NOT NULL
       AND NOT EXISTS (SELECT FROM contact_alias a WHERE a.shop_id = $1 AND a.shopify_id = given.id)
     ORDER BY given.id
     ON CONFLICT (shop_id, shopify_id) DO NOTHING`,
    [shopId, shopifyIds],
  );
}
