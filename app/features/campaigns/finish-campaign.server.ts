import { finish } from '../../core/campaigns/decide.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { changeCampaign } from './change-campaign.server.ts';

/**
 * Says that a campaign is handed over, and that it is complete, when it is. Decided from the batches, which are exact;
 * the counters may be a moment behind, but a count that has reached its end stays there.
 */
export async function finishCampaign(shopId: number, campaignId: number): Promise<void> {
  await changeCampaign(shopId, campaignId, async (state, _now, tx) => {
    const { rows } = await tx.query<{ waiting: number; unknown: number; silent: number }>(
      `SELECT
         count(*) FILTER (WHERE status IN ('planned', 'ready', 'deferred', 'dispatching'))::integer AS waiting,
         count(*) FILTER (WHERE status = 'unknown')::integer AS unknown,
         (SELECT coalesce(sum(count), 0)::integer FROM campaign_count
          WHERE shop_id = $1 AND campaign_id = $2 AND state IN ('handed_over', 'unknown', 'queued', 'sending')) AS silent
       FROM send_batch WHERE shop_id = $1 AND campaign_id = $2`,
      [shopId, campaignId],
    );
    const { waiting, unknown, silent } = rows[0] ?? { waiting: 0, unknown: 0, silent: 0 };
    failpoint('before-finish-commit');
    return finish(state, { waiting, open: waiting + unknown + silent });
  });
}
