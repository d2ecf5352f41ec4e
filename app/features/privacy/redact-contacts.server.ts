import { contactStream } from '../../core/streams.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { phoneHmac } from '../compliance/suppress-numbers.server.ts';
import type { Redaction } from './redact-shop.server.ts';

const CHUNK = 2_000;

type Row = { id: number; phone: number | null; consent: string; consent_at: Date | null; now: Date };

/**
 * Empties a shop's contacts, in chunks. Their numbers are not suppressed, because nobody of them asked to be forgotten: if the
 * shop comes back, those who have agreed at Shopify are texted again. A no is kept, as a keyed hash.
 *
 * Shopify's ids go, except of those who were erased before: each of them asked, and must not come back as somebody new.
 */
export async function redactContacts({ shopId, until, moved }: Redaction): Promise<void> {
  for (let after: number | undefined = 0; after !== undefined; ) {
    const rows = await emptyChunk(shopId, until, after);
    after = rows.at(-1)?.id;
    await moved(rows.length);
  }
}

/** In the order of their ids, locked in the order in which every writer of contacts locks them. */
function emptyChunk(shopId: number, until: Date, after: number): Promise<Row[]> {
  return withTransaction(async (tx) => {
    const { rows } = await tx.query<Row>(
      `WITH chunk AS (
         SELECT id FROM contact
         WHERE shop_id = $1 AND id > $2 AND created_at < $3 AND erased_at IS NULL ORDER BY id LIMIT ${CHUNK}
       )
       SELECT c.id, c.phone, c.consent, c.consent_at, now() AS now
       FROM contact c JOIN chunk USING (id)
       WHERE c.shop_id = $1 AND c.erased_at IS NULL
       ORDER BY c.shopify_id, c.id FOR UPDATE OF c`,
      [shopId, after, until],
    );
    const now = rows[0]?.now;
    if (now === undefined) {
      return [];
    }
    const hmacOf = await phoneHmac(shopId);
    const silent = rows.flatMap(({ phone, consent, consent_at }) =>
      phone === null || consent !== 'unsubscribed' ? [] : [{ hmac: hmacOf(phone), at: consent_at ?? now }],
    );
    await tx.query(
      `INSERT INTO suppression AS s (shop_id, phone_hmac, reason, at)
       SELECT $1, hmac, 'opted_out', max(at) FROM unnest($2::bytea[], $3::timestamptz[]) AS g(hmac, at)
       GROUP BY hmac ORDER BY hmac
       ON CONFLICT (shop_id, phone_hmac) DO NOTHING`,
      [shopId, silent.map(({ hmac }) => hmac), silent.map(({ at }) => at)],
    );
    await tx.query(
      `UPDATE contact SET
         shopify_id = NULL, first_name = NULL, last_name = NULL, phone = NULL, phone_problem = NULL,
         phone_country = NULL, locale = NULL, tags = '{}', order_count = 0, spent = 0, last_order_at = NULL,
         email_hmac = NULL, fields = '{}', consent = 'unsubscribed', consent_at = $3, updated_at = $3, erased_at = $3
       WHERE shop_id = $1 AND id = ANY ($2)`,
      [shopId, rows.map(({ id }) => id), now],
    );
    const at = now.toISOString();
    // Whoever had not agreed has no yes in the events that this would have to end.
    const agreed = rows.filter(({ consent }) => consent === 'subscribed');
    if (agreed.length > 0) {
      await appendLocked(
        tx,
        agreed.map(({ id }) =>
          toStream(contactStream(shopId, id), [{ type: 'ContactErased', data: { request: 'shop', at } }]),
        ),
      );
    }
    return rows.sort((a, b) => a.id - b.id);
  });
}
