import { contactStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';

/** How events name a reply: a code that names its row. */
export const evidenceOf = (inboundId: number): string => `inbound-${inboundId}`;

/**
 * A reply looks like a no: its number is not texted from now on, running batches included, until the merchant has judged it.
 * 'pending' is what nothing texts; the yes of before is kept beside it. Ends with the append.
 */
export async function questionConsentIn(
  tx: Transaction,
  shopId: number,
  phone: number,
  inboundId: number,
): Promise<void> {
  const { rows } = await tx.query<{ id: number; consent: string; consent_at: Date | null }>(
    `SELECT id, consent, consent_at FROM contact
     WHERE shop_id = $1 AND phone = $2 ORDER BY shopify_id, id FOR UPDATE`,
    [shopId, phone],
  );
  const textable = rows.filter(({ consent }) => consent === 'subscribed');
  if (textable.length === 0) {
    return;
  }
  const ids = textable.map(({ id }) => id);
  const { rows: clock } = await tx.query<{ now: Date }>(
    `WITH clock AS MATERIALIZED (SELECT date_trunc('milliseconds', clock_timestamp()) AS now), asked AS (
       INSERT INTO consent_question (shop_id, contact_id, inbound_id, asked_at, before_at)
       SELECT c.shop_id, c.id, $3, clock.now, c.consent_at FROM contact c, clock
       WHERE c.shop_id = $1 AND c.id = ANY ($2::bigint[])
       ON CONFLICT (shop_id, contact_id) DO UPDATE SET
         inbound_id = excluded.inbound_id, asked_at = excluded.asked_at, before_at = excluded.before_at
     ), silent AS (
       UPDATE contact c SET consent = 'pending', consent_at = clock.now FROM clock
       WHERE c.shop_id = $1 AND c.id = ANY ($2::bigint[])
     )
     SELECT now FROM clock`,
    [shopId, ids, inboundId],
  );
  const at = (clock[0]?.now ?? new Date()).toISOString();
  await appendLocked(
    tx,
    ids.map((id) =>
      toStream(contactStream(shopId, id), [
        { type: 'ConsentQuestioned', data: { evidence: evidenceOf(inboundId), at } },
      ]),
    ),
  );
}
