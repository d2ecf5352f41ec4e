import type { CampaignInput } from '../../core/campaigns/campaign-input.ts';
import { formatPhone, normalisePhone } from '../../core/contacts/phone-number.ts';
import { PRICE_TABLE } from '../../core/credits/price-table.ts';
import { priceOf } from '../../core/credits/pricing.ts';
import { pool } from '../../platform/database.server.ts';
import { creditBalance } from '../credits/credit-balance.server.ts';
import { type ShopProfile, shopSettingsOf } from '../shops/change-settings.server.ts';
import { testNumbersIn } from '../shops/test-numbers.server.ts';
import { campaignToEdit, type SampleContact, sampleContacts } from './campaign-editor-page.server.ts';

/** What a test needs to be offered: the phones, what a part to each costs, and the text as it was last saved. */
export type TestOffer = {
  /** `creditsPerPart` null: no text can be sent there. */
  numbers: { digits: number; phone: string; creditsPerPart: number | null }[];
  words: Pick<CampaignInput, 'body' | 'discount' | 'capitals'>;
  shop: ShopProfile;
  samples: SampleContact[];
  available: number;
};

/** Undefined when the shop has no such campaign, or it is a test itself. */
export async function testOffer(shopId: number, campaignId: number): Promise<TestOffer | undefined> {
  const campaign = await campaignToEdit(shopId, campaignId);
  if (campaign === undefined) {
    return undefined;
  }
  const shop = await shopSettingsOf(shopId);
  const [numbers, balance, samples] = await Promise.all([
    testNumbersIn(pool, shopId),
    creditBalance(shopId),
    sampleContacts(shopId, shop),
  ]);
  const { body, discount, capitals } = campaign.values;
  const today = new Date().toISOString().slice(0, 10);
  return {
    numbers: numbers.map((digits) => {
      const phone = normalisePhone(`+${digits}`, '');
      return {
        digits,
        phone: formatPhone(`+${digits}`),
        creditsPerPart:
          (phone.ok ? priceOf(PRICE_TABLE, phone.country, shop.country, today) : undefined) ?? null,
      };
    }),
    words: { body, discount, capitals },
    shop,
    samples,
    available: balance.available,
  };
}
