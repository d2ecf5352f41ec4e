import { expect, test } from 'vitest';
import {
  confirm,
  confirmedCampaign,
  draftCampaign,
  merchantsWords,
  quotedCampaign,
} from '../../../test/support/flows/campaign.ts';
import { drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { addContacts, makeShop } from '../../../test/support/flows/shop.ts';
import { campaignToEdit, editorSurroundings } from './campaign-editor-page.server.ts';
import { campaignListPage } from './campaign-list-page.server.ts';
import { campaignRecipients } from './campaign-recipients.server.ts';
import { campaignReport } from './campaign-report-page.server.ts';
import { campaignReview } from './campaign-review-page.server.ts';
import { countAudience } from './count-audience.server.ts';
import { leftOutPage } from './left-out-page.server.ts';
import { recipientPage } from './recipient-page.server.ts';
import { requestReview } from './request-review.server.ts';
import { cancelCampaign } from './stop-campaign.server.ts';

const mitto = mittoOfThisFile();
const all = { filter: '', search: '', cursor: null } as const;
const everybody = { state: null, phone: '', country: 'GR', cursor: null } as const;

async function deliver() {
  await drainJobs();
  await mitto.simulator().reportsDone();
  await drainJobs();
}

test('no page of another shop finds a campaign', async () => {
  const { campaignId } = await confirmedCampaign(2);
  const other = await makeShop();
  expect(await campaignToEdit(other, campaignId)).toBeUndefined();
  expect(await campaignReview(other, campaignId)).toBeUndefined();
  expect(await campaignReport(other, campaignId)).toBeUndefined();
  expect(await recipientPage(other, campaignId, 1)).toBeUndefined();
  expect(await leftOutPage(other, campaignId, { reason: 'opted_out', cursor: null })).toBeUndefined();
  expect((await campaignRecipients(other, campaignId, everybody)).rows).toEqual([]);
  expect((await campaignListPage(other, all)).rows).toEqual([]);
});

test('the list is newest first, by page, filtered by status and found by a part of the name', async () => {
  const shopId = await makeShop({ credits: 10 });
  await addContacts(shopId, 1);
  const names = Array.from({ length: 27 }, (_, index) => `Campaign ${index}`);
  for (const name of names) {
    await draftCampaign(shopId, { name });
  }
  const running = await quotedCampaign(shopId, { name: 'Black FRIDAY 50%' });
  await confirm(running);

  const first = await campaignListPage(shopId, all);
  expect(first.rows).toHaveLength(25);
  expect(first.rows[0]).toMatchObject({ name: 'Black FRIDAY 50%', status: 'sending', recipients: 1 });
  const after = Number(first.cursors.after);
  const second = await campaignListPage(shopId, { ...all, cursor: { side: 'after', key: after } });
  expect(second.rows.map((row) => row.name)).toEqual(['Campaign 2', 'Campaign 1', 'Campaign 0']);
  expect(second.cursors.after).toBeNull();

  const names_ = async (query: Partial<Parameters<typeof campaignListPage>[1]>) =>
    (await campaignListPage(shopId, { ...all, ...query })).rows.map((row) => row.name);
  expect(await names_({ filter: 'running' })).toEqual(['Black FRIDAY 50%']);
  expect(await names_({ search: 'friday 50%' })).toEqual(['Black FRIDAY 50%']);
  expect(await names_({ search: '100%' })).toEqual([]);
  expect(await names_({ filter: 'ended' })).toEqual([]);
});

test('the editor gets the long and the missing names to preview, the tags in use and a live count', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, [
    { firstName: null, tags: ['vip'] },
    { firstName: 'Wolfeschlegelsteinhausenbergerdorff', lastName: 'Senior', tags: ['vip', 'old'] },
    ...Array.from({ length: 9 }, (_, index) => ({ firstName: `Eleni${index}` })),
    { firstName: 'Never', consent: 'never' as const, tags: ['vip'] },
  ]);
  const { samples, knownTags } = await editorSurroundings(shopId);
  const names = samples.map((sample) => sample.firstName);
  expect(names).toContain('Wolfeschlegelsteinhausenbergerdorff');
  expect(names).toContain(null);
  expect(names).not.toContain('Never');
  expect(names.length).toBeLessThanOrEqual(8);
  expect(knownTags).toEqual(['vip', 'old']);
  expect(await countAudience(shopId, { kind: 'everyone' })).toMatchObject({
    contacts: 12,
    textable: 11,
    leftOut: { never_asked: 1 },
  });
  expect(await countAudience(shopId, { kind: 'tags', tags: ['vip', 'old'] })).toMatchObject({
    contacts: 3,
    textable: 2,
  });
});

test('the review shows who, who not with a list, the ceiling, and texts word for word', async () => {
  const shopId = await makeShop({ credits: 5, timeZone: 'Europe/Athens' });
  await addContacts(shopId, [
    { firstName: 'Eleni' },
    { firstName: 'Klaus', phone: 491_511_234_567, country: 'DE' },
    { firstName: 'Nein', consent: 'unsubscribed' },
  ]);
  const { campaignId } = await quotedCampaign(shopId, { body: 'Hi {{ first_name }}!' });
  const review = await campaignReview(shopId, campaignId);
  expect(review).toMatchObject({
    status: 'quoted',
    audience: 3,
    recipients: 2,
    excluded: { opted_out: 1 },
    ceiling: 4,
    available: 5,
    timeZone: 'Europe/Athens',
  });
  expect(review?.samples.map((sample) => merchantsWords(sample.text)).sort()).toEqual([
    'Hi Eleni!',
    'Hi Klaus!',
  ]);
  expect(review?.today).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  const leftOut = await leftOutPage(shopId, campaignId, { reason: 'opted_out', cursor: null });
  expect(leftOut?.rows.map((row) => row.name)).toEqual(['Nein']);
});

