import type { Transaction } from '../../platform/database.server.ts';
import type { BatchKey, ClaimedRecipient } from './batch.ts';

/**
 * Leaves out, now, whoever of the batch may not be texted any more: an opt-out on any contact with her number, consent that
 * is gone, an erasure, or the shop's frequency cap. One statement for the whole batch.
 *
 * @returns [ordinal, reason] of those left out by this call.
 */
export async function leaveOut(
  tx: Transaction,
  key: BatchKey,
  first: number,
  last: number,
  capHours: number | null,
): Promise<[number, string][]> {
  const { rows } = await tx.query<{ ordinal: number; reason: string }>({
    name: 'leave_out',
    text: `WITH judged AS (
             SELECT r.ordinal,
               CASE
                 WHEN r.phone IS NULL OR c.id IS NULL OR c.erased_at IS NOT NULL THEN 'erased'
                 WHEN c.consent <> 'subscribed' THEN 'opted_out'
                 WHEN EXISTS (SELECT FROM contact o WHERE o.shop_id = r.shop_id AND o.phone = r.phone
                                AND o.consent = 'unsubscribed') THEN 'opted_out'
                 WHEN $6::integer IS NOT NULL AND EXISTS (
                   -- Texts of other campaigns to this number, handed over or about to be, within the cap.
                   SELECT FROM recipient p
                   JOIN send_batch b ON b.shop_id = p.shop_id AND b.campaign_id = p.campaign_id
                     AND p.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
                   WHERE p.shop_id = r.shop_id AND p.phone = r.phone AND p.campaign_id <> r.campaign_id
                     AND b.status IN ('dispatching', 'accepted', 'unknown', 'resolved')
                     AND b.intended_at > now() - $6 * interval '1 hour') THEN 'texted_recently'
               END AS reason
             FROM recipient r
             LEFT JOIN contact c ON c.shop_id = r.shop_id AND c.id = r.contact_id
             WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal BETWEEN $4 AND $5
               AND NOT EXISTS (SELECT FROM recipient_omission o WHERE o.shop_id = $1 AND o.campaign_id = $2
                                 AND o.ordinal = r.ordinal)
           )
           INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason)
           SELECT $1, $2, ordinal, $3, 'left_out', reason FROM judged WHERE reason IS NOT NULL
           RETURNING ordinal, reason`,
    values: [key.shopId, key.campaignId, key.batchNo, first, last, capHours],
  });
  return rows.map((row) => [row.ordinal, row.reason]);
}

/** Who of the batch is to be texted, in order. */
export async function recipientsLeft(
  tx: Transaction,
  key: BatchKey,
  first: number,
  last: number,
): Promise<ClaimedRecipient[]> {
  const { rows } = await tx.query<ClaimedRecipient>({
    name: 'recipients_left',
    text: `SELECT r.ordinal, r.phone, r.credits, r.merge
           FROM recipient r
           WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal BETWEEN $3 AND $4
             AND NOT EXISTS (SELECT FROM recipient_omission o WHERE o.shop_id = $1 AND o.campaign_id = $2
                               AND o.ordinal = r.ordinal)
           ORDER BY r.ordinal`,
    values: [key.shopId, key.campaignId, first, last],
  });
  return rows;
}
