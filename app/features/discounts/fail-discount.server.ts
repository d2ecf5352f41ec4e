import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { deleteDiscount } from '../../platform/shopify/discount-calls.server.ts';
import { pauseCampaign } from '../campaigns/stop-campaign.server.ts';
import type { DiscountProblem, DiscountRow } from './discount-row.server.ts';
import { askForCodes } from './plan-discount.server.ts';

/**
 * Notes that the codes of a campaign can't be made, and pauses it with the reason: nobody has been texted. The merchant
 * may resume it, which tries again. A campaign that has not started is paused when it does, by the sweep.
 */
export async function failDiscount(
  row: DiscountRow,
  problem: DiscountProblem,
  shopifyCodes: string[],
): Promise<void> {
  const { shopId, campaignId } = row;
  if (problem === 'code_taken' && row.shopifyId !== null) {
    // The next try makes other codes for everybody; nobody has one of these.
    const deleted = await deleteDiscount(row.shopDomain, row.shopifyId);
    if (deleted.kind === 'throttled') {
      return await askForCodes(pool, shopId, campaignId, deleted.waitMs);
    }
  }
  const { rowCount } = await pool.query(
    `UPDATE campaign_discount SET status = 'failed', problem = $3, moved_at = now()
     WHERE shop_id = $1 AND campaign_id = $2 AND status IN ('planned', 'making') AND first_number = $4`,
    [shopId, campaignId, problem, row.firstNumber],
  );
  if (rowCount === 1) {
    log.warn({ shopId, campaignId, problem, shopifyCodes, alert: 'no_discount' }, 'discount codes failed');
    await pauseForDiscount(shopId, campaignId, problem);
  }
}

/** Pauses a running campaign whose codes could not be made. */
export const pauseForDiscount = (shopId: number, campaignId: number, problem: DiscountProblem) =>
  pauseCampaign(shopId, campaignId, { by: 'system', reason: `discount_${problem}` });
