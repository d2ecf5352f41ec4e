import { expect, test } from 'vitest';
import { confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { creditsPage } from './credit-pages.server.ts';

test('the statement names the campaign of a hold, newest first, and only this shop’s lines', async () => {
  const { shopId, campaignId } = await confirmedCampaign(3, { name: 'Autumn sale' });
  const page = await creditsPage(shopId, { cursor: null });
  expect(page.balance).toMatchObject({ available: 997, held: 3, spent: 0, granted: 1000 });
  expect(page.rows).toMatchObject([
    { kind: 'held', credits: 3, campaign: { id: campaignId, name: 'Autumn sale' } },
    { kind: 'granted', credits: 1000, campaign: null },
  ]);
  const other = await creditsPage(await makeShop(), { cursor: null });
  expect(other.rows).toEqual([]);
  expect(other.balance.available).toBe(0);
});
