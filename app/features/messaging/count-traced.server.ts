import type { Transaction } from '../../platform/database.server.ts';
import type { BatchKey } from './batch.ts';

/** Of a batch's people: how many Mitto is proved to have, what they cost, and how many are still open. */
export async function countTraced(
  tx: Transaction,
  open: BatchKey & { firstOrdinal: number; lastOrdinal: number },
): Promise<{ traced: number; tracedCredits: number; untraced: number }> {
  const { rows } = await tx.query<{ traced: number; traced_credits: number; untraced: number }>(
    `SELECT count(m.ordinal)::integer AS traced,
            coalesce(sum(r.credits) FILTER (WHERE m.ordinal IS NOT NULL), 0)::bigint AS traced_credits,
            count(*) FILTER (WHERE m.ordinal IS NULL AND o.ordinal IS NULL)::integer AS untraced
     FROM recipient r
     LEFT JOIN message m ON m.shop_id = r.shop_id AND m.campaign_id = r.campaign_id AND m.ordinal = r.ordinal
     LEFT JOIN recipient_omission o ON o.shop_id = r.shop_id AND o.campaign_id = r.campaign_id AND o.ordinal = r.ordinal
     WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal BETWEEN $3 AND $4`,
    [open.shopId, open.campaignId, open.firstOrdinal, open.lastOrdinal],
  );
  const row = rows[0];
  return {
    traced: row?.traced ?? 0,
    tracedCredits: row?.traced_credits ?? 0,
    untraced: row?.untraced ?? 0,
  };
}
