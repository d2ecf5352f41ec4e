import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { type Discount, discountSchema } from '../../core/discounts/discount.ts';
import { DISCOUNT_BITS, discountCode } from '../../core/discounts/discount-code.ts';
import { pool, type Queryable } from '../../platform/database.server.ts';
import { sealNumbers } from '../../platform/link-codes.server.ts';

export type DiscountStatus =
  | 'quoted'
  | 'planned'
  | 'making'
  | 'ready'
  | 'failed'
  | 'taking_back'
  | 'taken_back';
export type DiscountProblem = 'code_taken' | 'refused' | 'no_access';

/** How far the codes of a campaign are, and what is needed to go on. */
export type DiscountRow = {
  shopId: number;
  campaignId: number;
  status: DiscountStatus;
  firstNumber: number;
  people: number;
  shopifyId: string | null;
  made: number;
  bulkIds: string[];
  listCursor: string | null;
  campaign: CampaignStatus;
  campaignName: string;
  shopDomain: string;
  timeZone: string;
  discount: Discount;
};

/** Undefined when the campaign has no discount, or is not confirmed. */
export async function readDiscount(
  shopId: number,
  campaignId: number,
  db: Queryable = pool,
): Promise<DiscountRow | undefined> {
  const { rows } = await db.query<Omit<DiscountRow, 'discount'> & { discount: unknown }>(
    `SELECT d.shop_id AS "shopId", d.campaign_id AS "campaignId", d.status, d.first_number AS "firstNumber", d.people,
            d.shopify_id AS "shopifyId", d.made, d.bulk_ids AS "bulkIds", d.list_cursor AS "listCursor",
            k.status AS campaign, c.name AS "campaignName", c.discount,
            s.domain AS "shopDomain", s.time_zone AS "timeZone"
     FROM campaign_discount d
     JOIN campaign k         ON k.shop_id = d.shop_id AND k.id = d.campaign_id
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     JOIN shop s             ON s.id = d.shop_id
     WHERE d.shop_id = $1 AND d.campaign_id = $2`,
    [shopId, campaignId],
  );
  const row = rows[0];
  return row === undefined ? undefined : { ...row, discount: discountSchema.parse(row.discount) };
}

/** The sealed numbers of recipients, in the order of their ordinals given. */
export const sealedNumbersOf = (
  { shopId, firstNumber }: Pick<DiscountRow, 'shopId' | 'firstNumber'>,
  ordinals: readonly number[],
): Promise<number[]> =>
  sealNumbers(
    'discount-codes',
    shopId,
    ordinals.map((ordinal) => firstNumber + ordinal - 1),
    DISCOUNT_BITS,
  );

/** The codes of recipients, in the order of their ordinals given. */
export async function codesOf(row: DiscountRow, ordinals: readonly number[]): Promise<string[]> {
  const sealed = await sealedNumbersOf(row, ordinals);
  return sealed.map((number) => discountCode(row.discount.prefix, number));
}
