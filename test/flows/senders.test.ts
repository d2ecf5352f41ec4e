import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { ORDINAL_MAX } from '../../app/core/links/link-code.ts';
import { bulkMessageJson, ENVELOPE_BYTES } from '../../app/core/messaging/bulk-request.ts';
import { formatReference } from '../../app/core/messaging/reference.ts';
import { shopSettings } from '../../app/core/shops/shop-events.ts';
import { campaignReview } from '../../app/features/campaigns/campaign-review-page.server.ts';
import { recipientPage } from '../../app/features/campaigns/recipient-page.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { resendCampaign } from '../../app/features/campaigns/resend-campaign.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import { sendTest } from '../../app/features/campaigns/send-test.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import {
  changeSettings,
  type SettingsResult,
  shopSettingsOf,
} from '../../app/features/shops/change-settings.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { checkBooksAfterEach, statementOf, statesOf } from '../support/flows/books.ts';
import {
  type Campaign,
  campaignRow,
  confirm,
  draftCampaign,
  input,
  quotedCampaign,
  recipientsOf,
} from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
let shopId: number;
checkBooksAfterEach(() => shopId);

const GREEK = 306_900_000_901;
const AMERICAN = 12_025_550_101;
const CANADIAN = 14_165_550_102;
const ITALIAN = 393_331_234_503;

/** A shop with a customer in each of four countries. */
async function worldwideShop(senders: Record<string, string>): Promise<void> {
  shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, [
    { phone: GREEK },
    { phone: AMERICAN, country: 'US' },
    { phone: CANADIAN, country: 'CA' },
    { phone: ITALIAN, country: 'IT' },
  ]);
  expect(await chooseSenders(senders)).toEqual({
    kind: Object.keys(senders).length === 0 ? 'unchanged' : 'changed',
  });
}

async function chooseSenders(senders: Record<string, string>): Promise<SettingsResult> {
  const settings = shopSettings.parse(await shopSettingsOf(shopId));
  return changeSettings(shopId, { ...settings, senders });
}

async function sendersAtMitto({ campaignId }: Campaign): Promise<Record<string, string>> {
  const truth = await mitto.truthOf(campaignId);
  return Object.fromEntries(truth.map(({ destination, sender }) => [destination, sender]));
}

test('each country’s customers are texted from its own sender, at the same price, and their pages say so', async () => {
  await worldwideShop({ US: '+18005550100', IT: 'KafeneioIT', CA: '14165550000' });
  const campaign = await quotedCampaign(shopId);
  expect(await campaignRow(campaign)).toMatchObject({ recipients: 4, credits: 1 + 1 + 1 + 2, excluded: {} });
  expect((await campaignReview(shopId, campaign.campaignId))?.from).toEqual({
    sender: 'Kafeneio',
    senders: { CA: '14165550000', IT: 'KafeneioIT', US: '18005550100' },
  });
  await confirm(campaign);
  await drainJobs();
  expect(await sendersAtMitto(campaign)).toEqual({
    [`+${GREEK}`]: 'Kafeneio',
    [`+${AMERICAN}`]: '18005550100',
    [`+${CANADIAN}`]: '14165550000',
    [`+${ITALIAN}`]: 'KafeneioIT',
  });
  expect(await statementOf(campaign)).toEqual({ held: 5, spent: 5 });
  const pages = await Promise.all(
    [1, 2, 3, 4].map((ordinal) => recipientPage(shopId, campaign.campaignId, ordinal)),
  );
  expect(pages.map((page) => [page?.country, page?.sender])).toEqual([
    ['US', '18005550100'],
    ['CA', '14165550000'],
    ['GR', 'Kafeneio'],
    ['IT', 'KafeneioIT'],
  ]);
});

test('where a name is refused, only who has a number of her country as the sender is texted', async () => {
  await worldwideShop({ US: '18005550100' });
  const campaign = await quotedCampaign(shopId);
  expect(await campaignRow(campaign)).toMatchObject({ recipients: 3, excluded: { sender_not_allowed: 1 } });
  await confirm(campaign);
  await drainJobs();
  expect(Object.keys(await sendersAtMitto(campaign))).not.toContain(`+${CANADIAN}`);
  expect(await statesOf(campaign)).toEqual({ handed_over: 3 });
});

