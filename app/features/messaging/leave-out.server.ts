import type { Transaction } from '../../platform/database.server.ts';
import type { BatchKey, ClaimedRecipient } from './batch.ts';

/**
 * Up to so many contacts that have changed since the freeze are compared with every batch. Where there are more (a first sync
 * or an import of opt-outs a moment ago), the people of the batch are looked up instead: at 50,000 that took 90 % of a batch's
 * time on the database.
 */
const REVISED_MAX = 2_000;

/**
 * Leaves out, now, whoever of the batch may not be texted any more: an opt-out on any contact with her number, consent that
 * is gone, an erasure, another number, the shop's frequency cap, or another campaign that has sent her this very text (a
 * resend and the one that it repeats). One statement for the whole batch.
 *
 * Everybody of the frozen audience was subscribed when it was frozen, so only contacts that changed since then are looked
 * at. The five minutes are more than a transaction of ours can take between writing a contact and committing it.
 *
 * @returns [ordinal, reason] of those left out by this call.
 */
export async function leaveOut(
  tx: Transaction,
  key: BatchKey,
  first: number,
  last: number,
  since: { frozenAt: Date; capHours: number | null; resent: boolean },
): Promise<[number, string][]> {
  if (since.capHours !== null || since.resent) {
    // Two campaigns that reach for one number at the same moment would not see each other's intent.
    await tx.query('SELECT pg_advisory_xact_lock(2002, $1::integer)', [key.shopId % 2 ** 31]);
  }
  const { rows } = await tx.query<{ ordinal: number; reason: string }>({
    name: 'leave_out',
    text: `WITH campaign_here AS (
             SELECT k.test_of IS NOT NULL AS is_test, w.audience ->> 'kind' = 'confirmation' AS asks
             FROM campaign k
             JOIN campaign_content w ON w.shop_id = k.shop_id AND w.campaign_id = k.id AND w.version = k.content_version
             WHERE k.shop_id = $1 AND k.id = $2
           ), size AS (
             SELECT count(*) > $9 AS many
             FROM (SELECT FROM contact
                   WHERE shop_id = $1 AND revised_at > $7::timestamptz - interval '5 minutes'
                     AND (consent <> 'subscribed' OR erased_at IS NOT NULL)
                   LIMIT $9 + 1) AS first_of_them
           ), person AS MATERIALIZED (
             -- Only where it is the shorter way: nobody is looked up here otherwise.
             SELECT phone FROM recipient
             WHERE (SELECT many FROM size)
               AND shop_id = $1 AND campaign_id = $2 AND ordinal BETWEEN $4 AND $5
           ), revised AS (
             SELECT c.* FROM contact c WHERE NOT (SELECT many FROM size) AND c.shop_id = $1
             UNION ALL
             -- By number one by one (OFFSET 0 keeps the planner from reading them all); who has another number since is below.
             SELECT c.* FROM person p CROSS JOIN LATERAL (
               SELECT * FROM contact
               WHERE shop_id = $1 AND phone = p.phone AND (consent <> 'subscribed' OR erased_at IS NOT NULL)
               OFFSET 0) c
             UNION ALL
             SELECT c.* FROM contact c
             WHERE (SELECT many FROM size) AND c.shop_id = $1
               AND c.renumbered_at > $7::timestamptz - interval '5 minutes'
           ), gone AS MATERIALIZED (
             SELECT id, phone, consent, erased_at FROM revised AS contact
             WHERE revised_at > $7::timestamptz - interval '5 minutes'
               AND (consent <> 'subscribed' OR erased_at IS NOT NULL)
               -- Whom a campaign asks to confirm has not confirmed; a reply that may be a no is another matter.
               AND NOT (consent = 'pending' AND erased_at IS NULL AND (SELECT asks FROM campaign_here)
                        AND NOT EXISTS (SELECT FROM consent_question q
                                        WHERE q.shop_id = contact.shop_id AND q.contact_id = contact.id))
           ), renumbered AS MATERIALIZED (
             SELECT id, phone FROM contact
             WHERE shop_id = $1 AND renumbered_at > $7::timestamptz - interval '5 minutes'
           ), family AS MATERIALIZED (
             SELECT CASE WHEN $8 THEN ARRAY(SELECT resend_family($1, $2)) ELSE '{}' END AS ids
           ), judged AS (
             SELECT r.ordinal,
               CASE
                 WHEN r.phone IS NULL OR r.contact_id IN (SELECT id FROM gone WHERE erased_at IS NOT NULL) THEN 'erased'
                 WHEN r.contact_id IN (SELECT id FROM gone) THEN 'opted_out'
                 WHEN r.phone IN (SELECT phone FROM gone WHERE consent = 'unsubscribed' AND phone IS NOT NULL)
                   THEN 'opted_out'
                 WHEN r.contact_id IN (SELECT id FROM renumbered)
                   AND (r.contact_id, r.phone) NOT IN (SELECT id, phone FROM renumbered WHERE phone IS NOT NULL)
                   THEN 'number_changed'
                 WHEN $8::boolean AND texted_by_family(r.shop_id, r.campaign_id, r.phone, (SELECT ids FROM family))
                   THEN 'sent_after_all'
                 WHEN $6::integer IS NOT NULL AND NOT (SELECT is_test FROM campaign_here) AND EXISTS (
                   -- Texts of other campaigns to this number, handed over or about to be, within the cap.
                   SELECT FROM recipient p
                   JOIN send_batch b ON b.shop_id = p.shop_id AND b.campaign_id = p.campaign_id
                     AND b.batch_no = p.batch_no
                   WHERE p.shop_id = r.shop_id AND p.phone = r.phone AND p.campaign_id <> r.campaign_id
                     -- Whom a resend texts although nobody knows how the first call ended, is texted because of that.
                     AND NOT (b.status = 'unknown' AND p.campaign_id = ANY ((SELECT ids FROM family)::bigint[]))
                     AND (b.status IN ('dispatching', 'accepted', 'unknown')
                          -- An unknown that has ended: only whom Mitto is proved to have had her text.
                          OR b.status = 'resolved' AND EXISTS (
                            SELECT FROM message m
                            WHERE m.shop_id = p.shop_id AND m.campaign_id = p.campaign_id AND m.ordinal = p.ordinal))
                     AND b.intended_at > now() - $6 * interval '1 hour'
                     -- What she sends to her own phone to try it is no reason to leave that phone out afterwards.
                     AND NOT EXISTS (SELECT FROM campaign t WHERE t.shop_id = p.shop_id AND t.id = p.campaign_id
                                       AND t.test_of IS NOT NULL)
                     AND NOT EXISTS (
                       SELECT FROM recipient_omission o
                       WHERE o.shop_id = p.shop_id AND o.campaign_id = p.campaign_id AND o.ordinal = p.ordinal))
                   THEN 'texted_recently'
               END AS reason
             FROM recipient r
             WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal BETWEEN $4 AND $5
               AND NOT EXISTS (SELECT FROM recipient_omission o WHERE o.shop_id = $1 AND o.campaign_id = $2
                                 AND o.ordinal = r.ordinal)
           )
           INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason)
           SELECT $1, $2, ordinal, $3, 'left_out', reason FROM judged WHERE reason IS NOT NULL
           RETURNING ordinal, reason`,
    values: [
      key.shopId,
      key.campaignId,
      key.batchNo,
      first,
      last,
      since.capHours,
      since.frozenAt,
      since.resent,
      REVISED_MAX,
    ],
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
    text: `SELECT r.ordinal, r.phone, r.country, r.credits, r.merge
           FROM recipient r
           WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal BETWEEN $3 AND $4
             AND NOT EXISTS (SELECT FROM recipient_omission o WHERE o.shop_id = $1 AND o.campaign_id = $2
                               AND o.ordinal = r.ordinal)
           ORDER BY r.ordinal`,
    values: [key.shopId, key.campaignId, first, last],
  });
  return rows;
}
