import { withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { queueWave } from '../messaging/queue-wave.server.ts';
import type { DiscountRow } from './discount-row.server.ts';
import type { Step } from './make-step.ts';

/** Everybody's code is in Shopify: opens the gate, and queues the first batches if the campaign has started. */
export async function finishDiscount({ shopId, campaignId, people }: DiscountRow): Promise<Step> {
  const ready = await withTransaction(async (tx) => {
    // The campaign's row first: a start that is being written either sees the gate open, or is seen here.
    const { rows } = await tx.query<{ status: string }>(
      'SELECT status FROM campaign WHERE shop_id = $1 AND id = $2 FOR SHARE',
      [shopId, campaignId],
    );
    const { rowCount } = await tx.query(
      `UPDATE campaign_discount SET status = 'ready', moved_at = now()
       WHERE shop_id = $1 AND campaign_id = $2 AND status = 'making' AND made = people AND bulk_ids = '{}'`,
      [shopId, campaignId],
    );
    if (rowCount === 1 && rows[0]?.status === 'sending') {
      await queueWave(tx, shopId, campaignId);
    }
    return rowCount === 1;
  });
  if (ready) {
    log.info({ shopId, campaignId, people }, 'discount codes are ready');
  }
  return { kind: 'nothing_to_do' };
}