test('a review that found nobody to text keeps its reasons', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, [{ consent: 'never' }]);
  const { campaignId } = await draftCampaign(shopId);
  await requestReview(shopId, campaignId);
  await drainJobs();
  expect(await campaignReview(shopId, campaignId)).toMatchObject({
    status: 'draft',
    problem: 'nobody_to_text',
    excluded: { never_asked: 1 },
  });
});

test('the report adds up to the audience, and its money to the quote', async () => {
  await mitto.settings({
    reports: { share: 1, delayMs: 0, spreadMs: 0, gapMs: 0 },
    delivery: { byPrefix: { '+49': { failureShare: 1 } } },
  });
  const { shopId, campaignId } = await confirmedCampaign([
    { firstName: 'Eleni' },
    { firstName: 'Klaus', phone: 491_511_234_568, country: 'DE' },
  ]);
  expect(await campaignReport(shopId, campaignId)).toMatchObject({
    counts: { queued: 2 },
    credits: { quoted: 4, held: 4, spent: 0, released: 0, refunded: 0 },
  });
  await deliver();
  expect(await campaignReport(shopId, campaignId)).toMatchObject({
    status: 'completed',
    counts: { delivered: 1, failed: 1 },
    credits: { quoted: 4, held: 0, spent: 4, released: 0, refunded: 3 },
  });
  expect((await campaignListPage(shopId, all)).rows[0]).toMatchObject({
    delivered: 1,
    credits: 1,
    creditsFinal: true,
  });
});

test('recipients are found by state, in pages, and by number as it is dialled at home', async () => {
  const { shopId, campaignId } = await confirmedCampaign(
    [...Array.from({ length: 51 }, () => ({})), { firstName: 'Maria', phone: 306_943_000_001 }],
    { perBatch: 20 },
  );
  const queued = { ...everybody, state: 'queued' } as const;
  const first = await campaignRecipients(shopId, campaignId, queued);
  expect(first.rows).toHaveLength(50);
  const after = { side: 'after', key: Number(first.cursors.after) } as const;
  const second = await campaignRecipients(shopId, campaignId, { ...queued, cursor: after });
  expect(second.rows).toHaveLength(2);
  const before = { side: 'before', key: Number(second.cursors.before) } as const;
  expect(await campaignRecipients(shopId, campaignId, { ...queued, cursor: before })).toEqual(first);

  const found = await campaignRecipients(shopId, campaignId, { ...everybody, phone: '694 300 0001' });
  expect(found.rows).toMatchObject([{ name: 'Maria', phone: '+30 694 300 0001', state: 'queued' }]);
  const unreadable = await campaignRecipients(shopId, campaignId, { ...everybody, phone: 'Maria' });
  expect(unreadable).toMatchObject({ rows: [], phoneUnreadable: true });

  await cancelCampaign(shopId, campaignId);
  await drainJobs();
  expect((await campaignRecipients(shopId, campaignId, queued)).rows).toEqual([]);
  const stopped = await campaignRecipients(shopId, campaignId, { ...everybody, state: 'not_sent' });
  expect(stopped.rows[0]).toMatchObject({ state: 'not_sent', reason: 'cancelled' });
});

test('every state’s list holds exactly those whom the counts count', async () => {
  await mitto.settings({
    reports: { share: 1, delayMs: 0, spreadMs: 0, gapMs: 0 },
    delivery: { byPrefix: { '+49': { failureShare: 1 } } },
  });
  const { shopId, campaignId } = await confirmedCampaign([
    {},
    {},
    { phone: 491_511_234_569, country: 'DE' },
    {},
  ]);
  await deliver();
  const report = await campaignReport(shopId, campaignId);
  for (const [state, count] of Object.entries(report?.counts ?? {})) {
    if (count > 0) {
      const listed = await campaignRecipients(shopId, campaignId, {
        ...everybody,
        state: state === 'failed' ? 'failed' : 'delivered',
      });
      expect(listed.rows).toHaveLength(count);
      expect(new Set(listed.rows.map((row) => row.state))).toEqual(new Set([state]));
    }
  }
  expect(report?.counts).toMatchObject({ delivered: 3, failed: 1 });
});

test('one recipient’s story runs from the review to the refund, with her text word for word', async () => {
  await mitto.settings({
    reports: { share: 1, delayMs: 0, spreadMs: 0, gapMs: 0 },
    delivery: { byPrefix: { '+49': { failureShare: 1 } } },
  });
  const { shopId, campaignId } = await confirmedCampaign(
    [{ firstName: 'Klaus', lastName: 'Beispiel', phone: 491_511_234_570, country: 'DE' }],
    { body: 'Hallo {{ first_name }}!' },
  );
  await deliver();
  const page = await recipientPage(shopId, campaignId, 1);
  expect(page).toMatchObject({
    name: 'Klaus Beispiel',
    state: 'failed',
    handedOver: true,
    credits: 3,
  });
  expect(merchantsWords(page?.text ?? '')).toBe('Hallo Klaus!');
  expect(page?.story.map((entry) => entry.kind)).toEqual([
    'frozen',
    'confirmed',
    'handing_over',
    'accepted',
    'reported',
    'refunded',
  ]);
  expect(await recipientPage(shopId, campaignId, 2)).toBeUndefined();
});
