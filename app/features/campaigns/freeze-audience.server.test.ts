import { expect, test } from 'vitest';
import {
  batchesOf,
  type Campaign,
  campaignRow,
  quotedCampaign,
  recipientsOf,
} from '../../../test/support/flows/campaign.ts';
import { addContacts, type ContactInput, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { pool } from '../../platform/database.server.ts';
import { freezeAudience } from './freeze-audience.server.ts';
import { requestReview } from './request-review.server.ts';

const exclusionsOf = async ({ campaignId }: Campaign) =>
  (
    await pool.query<{ contactId: number; reason: string }>(
      'SELECT contact_id AS "contactId", reason FROM audience_exclusion WHERE campaign_id = $1 ORDER BY 1',
      [campaignId],
    )
  ).rows;
const total = (counts: Record<string, number>) => Object.values(counts).reduce((sum, one) => sum + one, 0);

test('everybody of the audience is a recipient or left out for one reason, and the counts say so', async () => {
  const shopId = await makeShop();
  const contacts: ContactInput[] = [
    {},
    { consent: 'unsubscribed' },
    { consent: 'never' },
    { consent: 'pending' },
    { phoneProblem: 'no_number' },
    { phoneProblem: 'impossible_number' },
    { phoneProblem: 'not_a_mobile' },
    { phoneProblem: 'landline' },
    { country: 'BR' },
  ];
  await addContacts(shopId, contacts);
  const campaign = await quotedCampaign(shopId);
  const row = await campaignRow(campaign);
  expect(row.audience).toBe(contacts.length);
  expect(row.recipients + total(row.excluded)).toBe(row.audience);
  expect((await exclusionsOf(campaign)).map((one) => one.reason)).toEqual([
    'opted_out',
    'never_asked',
    'pending_confirmation',
    'no_number',
    'impossible_number',
    'not_a_mobile',
    'landline',
    'country_not_supported',
  ]);
});

test('of customers with one number the one who said yes gets the text, and a no of any of them counts for all', async () => {
  const shopId = await makeShop();
  const [shared, refused] = [newPhone(), newPhone()];
  const [asked, yes, again, willing] = await addContacts(shopId, [
    { phone: shared, consent: 'never' },
    { phone: shared },
    { phone: shared },
    { phone: refused },
    { phone: refused, consent: 'unsubscribed' },
    { phone: newPhone() },
  ]);
  const campaign = await quotedCampaign(shopId);
  const recipients = (await recipientsOf(campaign)).map((row) => row.contactId);
  expect(recipients).toContain(yes);
  expect(recipients).not.toContain(asked);
  expect(recipients).not.toContain(again);
  expect(recipients).not.toContain(willing);
  expect((await campaignRow(campaign)).excluded).toEqual({
    never_asked: 1,
    duplicate_number: 1,
    opted_out: 2,
  });
});

test('an audience of tags has whoever has one of them; a no outside of it still counts', async () => {
  const shopId = await makeShop();
  const phone = newPhone();
  await addContacts(shopId, [
    { tags: ['vip'] },
    { tags: ['new', 'other'] },
    { tags: ['vip'], phone },
    { tags: [], phone, consent: 'unsubscribed' },
    { tags: ['else'] },
  ]);
  const campaign = await quotedCampaign(shopId, { audience: { kind: 'tags', tags: ['vip', 'new'] } });
  expect(await campaignRow(campaign)).toMatchObject({
    audience: 3,
    recipients: 2,
    excluded: { opted_out: 1 },
  });
});

test('the price is of each person’s own text, by its parts and its country', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, [
    { firstName: 'Jo' },
    { firstName: 'Ελένη' },
    { firstName: 'Jo', country: 'DE', phone: 491_511_000_001 },
    { firstName: 'Jo', country: 'GB', phone: 447_700_900_001 },
  ]);
  const campaign = await quotedCampaign(shopId, { body: `{{ first_name }} ${'a'.repeat(69)}` });
  // Greek letters make it two parts; Germany costs 3 and Britain 2 a part.
  expect(await campaignRow(campaign)).toMatchObject({ credits: 1 + 2 + 3 + 2 });
});

