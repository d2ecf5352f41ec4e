import { expect } from 'vitest';
import type { CampaignInput } from '../../../app/core/campaigns/campaign-input.ts';
import { discountCodesFor } from '../../../app/features/discounts/discount-codes.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { checkBooksAfterEach } from './books.ts';
import { type Campaign, confirm, quotedCampaign } from './campaign.ts';
import { mittoOfThisFile } from './mitto.ts';
import { addContacts } from './shop.ts';
import { type ShopifyShop, shopifyOfThisFile } from './shopify.ts';

/** A text with everybody's own code for fifteen percent off. */
export const withCodes = {
  body: 'Fifteen percent off with {{ discount_code }}',
  discount: { prefix: 'SUMMER', kind: 'percentage', value: 15, endsOn: null },
} as const satisfies Partial<CampaignInput>;

export type DiscountRun = Campaign & { shop: ShopifyShop; contacts: number[] };

/** Shopify and Mitto for a file about discounts; the books are checked after each test. */
export function discountsOfThisFile(options: { shops: number }) {
  const mitto = mittoOfThisFile();
  const shopify = shopifyOfThisFile(options);
  let shopId: number;
  checkBooksAfterEach(() => shopId);

  async function newShop(): Promise<ShopifyShop> {
    const shop = await shopify.newShop();
    shopId = shop.shopId;
    return shop;
  }

  /** A campaign with codes, at its review. */
  async function quoted(contacts: number, perBatch = 5_000): Promise<DiscountRun> {
    const shop = await newShop();
    const ids = await addContacts(shop.shopId, contacts);
    return { ...(await quotedCampaign(shop.shopId, { ...withCodes, perBatch })), shop, contacts: ids };
  }

  return {
    mitto,
    newShop,
    quoted,
    /** A campaign that was just confirmed; its codes are not made yet. */
    async confirmed(contacts: number, perBatch?: number): Promise<DiscountRun> {
      const run = await quoted(contacts, perBatch);
      expect(await confirm(run)).toEqual({ kind: 'started' });
      return run;
    },
    textsOf: async ({ campaignId }: Pick<Campaign, 'campaignId'>): Promise<number> =>
      (await mitto.truthOf(campaignId)).length,
    /** The codes that phones got. */
    codesInTexts: async ({ campaignId }: Pick<Campaign, 'campaignId'>): Promise<(string | undefined)[]> =>
      (await mitto.truthOf(campaignId)).map(({ text }) => /SUMMER-\w{7}/.exec(text)?.[0]),
  };
}

type State = { status: string; made: number; imports: number; problem: string | null };

export async function discountOf({ shopId, campaignId }: Campaign): Promise<State | undefined> {
  const { rows } = await pool.query<State>(
    `SELECT status, made, cardinality(bulk_ids) AS imports, problem FROM campaign_discount
     WHERE shop_id = $1 AND campaign_id = $2`,
    [shopId, campaignId],
  );
  return rows[0];
}

/** The codes of recipients 1 to `people`. */
export const codesOf = ({ shopId, campaignId }: Campaign, people: number): Promise<string[]> =>
  discountCodesFor(
    shopId,
    campaignId,
    Array.from({ length: people }, (_, i) => i + 1),
  );

/** Time passes until the sweep takes up discounts that stand still. */
export async function passDiscountTime(): Promise<void> {
  await pool.query(`UPDATE campaign_discount SET moved_at = now() - interval '5 minutes'`);
}
