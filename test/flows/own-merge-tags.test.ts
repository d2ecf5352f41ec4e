import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { previewText } from '../../app/components/editor/preview-text.ts';
import { shopSettings } from '../../app/core/shops/shop-events.ts';
import { campaignReview } from '../../app/features/campaigns/campaign-review-page.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { eraseContact } from '../../app/features/compliance/erase-contact.server.ts';
import { previewContacts } from '../../app/features/contacts/preview-contacts.server.ts';
import { grantCredits } from '../../app/features/credits/grant-credits.server.ts';
import { changeSettings, shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { customerId } from '../simulators/shopify/demo-customers.ts';
import { campaignRow, confirm, draftCampaign, quotedCampaign } from '../support/flows/campaign.ts';
import { contactOf, customersOfThisFile, readToTheEnd, subscriberOf } from '../support/flows/customers.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';

const mitto = mittoOfThisFile();
const { newShop } = customersOfThisFile({ shops: 2, customers: 40 });

const mapTags = async (shopId: number, mergeFields: { tag: string; source: string }[]) =>
  changeSettings(shopId, { ...shopSettings.parse(await shopSettingsOf(shopId)), mergeFields });

const fieldsOf = async (id: number | undefined) =>
  (await pool.query('SELECT fields FROM contact WHERE id = $1', [id])).rows[0]?.fields;

test('a metafield that was made a tag reaches the phone as the preview showed it, and is forgotten with its person', async () => {
  const shop = await newShop();
  const { shopId } = shop;
  await readToTheEnd(shop);
  const n = subscriberOf(shop);
  const change = { metafields: { 'custom.shoe': 'Größe 38' }, city: 'Χανιά' };
  await shop.control('customer', { id: customerId(n), change });
  const contact = await contactOf(shop, n);
  expect(await fieldsOf(contact?.id), 'nothing is kept that nobody uses').toEqual({});

  const mapped = [
    { tag: 'shoe', source: 'custom.shoe' },
    { tag: 'town', source: 'city' },
  ];
  expect(await mapTags(shopId, mapped)).toEqual({ kind: 'changed' });
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers: 40 });
  expect(await fieldsOf(contact?.id)).toEqual({ 'custom.shoe': 'Größe 38', city: 'Χανιά' });

  await grantCredits(shopId, 1_000, { by: 'operator', why: 'trial', commandId: randomUUID() });
  const body = '{{ town }}: {{ shoe | "your size" }} is back. {{ opt_out_link }}';
  const campaign = await quotedCampaign(shopId, { body });
  const { rows: frozen } = await pool.query(
    'SELECT merge FROM recipient WHERE campaign_id = $1 AND contact_id = $2',
    [campaign.campaignId, contact?.id],
  );
  expect(frozen).toEqual([{ merge: { shoe: 'Größe 38', town: 'Χανιά' } }]);

  const [sample] = await previewContacts(shopId, contact?.firstName ?? '');
  const samples = await previewContacts(shopId, String(contact?.phone));
  const preview = previewText(body, samples[0] ?? sample, await shopSettingsOf(shopId));
  const start = 'Χανιά: Größe 38 is back. ';
  expect(preview).toMatchObject({ text: expect.stringContaining(start) });
  expect((await campaignReview(shopId, campaign.campaignId))?.samples.length).toBeGreaterThan(0);

  // Given up after the review: what was reviewed is what is sent.
  await mapTags(shopId, []);
  await confirm(campaign);
  await drainJobs({ without: ['sync-contacts'] });
  const sent = (await mitto.truthOf(campaign.campaignId)).map(({ text }) => text);
  expect(sent.filter((text) => text.startsWith(start))).toHaveLength(1);
  expect(sent.filter((text) => text.includes(': your size is back. ')).length).toBeGreaterThan(3);

  await eraseContact(shopId, contact?.id ?? 0, { request: 'operator' });
  expect(await fieldsOf(contact?.id)).toEqual({});
});

test('a draft with a tag that was given up is refused at its review, with the reason', async () => {
  const shop = await newShop();
  await readToTheEnd(shop);
  await mapTags(shop.shopId, [{ tag: 'orders', source: 'order_count' }]);
  const campaign = await draftCampaign(shop.shopId, { body: 'Thanks for {{ orders }} orders' });
  await mapTags(shop.shopId, []);
  await requestReview(shop.shopId, campaign.campaignId);
  await drainJobs();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'draft', problem: 'unknown_tag' });
});
