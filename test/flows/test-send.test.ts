import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkInput } from '../../app/core/campaigns/campaign-input.ts';
import { campaignListPage } from '../../app/features/campaigns/campaign-list-page.server.ts';
import { campaignReport } from '../../app/features/campaigns/campaign-report-page.server.ts';
import { freezeAudience } from '../../app/features/campaigns/freeze-audience.server.ts';
import { recipientPage } from '../../app/features/campaigns/recipient-page.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import {
  sendTest,
  type TestCommand,
  type TestResult,
} from '../../app/features/campaigns/send-test.server.ts';
import { eraseContact } from '../../app/features/compliance/erase-contact.server.ts';
import { contactPage } from '../../app/features/contacts/contact-page.server.ts';
import { creditsPage } from '../../app/features/credits/credit-pages.server.ts';
import { shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';
import { testNumbersOf } from '../../app/features/shops/test-numbers.server.ts';
import { pool } from '../../app/platform/database.server.ts';
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
import { drainJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop, newPhone, type ShopInput, setConsent } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
let shopId: number;
checkBooksAfterEach(() => shopId);

const BODY = 'Hi {{ first_name | "there" }}, twenty percent off until Sunday.';

/** A shop with phones of its owner's, customers, and a campaign that she has written. */
async function written(
  options: { phones?: number[]; shop?: ShopInput; body?: string } = {},
): Promise<Campaign & { phones: number[]; contacts: number[] }> {
  shopId = await makeShop({ credits: 100, ...options.shop });
  const phones = options.phones ?? [newPhone(), newPhone()];
  await ownPhones(phones);
  const contacts = await addContacts(shopId, [{ firstName: 'Μαρία' }, { firstName: 'Eleni' }]);
  const campaign = await draftCampaign(shopId, { body: options.body ?? BODY });
  return { ...campaign, phones, contacts };
}

async function ownPhones(phones: number[]): Promise<void> {
  await pool.query('UPDATE shop SET test_numbers = $2 WHERE id = $1', [shopId, phones]);
}

const press = (numbers: number[], changes: Partial<TestCommand> = {}): TestCommand => ({
  commandId: randomUUID(),
  numbers,
  as: null,
  ceiling: 1_000,
  ...changes,
});

function testOfResult(result: TestResult): Campaign {
  if (result.kind !== 'sent') {
    throw new Error(`the test was not sent: ${JSON.stringify(result)}`);
  }
  return { shopId, campaignId: result.testId };
}

test('a test goes to the phones that were chosen, once each, marked, as the chosen contact would read it', async () => {
  const { campaignId, phones, contacts } = await written();
  const result = await sendTest(shopId, campaignId, press(phones, { as: contacts[0] ?? null }));
  expect(result).toMatchObject({ kind: 'sent', texts: 2, excluded: {} });
  const tried = testOfResult(result);
  await drainJobs();
  const taken = await mitto.truthOf(tried.campaignId);
  expect(taken.map((message) => message.destination).sort()).toEqual(
    phones.map((phone) => `+${phone}`).sort(),
  );
  for (const message of taken) {
    expect(message.text).toMatch(/^\[TEST\] Hi Μαρία, twenty percent off until Sunday\./);
  }
  expect(await statesOf(tried)).toEqual({ handed_over: 2 });
  const { credits } = await campaignRow(tried);
  expect(result).toMatchObject({ credits });
  expect(await statementOf(tried)).toEqual({ held: credits, spent: credits });
  expect(await recipientPage(shopId, tried.campaignId, 1)).toMatchObject({
    campaign: 'Autumn sale (test)',
    text: expect.stringMatching(/^\[TEST\] Hi Μαρία/),
  });
});

test('without a contact the text is filled with its fallbacks', async () => {
  const { campaignId, phones } = await written();
  const tried = testOfResult(await sendTest(shopId, campaignId, press(phones.slice(0, 1))));
  await drainJobs();
  const [message] = await mitto.truthOf(tried.campaignId);
  expect(message?.text).toMatch(/^\[TEST\] Hi there, /);
});

test('a test that is pressed twice, or twice at once, is one test', async () => {
  const { campaignId, phones } = await written();
  const command = press(phones);
  const results = await Promise.all([
    sendTest(shopId, campaignId, command),
    sendTest(shopId, campaignId, command),
  ]);
  results.push(await sendTest(shopId, campaignId, command));
  const ids = results.map((result) => testOfResult(result).campaignId);
  expect(new Set(ids).size).toBe(1);
  await drainJobs();
  expect(await mitto.truthOf(ids[0] ?? 0)).toHaveLength(2);
  const another = testOfResult(await sendTest(shopId, campaignId, press(phones)));
  expect(another.campaignId).not.toBe(ids[0]);
});

test('a test whose process died before it was frozen is prepared by the sweep and sent by the next press', async () => {
  const { campaignId, phones } = await written();
  const command = press(phones);
  // As if it had died: the draft is there, nothing else.
  const half = await sendTest(shopId, campaignId, { ...command, ceiling: 0 });
  expect(half).toEqual({ kind: 'costs_more', credits: 2 });
  await sweepAndDrain();
  const tried = testOfResult(await sendTest(shopId, campaignId, command));
  await drainJobs();
  expect(await mitto.truthOf(tried.campaignId)).toHaveLength(2);
});

test('a test that would cost more than the page showed, or than there is, sends nothing', async () => {
  const { campaignId, phones } = await written({ shop: { credits: 1 } });
  expect(await sendTest(shopId, campaignId, press(phones, { ceiling: 1 }))).toEqual({
    kind: 'costs_more',
    credits: 2,
  });
  expect(await sendTest(shopId, campaignId, press(phones))).toEqual({
    kind: 'not_enough_credits',
    missing: 1,
  });
  await drainJobs();
  expect(await campaignListPage(shopId, { filter: '', search: '', cursor: null })).toMatchObject({
    rows: [{ id: campaignId }],
  });
});

test('only the shop’s own test numbers are texted', async () => {
  const { campaignId, phones } = await written();
  expect(await sendTest(shopId, campaignId, press([newPhone()]))).toEqual({ kind: 'not_your_number' });
  await ownPhones([]);
  expect(await sendTest(shopId, campaignId, press(phones))).toEqual({ kind: 'not_your_number' });
});

test('a test of another shop’s campaign, or of a test, finds nothing', async () => {
  const { campaignId, phones } = await written();
  const tried = testOfResult(await sendTest(shopId, campaignId, press(phones)));
  expect(await sendTest(shopId, tried.campaignId, press(phones))).toEqual({ kind: 'not_found' });
  const other = await makeShop({ credits: 5 });
  await pool.query('UPDATE shop SET test_numbers = $2 WHERE id = $1', [other, phones]);
  expect(await sendTest(other, campaignId, press(phones))).toEqual({ kind: 'not_found' });
});

test('a number that has opted out gets no test either, and a phone that nobody knows does', async () => {
  const { campaignId, phones } = await written();
  const [mine = 0, second = 0] = phones;
  await addContacts(shopId, [
    { phone: mine, consent: 'unsubscribed' },
    { phone: second, consent: 'never' },
  ]);
  expect(await sendTest(shopId, campaignId, press([mine]))).toEqual({
    kind: 'nobody',
    excluded: { opted_out: 1 },
  });
  const result = await sendTest(shopId, campaignId, press(phones));
  expect(result).toMatchObject({ kind: 'sent', texts: 1, excluded: { opted_out: 1 } });
  await drainJobs();
  expect((await recipientsOf(testOfResult(result))).map((row) => row.phone)).toEqual([`+${second}`]);
});

test('a text that has no room for the mark is refused with its parts', async () => {
  const { phones } = await written();
  const wording = await shopSettingsOf(shopId);
  let body = 'a'.repeat(1_530);
  while (checkInput(input({ body }), wording).length > 0) {
    body = body.slice(1);
  }
  const { campaignId } = await draftCampaign(shopId, { body });
  const result = await sendTest(shopId, campaignId, press(phones));
  expect(result).toMatchObject({ kind: 'invalid', problems: [{ field: 'body' }] });
});

test('the frequency cap neither stops a test nor counts it', async () => {
  const { campaignId, phones } = await written({ shop: { capHours: 24 } });
  const [mine = 0] = phones;
  await addContacts(shopId, [{ phone: mine }]);
  const first = testOfResult(await sendTest(shopId, campaignId, press([mine])));
  await drainJobs();
  const real = await quotedCampaign(shopId);
  await confirm(real);
  await drainJobs();
  expect(await statesOf(real)).toEqual({ handed_over: 3 });
  const second = testOfResult(await sendTest(shopId, campaignId, press([mine])));
  await drainJobs();
  expect(await statesOf(first)).toEqual({ handed_over: 1 });
  expect(await statesOf(second)).toEqual({ handed_over: 1 });
});

test('quiet hours do not keep a test waiting', async () => {
  const { campaignId, phones } = await written({ shop: { quiet: { from: '00:00', until: '23:59' } } });
  const tried = testOfResult(await sendTest(shopId, campaignId, press(phones)));
  await drainJobs();
  expect(await statesOf(tried)).toEqual({ handed_over: 2 });
});

test('a test is in no list and changes nothing of its campaign, but is in the statement and in the phone’s own story', async () => {
  const { campaignId, phones } = await written();
  const [mine = 0] = phones;
  const [contact = 0] = await addContacts(shopId, [{ phone: mine }]);
  const before = await campaignRow({ shopId, campaignId });
  const tried = testOfResult(await sendTest(shopId, campaignId, press([mine])));
  await drainJobs();
  expect(await campaignRow({ shopId, campaignId })).toEqual(before);
  const list = await campaignListPage(shopId, { filter: '', search: '', cursor: null });
  expect(list.rows.map((row) => row.id)).toEqual([campaignId]);
  expect((await contactPage(shopId, contact))?.texts).toMatchObject([
    { campaign: 'Autumn sale (test)', kind: 'recipient' },
  ]);
  const statement = await creditsPage(shopId, { cursor: null });
  expect(statement.rows.filter((row) => row.campaign?.id === tried.campaignId)).not.toEqual([]);
  expect(await campaignReport(shopId, tried.campaignId)).toMatchObject({ testOf: campaignId, resend: null });
  expect(await campaignReport(shopId, campaignId)).toMatchObject({ testOf: null });
});

test('a test cannot be edited into something else', async () => {
  const { campaignId, phones } = await written();
  const result = await sendTest(shopId, campaignId, press(phones, { ceiling: 0 }));
  expect(result).toMatchObject({ kind: 'costs_more' });
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM campaign WHERE shop_id = $1 AND test_of = $2',
    [shopId, campaignId],
  );
  expect(await saveDraft(shopId, rows[0]?.id ?? 0, input())).toEqual({
    kind: 'rejected',
    reason: 'not_editable',
  });
});

