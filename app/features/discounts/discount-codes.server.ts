import { discountSchema } from '../../core/discounts/discount.ts';
import { sampleDiscountCode } from '../../core/discounts/discount-code.ts';
import { pool } from '../../platform/database.server.ts';
import { codesOf, readDiscount } from './discount-row.server.ts';

/**
 * The discount codes of a campaign's recipients, in the order of their ordinals given. Of a test, or before the audience
 * is frozen: a code that nobody has, as long as everybody's. Ask it only for texts that hold the tag: saving a text with
 * the tag and no discount is refused.
 *
 * @throws when a confirmed campaign has no codes: a text must never leave with one that Shopify does not know.
 */
export async function discountCodesFor(
  shopId: number,
  campaignId: number,
  ordinals: readonly number[],
): Promise<string[]> {
  const row = await readDiscount(shopId, campaignId);
  if (row !== undefined) {
    return codesOf(row, ordinals);
  }
  const sample = await sampleOf(shopId, campaignId);
  return ordinals.map(() => sample);
}

async function sampleOf(shopId: number, campaignId: number): Promise<string> {
  const { rows } = await pool.query<{ discount: unknown }>(
    `SELECT c.discount
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.id = $2 AND c.discount IS NOT NULL
       AND (k.test_of IS NOT NULL OR k.confirmed_at IS NULL)`,
    [shopId, campaignId],
  );
  const row = rows[0];
  if (row === undefined) {
    throw new Error(`campaign ${campaignId} has no discount codes, but its text asks for them`);
  }
  return sampleDiscountCode(discountSchema.parse(row.discount).prefix);
}
