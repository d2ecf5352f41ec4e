import type { CreditEvent } from '../../core/events.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';
import type { BatchKey } from './batch.ts';

/**
 * After the hold of an unknown batch was resolved: marks the texts that were traced before as paid, and refunds those
 * of them that had already failed (while the hold was open there was nothing to refund from).
 *
 * @returns the events for the shop's credits stream.
 */
export async function settleTraced(tx: Transaction, key: BatchKey): Promise<CreditEvent[]> {
  // The lane of reports, as everybody who writes messages: a text that fails at this moment is seen here as failed, or
  // its report sees it as paid. Otherwise neither would refund it.
  await tx.query('SELECT pg_advisory_xact_lock(1000, 6)');
  const { rows } = await tx.query<{ credits: number; texts: number }>(
    `WITH paid AS (
       UPDATE message m SET credits = r.credits
       FROM recipient r
       WHERE m.shop_id = $1 AND m.campaign_id = $2 AND m.batch_no = $3 AND m.credits = 0
         AND r.shop_id = m.shop_id AND r.campaign_id = m.campaign_id AND r.ordinal = m.ordinal
       RETURNING m.state, m.credits
     )
     SELECT coalesce(sum(credits), 0)::bigint AS credits, count(*)::integer AS texts
     FROM paid WHERE state = 'failed'`,
    [key.shopId, key.campaignId, key.batchNo],
  );
  const failed = rows[0];
  if (failed === undefined || failed.credits === 0) {
    return [];
  }
  await tx.query(`SELECT credit_receive($1, $2, 'refund', $3, $4)`, [
    key.shopId,
    uuidFrom(`refund:traced:${key.campaignId}:${key.batchNo}`),
    failed.credits,
    key.campaignId,
  ]);
  return [
    {
      type: 'CreditsRefunded',
      data: { credits: failed.credits, campaign: key.campaignId, texts: failed.texts },
    },
  ];
}
