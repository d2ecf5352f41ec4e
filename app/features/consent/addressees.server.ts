import type { InboundText } from '../../core/consent/inbound-text.ts';
import { parseReference } from '../../core/messaging/reference.ts';
import { pool } from '../../platform/database.server.ts';

/** A shop that a text from outside may be meant for, and the last text of its that she got before. */
export type Addressee = { shopId: number; campaignId: number; ordinal: number };

/**
 * Whom a text from outside answers. It comes to the carrier account that all shops share, so this is the one question that
 * asks every shop: an index look-up each. In this order: the text that the carrier says is answered; shops that have texted her
 * from the number she answers; and, where none has or the carrier does not say which number that is, every shop that has
 * texted her at all.
 *
 * Several are ambiguous: a no then counts for each of them, and nothing else for any.
 */
export async function addresseesOf({ from, to, reference }: InboundText): Promise<Addressee[]> {
  const answered = reference === undefined ? undefined : parseReference(reference);
  if (answered !== undefined) {
    const { rows } = await pool.query<Addressee>(
      `SELECT k.shop_id AS "shopId", k.id AS "campaignId", r.ordinal
       FROM campaign k JOIN recipient r ON r.shop_id = k.shop_id AND r.campaign_id = k.id
       WHERE k.id = $1 AND r.ordinal = $2 AND r.phone = $3`,
      [answered.campaignId, answered.ordinal, from],
    );
    if (rows.length > 0) {
      return rows;
    }
  }
  const { rows } = await pool.query<Addressee & { fromThere: boolean }>(
    `SELECT s.id AS "shopId", t.campaign_id AS "campaignId", t.ordinal, t.from_there AS "fromThere"
     FROM shop s CROSS JOIN LATERAL (
       SELECT r.campaign_id, r.ordinal, coalesce(v.sender_number = $2, false) AS from_there
       FROM recipient r
       JOIN campaign k ON k.shop_id = r.shop_id AND k.id = r.campaign_id AND k.confirmed_at IS NOT NULL
       JOIN campaign_recipient v
         ON v.shop_id = r.shop_id AND v.campaign_id = r.campaign_id AND v.ordinal = r.ordinal
       WHERE r.shop_id = s.id AND r.phone = $1
       ORDER BY coalesce(v.sender_number = $2, false) DESC, r.campaign_id DESC
       LIMIT 1
     ) t
     ORDER BY s.id`,
    [from, to ?? null],
  );
  const fromThere = rows.filter((row) => row.fromThere);
  return (fromThere.length > 0 ? fromThere : rows).map(({ shopId, campaignId, ordinal }) => ({
    shopId,
    campaignId,
    ordinal,
  }));
}
