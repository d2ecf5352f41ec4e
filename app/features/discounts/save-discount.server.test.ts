import { expect, test } from 'vitest';
import { input } from '../../../test/support/flows/campaign.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import type { Discount } from '../../core/discounts/discount.ts';
import { campaignToEdit } from '../campaigns/campaign-editor-page.server.ts';
import { editCampaign } from '../campaigns/edit-campaign.server.ts';
import { discountCodesFor } from './discount-codes.server.ts';

const discount: Discount = { prefix: 'summer', kind: 'amount', value: 4.5, endsOn: '2026-12-31' };

/** What the editor posts. */
function form(changes: { discount?: string; body?: string }): FormData {
  const { audience, name, sender } = input();
  const data = new FormData();
  const body = 'Your code is {{ discount_code }}';
  const fields = { name, sender, body, intent: 'save', audience: JSON.stringify(audience), ...changes };
  for (const [field, value] of Object.entries(fields)) {
    data.set(field, value);
  }
  return data;
}

async function saved(shopId: number, changes: Parameters<typeof form>[0]): Promise<number> {
  const result = await editCampaign(shopId, null, form(changes));
  if (result.kind !== 'saved') {
    throw new Error(`not saved: ${JSON.stringify(result)}`);
  }
  return result.campaignId;
}

test('a discount is kept with the words, its prefix in capitals, and taken away by saving without it', async () => {
  const shopId = await makeShop();
  const campaignId = await saved(shopId, { discount: JSON.stringify(discount) });
  const kept = await campaignToEdit(shopId, campaignId);
  expect(kept?.values.discount).toEqual({ ...discount, prefix: 'SUMMER' });
  await editCampaign(shopId, campaignId, form({ body: 'No code any more' }));
  expect((await campaignToEdit(shopId, campaignId))?.values.discount).toBeUndefined();
});

test.each([
  ['no JSON', 'half a {'],
  ['a value that is no number', JSON.stringify({ ...discount, value: 'much' })],
  ['a day that does not exist', JSON.stringify({ ...discount, endsOn: '2026-02-30' })],
  ['a percentage over 100', JSON.stringify({ ...discount, kind: 'percentage', value: 101 })],
])('%s is refused at the discount', async (_, posted) => {
  const result = await editCampaign(await makeShop(), null, form({ discount: posted }));
  expect(result).toMatchObject({ kind: 'invalid', problems: [{ field: 'discount' }] });
});

test('before the audience is frozen, everybody’s code is one that nobody has', async () => {
  const shopId = await makeShop();
  const campaignId = await saved(shopId, { discount: JSON.stringify(discount) });
  expect(await discountCodesFor(shopId, campaignId, [1, 2])).toEqual(['SUMMER-XXXXXXX', 'SUMMER-XXXXXXX']);
});
