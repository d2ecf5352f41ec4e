import { pool } from '../../platform/database.server.ts';
import type { DiscountProblem } from './discount-row.server.ts';
import { pauseForDiscount } from './fail-discount.server.ts';
import { askForCodes } from './plan-discount.server.ts';
import { askToTakeBack } from './take-back-discount-codes.server.ts';

const PER_SWEEP = 500;
/** A step is one call to Shopify, which is given up after twenty seconds. */
const LOST_AFTER_SECONDS = 30;

type Found = { shop_id: number; campaign_id: number };

/** The sweep's part in discounts: codes whose making stands still, failed ones of running campaigns, ended campaigns. */
export async function wakeDiscounts(): Promise<void> {
  await wakeMakers();
  await pauseFailed();
  await takeBackOfEnded();
}

async function wakeMakers(): Promise<void> {
  const { rows } = await pool.query<Found>(
    `UPDATE campaign_discount SET moved_at = now()
     WHERE (shop_id, campaign_id) IN (
       SELECT d.shop_id, d.campaign_id
       FROM campaign_discount d JOIN campaign k ON k.shop_id = d.shop_id AND k.id = d.campaign_id
       WHERE d.status IN ('planned', 'making') AND d.moved_at < now() - $2 * interval '1 second'
         AND k.status IN ('scheduled', 'sending', 'paused')
       LIMIT $1)
     RETURNING shop_id, campaign_id`,
    [PER_SWEEP, LOST_AFTER_SECONDS],
  );
  for (const { shop_id, campaign_id } of rows) {
    await askForCodes(pool, shop_id, campaign_id);
  }
}

/** Campaigns that started after their codes had failed, or whose pause was lost in a crash. */
async function pauseFailed(): Promise<void> {
  const { rows } = await pool.query<Found & { problem: DiscountProblem }>(
    `SELECT d.shop_id, d.campaign_id, d.problem
     FROM campaign_discount d JOIN campaign k ON k.shop_id = d.shop_id AND k.id = d.campaign_id
     WHERE d.status = 'failed' AND k.status = 'sending'
     LIMIT $1`,
    [PER_SWEEP],
  );
  for (const { shop_id, campaign_id, problem } of rows) {
    await pauseForDiscount(shop_id, campaign_id, problem);
  }
}

/** Ended campaigns of which no call is open or in doubt. */
async function takeBackOfEnded(): Promise<void> {
  const { rows } = await pool.query<Found>(
    `UPDATE campaign_discount SET status = 'taking_back', problem = NULL, moved_at = now()
     WHERE (shop_id, campaign_id) IN (
       SELECT d.shop_id, d.campaign_id
       FROM campaign_discount d JOIN campaign k ON k.shop_id = d.shop_id AND k.id = d.campaign_id
       WHERE d.status NOT IN ('quoted', 'taken_back') AND k.status IN ('completed', 'cancelled', 'expired')
         AND (d.status <> 'taking_back' OR d.moved_at < now() - $2 * interval '1 second')
         AND NOT EXISTS (
           SELECT FROM send_batch b WHERE b.shop_id = d.shop_id AND b.campaign_id = d.campaign_id
             AND b.status IN ('planned', 'ready', 'deferred', 'dispatching', 'unknown'))
       LIMIT $1)
     RETURNING shop_id, campaign_id`,
    [PER_SWEEP, LOST_AFTER_SECONDS],
  );
  for (const { shop_id, campaign_id } of rows) {
    await askToTakeBack(shop_id, campaign_id);
  }
}