test('an erased contact leaves nothing behind in the tests that were made as her', async () => {
  const { campaignId, phones, contacts } = await written();
  const tried = testOfResult(await sendTest(shopId, campaignId, press(phones, { as: contacts[0] ?? null })));
  await drainJobs();
  await eraseContact(shopId, contacts[0] ?? 0, { request: 'operator' });
  const { rows } = await pool.query(
    'SELECT phone, merge FROM recipient WHERE shop_id = $1 AND campaign_id = $2',
    [shopId, tried.campaignId],
  );
  expect(rows).toEqual([
    { phone: null, merge: null },
    { phone: null, merge: null },
  ]);
});

test('an erased person’s number is not kept as a test number', async () => {
  const { campaignId, phones } = await written();
  const [mine = 0, second = 0] = phones;
  const [contact = 0] = await addContacts(shopId, [{ phone: mine }]);
  const tried = testOfResult(await sendTest(shopId, campaignId, press(phones)));
  await drainJobs();
  await eraseContact(shopId, contact, { request: 'operator' });
  const { rows } = await pool.query<{ numbers: number[] }>(
    `SELECT audience -> 'numbers' AS numbers FROM campaign_content WHERE shop_id = $1 AND campaign_id = $2`,
    [shopId, tried.campaignId],
  );
  expect(rows).toEqual([{ numbers: [second] }]);
  expect(await testNumbersOf(shopId)).toHaveLength(1);
  expect((await recipientsOf(tried)).map((row) => row.phone)).toEqual([null, `+${second}`]);
});

test('an opt-out that comes before the call stops a test too', async () => {
  const { campaignId, phones } = await written();
  const [mine = 0] = phones;
  const [contact = 0] = await addContacts(shopId, [{ phone: mine }]);
  const tried = testOfResult(await sendTest(shopId, campaignId, press(phones)));
  await setConsent(shopId, contact, 'unsubscribed');
  await drainJobs();
  expect(await statesOf(tried)).toEqual({ handed_over: 1, left_out: 1 });
});

test('a campaign that is being frozen elsewhere is waited for', async () => {
  const { campaignId, phones } = await written();
  const command = press(phones, { ceiling: 0 });
  await sendTest(shopId, campaignId, command);
  const { rows } = await pool.query<{ id: number }>(
    'SELECT id FROM campaign WHERE shop_id = $1 AND test_of = $2',
    [shopId, campaignId],
  );
  await freezeAudience(shopId, rows[0]?.id ?? 0);
  expect(await sendTest(shopId, campaignId, { ...command, ceiling: 10 })).toMatchObject({ kind: 'sent' });
});