test('a claim has what was reviewed, whatever the settings say since', async () => {
  await worldwideShop({ US: '18005550100' });
  const campaign = await quotedCampaign(shopId);
  expect(await chooseSenders({ GR: 'Other' })).toEqual({ kind: 'changed' });
  await confirm(campaign);
  const claim = await claimBatch({ ...campaign, batchNo: 1 });
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${claim.kind}`);
  }
  const { sender, senders, recipients } = claim.batch;
  expect({ sender, senders }).toEqual({ sender: 'Kafeneio', senders: { US: '18005550100' } });
  expect(recipients.map(({ country }) => country)).toEqual(['US', 'GR', 'IT']);
});

test('a draft that is saved again takes the senders of today', async () => {
  await worldwideShop({});
  const campaign = await quotedCampaign(shopId);
  expect(await campaignRow(campaign)).toMatchObject({ excluded: { sender_not_allowed: 2 } });
  await chooseSenders({ US: '18005550100', CA: '18005550100' });
  await saveDraft(shopId, campaign.campaignId, input());
  expect((await campaignReview(shopId, campaign.campaignId))?.from.senders).toEqual({
    CA: '18005550100',
    US: '18005550100',
  });
});

test('a test comes from the sender of the phone’s country, as the campaign was saved', async () => {
  await worldwideShop({ IT: 'KafeneioIT' });
  const campaign = await quotedCampaign(shopId);
  await chooseSenders({ IT: 'TooLate' });
  await pool.query('UPDATE shop SET test_numbers = $2 WHERE id = $1', [shopId, [ITALIAN]]);
  const result = await sendTest(shopId, campaign.campaignId, {
    commandId: randomUUID(),
    numbers: [ITALIAN],
    as: null,
    ceiling: 10,
  });
  if (result.kind !== 'sent') {
    throw new Error(`not sent: ${result.kind}`);
  }
  await drainJobs();
  expect(await sendersAtMitto({ shopId, campaignId: result.testId })).toEqual({
    [`+${ITALIAN}`]: 'KafeneioIT',
  });
});

test('a resend has the senders of today: a sender may be why the first one failed', async () => {
  await worldwideShop({ US: '18005550100', CA: '18005550100' });
  const campaign = await quotedCampaign(shopId);
  await confirm(campaign);
  await mitto.next('drop-then-500');
  await drainJobs();
  await chooseSenders({ US: '18005550199', CA: '18005550199' });
  const again = await resendCampaign(shopId, campaign.campaignId);
  if (again.kind !== 'drafted') {
    throw new Error(`not drafted: ${again.kind}`);
  }
  expect((await campaignReview(shopId, again.campaignId))?.from.senders).toMatchObject({ US: '18005550199' });
});

test('a call is measured with the sender of each text, so that none is too large', async () => {
  await worldwideShop({ US: '18005550100', CA: '18005550100' });
  const campaign = await draftCampaign(shopId, { sender: 'abc' });
  const size = (sender: string) =>
    Buffer.byteLength(
      bulkMessageJson({
        trafficAccountId: env.MITTO_TRAFFIC_ACCOUNT_ID,
        destination: `+${AMERICAN}`,
        reference: formatReference(BigInt(campaign.campaignId), ORDINAL_MAX),
        sms: { text: 'Twenty percent off until Sunday.\nStop: textlink.test/1234567890', sender },
      }),
    );
  const before = env.MITTO_MAX_BODY_BYTES;
  // Room for the two of them with three letters as the sender, not with eleven digits.
  env.MITTO_MAX_BODY_BYTES = ENVELOPE_BYTES + 2 * (size('abc') + 1) + 15;
  try {
    await requestReview(shopId, campaign.campaignId);
    await drainJobs();
  } finally {
    env.MITTO_MAX_BODY_BYTES = before;
  }
  const recipients = await recipientsOf(campaign);
  expect(recipients.map(({ phone, batch }) => [phone, batch])).toEqual([
    [`+${AMERICAN}`, 1],
    [`+${CANADIAN}`, 2],
    [`+${GREEK}`, 2],
    [`+${ITALIAN}`, 3],
  ]);
});

test.each([
  ['a name for the United States', { US: 'Kafeneio' }, /US: Carriers there refuse texts from a name/],
  ['a sender with an emoji', { CY: 'Kafe☕' }, /CY: .*neither/],
  ['a number of 15 digits', { CY: '123456789012345' }, /CY: .*at most 14 digits/],
  ['a country without a price', { BR: 'Kafeneio' }, /BR: Texts cannot be sent there/],
  ['an empty sender', { CY: '' }, /CY: Write the name or the number/],
])('%s is refused by the settings, and nothing is kept', async (_, senders, message) => {
  await worldwideShop({ IT: 'KafeneioIT' });
  expect(await chooseSenders(senders)).toEqual({
    kind: 'invalid',
    problems: [{ field: 'senders', message: expect.stringMatching(message) }],
  });
  expect((await shopSettingsOf(shopId)).senders).toEqual({ IT: 'KafeneioIT' });
});

test('saving the same senders in another order or with a plus changes nothing', async () => {
  await worldwideShop({ US: '18005550100', IT: 'KafeneioIT' });
  expect(await chooseSenders({ US: '+18005550100', IT: 'KafeneioIT' })).toEqual({ kind: 'unchanged' });
  expect(await chooseSenders({ IT: 'KafeneioIT' })).toEqual({ kind: 'changed' });
});
