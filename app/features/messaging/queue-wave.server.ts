import type { Transaction } from '../../platform/database.server.ts';
import { jobCatalog } from '../../platform/job-catalog.ts';

/** How many batches of one campaign wait or run at a time: few, so that pause acts at once and shops share fairly. */
const WAVE = 4;

/**
 * Fills a campaign's wave: puts the next batches that may leave into the queue, in one statement. Called when a
 * campaign starts, after each outcome, when its discount codes are ready and by the sweep; asking too often does nothing.
 * Before everybody's code is in Shopify, no text that holds one may leave: nothing is queued.
 */
export async function queueWave(tx: Transaction, shopId: number, campaignId: number): Promise<void> {
  await tx.query({
    name: 'queue_wave',
    text: `WITH running AS (
             SELECT count(*) AS n FROM send_batch
             WHERE shop_id = $1 AND campaign_id = $2
               AND (status = 'dispatching' OR (status IN ('ready', 'deferred') AND queued_at IS NOT NULL))
           ), next AS (
             SELECT batch_no FROM send_batch
             WHERE shop_id = $1 AND campaign_id = $2 AND status IN ('ready', 'deferred') AND queued_at IS NULL
               AND NOT EXISTS (SELECT FROM campaign_discount d
                               WHERE d.shop_id = $1 AND d.campaign_id = $2 AND d.status <> 'ready')
             ORDER BY batch_no
             LIMIT greatest(0, $3 - (SELECT n FROM running))
             FOR UPDATE SKIP LOCKED
           ), queued AS (
             UPDATE send_batch b SET queued_at = now() FROM next
             WHERE b.shop_id = $1 AND b.campaign_id = $2 AND b.batch_no = next.batch_no
             RETURNING b.batch_no, b.next_attempt_at
           )
           SELECT graphile_worker.add_job('dispatch-batch',
                    json_build_object('shopId', $1::bigint, 'campaignId', $2::bigint, 'batchNo', batch_no),
                    run_at := coalesce(next_attempt_at, now()),
                    job_key := 'dispatch-' || $2::bigint || '-' || batch_no,
                    priority := $4)
           FROM queued`,
    values: [shopId, campaignId, WAVE, jobCatalog['dispatch-batch'].priority],
  });
}