test('batches cover the recipients without a gap, and their credits are the quote', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, 7);
  const campaign = await quotedCampaign(shopId, { perBatch: 3 });
  const { rows } = await pool.query(
    `SELECT batch_no AS no, first_ordinal AS first, last_ordinal AS last, credits FROM send_batch
     WHERE campaign_id = $1 ORDER BY 1`,
    [campaign.campaignId],
  );
  expect(rows).toEqual([
    { no: 1, first: 1, last: 3, credits: 3 },
    { no: 2, first: 4, last: 6, credits: 3 },
    { no: 3, first: 7, last: 7, credits: 1 },
  ]);
  expect((await recipientsOf(campaign)).map((row) => row.batch)).toEqual([1, 1, 1, 2, 2, 2, 3]);
});

test('names with anything in them are kept as they are', async () => {
  const shopId = await makeShop();
  const names = ['back\\slash', 'tab\there', 'line\nbreak', '\\N', '\\.', 'quote"d', 'Ζωή 🌞', '{"a":1}'];
  await addContacts(
    shopId,
    names.map((firstName) => ({ firstName })),
  );
  const campaign = await quotedCampaign(shopId, { body: 'Hi {{ first_name | "you" }}' });
  const { rows } = await pool.query<{ name: string }>(
    `SELECT merge ->> 'first_name' AS name FROM recipient WHERE campaign_id = $1 ORDER BY ordinal`,
    [campaign.campaignId],
  );
  expect(rows.map((row) => row.name)).toEqual(names);
});

test('a text without merge tags keeps nothing of anybody', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, 2);
  const campaign = await quotedCampaign(shopId);
  const { rowCount } = await pool.query('SELECT FROM recipient WHERE campaign_id = $1 AND merge IS NULL', [
    campaign.campaignId,
  ]);
  expect(rowCount).toBe(2);
});

test('a second review of the same words replaces the first; what changed since then is in it', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, 3);
  const campaign = await quotedCampaign(shopId);
  await addContacts(shopId, [{}, { consent: 'never' }]);
  await requestReview(shopId, campaign.campaignId);
  await freezeAudience(shopId, campaign.campaignId);
  expect(await campaignRow(campaign)).toMatchObject({ recipients: 4, excluded: { never_asked: 1 } });
  expect(await recipientsOf(campaign)).toHaveLength(4);
  expect(await batchesOf(campaign)).toHaveLength(1);
});

test('four jobs that freeze one audience at once make one frozen audience', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, 5);
  const campaign = await quotedCampaign(shopId);
  await requestReview(shopId, campaign.campaignId);
  const before = await campaignRow(campaign);
  await Promise.all(Array.from({ length: 4 }, () => freezeAudience(shopId, campaign.campaignId)));
  const after = await campaignRow(campaign);
  expect(after).toMatchObject({ status: 'quoted', recipients: 5 });
  expect(after.version, 'frozen and quoted once').toBe(before.version + 2);
});

test('a freeze that nobody waits for any more does nothing', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, 1);
  const campaign = await quotedCampaign(shopId);
  const before = await campaignRow(campaign);
  await freezeAudience(shopId, campaign.campaignId);
  await freezeAudience(shopId, 424_242);
  expect(await campaignRow(campaign)).toEqual(before);
});

test('an audience of thousands is frozen whole', async () => {
  const shopId = await makeShop();
  await pool.query(
    `INSERT INTO contact (shop_id, first_name, phone, phone_country, consent)
     SELECT $1, 'N' || i, 306910000000 + i, 'GR', CASE WHEN i % 10 = 0 THEN 'never' ELSE 'subscribed' END
     FROM generate_series(1, 25000) AS i`,
    [shopId],
  );
  const campaign = await quotedCampaign(shopId, { body: 'Hi {{ first_name }}', perBatch: 5000 });
  expect(await campaignRow(campaign)).toMatchObject({
    audience: 25_000,
    recipients: 22_500,
    excluded: { never_asked: 2_500 },
    credits: 22_500,
  });
  const { rows } = await pool.query(
    `SELECT count(*)::integer AS people, max(ordinal) AS last, count(DISTINCT phone)::integer AS numbers
     FROM recipient WHERE campaign_id = $1`,
    [campaign.campaignId],
  );
  expect(rows).toEqual([{ people: 22_500, last: 22_500, numbers: 22_500 }]);
});
