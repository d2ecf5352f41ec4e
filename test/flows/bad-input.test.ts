import { describe, expect, test } from 'vitest';
import type { CampaignInput } from '../../app/core/campaigns/campaign-input.ts';
import { confirmCampaign } from '../../app/features/campaigns/confirm-campaign.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import { pauseCampaign, resumeCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { campaignRow, confirm, draftCampaign, input, quotedCampaign } from '../support/flows/campaign.ts';
import { drainJobs, waitingJobs } from '../support/flows/jobs.ts';
import { addContacts, makeShop } from '../support/flows/shop.ts';

describe('a draft that could not be sent is not kept, and its field is named', () => {
  const cases: [string, Partial<CampaignInput>, string, RegExp][] = [
    ['an empty text', { body: '  \n ' }, 'body', /Write the text/],
    ['an unknown merge tag', { body: 'Hi {{ surname }}' }, 'body', /no merge tag "surname"/],
    ['a merge tag that is not closed', { body: 'Hi {{ first_name' }, 'body', /no \}\}/],
    ['a text of too many parts', { body: 'a'.repeat(1600) }, 'body', /at most 10/],
    ['a broken emoji', { body: 'Hi \ud83d' }, 'body', /half of a character/],
    ['no name', { name: ' ' }, 'name', /name/],
    ['a sender of two letters', { sender: 'ab' }, 'sender', /./],
  ];
  test.each(cases)('%s', async (_, changes, field, words) => {
    const shopId = await makeShop();
    const saved = await saveDraft(shopId, null, input(changes));
    expect(saved).toMatchObject({ kind: 'invalid', problems: [{ field }] });
    expect(saved.kind === 'invalid' && saved.problems[0]?.message).toMatch(words);
    const { rowCount } = await pool.query('SELECT FROM campaign WHERE shop_id = $1', [shopId]);
    expect(rowCount).toBe(0);
  });

  test('everything that is wrong is said at once', async () => {
    const saved = await saveDraft(await makeShop(), null, input({ body: '', name: '', sender: '' }));
    expect(saved.kind === 'invalid' && saved.problems.map((problem) => problem.field).sort()).toEqual([
      'body',
      'name',
      'sender',
    ]);
  });
});

test('an audience of nobody makes no quote: the campaign is a draft again and says why', async () => {
  const shopId = await makeShop({ credits: 10 });
  const empty = await quotedCampaign(shopId, { audience: { kind: 'tags', tags: ['vip'] } });
  expect(await campaignRow(empty)).toMatchObject({ status: 'draft', problem: 'nobody_found', recipients: 0 });

  await addContacts(shopId, [
    { tags: ['vip'], consent: 'unsubscribed' },
    { tags: ['vip'], phoneProblem: 'landline' },
    { tags: ['other'] },
  ]);
  const excluded = await quotedCampaign(shopId, { audience: { kind: 'tags', tags: ['vip'] } });
  expect(await campaignRow(excluded)).toMatchObject({
    status: 'draft',
    problem: 'nobody_to_text',
    audience: 2,
    excluded: { opted_out: 1, landline: 1 },
  });
  expect(await confirm(excluded)).toEqual({ kind: 'rejected', reason: 'not_quoted' });
});

test('not enough credits says how many are missing', async () => {
  const shopId = await makeShop({ credits: 3 });
  await addContacts(shopId, 10);
  const campaign = await quotedCampaign(shopId);
  expect(await confirm(campaign)).toEqual({
    kind: 'rejected',
    reason: 'not_enough_credits',
    missingCredits: 7,
  });
});

test('a shop that never had credits is told the whole price', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, 2);
  expect(await confirm(await quotedCampaign(shopId))).toMatchObject({ missingCredits: 2 });
});

test('a campaign that does not exist is not found', async () => {
  const shopId = await makeShop();
  expect(await requestReview(shopId, 987_654)).toEqual({ kind: 'not_found' });
  expect(await confirmCampaign(shopId, 987_654, { version: 1, startAt: null })).toEqual({
    kind: 'not_found',
  });
});

test('a draft cannot be paused, resumed or sent before its review', async () => {
  const shopId = await makeShop({ credits: 10 });
  await addContacts(shopId, 1);
  const campaign = await draftCampaign(shopId);
  const { campaignId } = campaign;
  expect(await pauseCampaign(shopId, campaignId)).toEqual({ kind: 'rejected', reason: 'not_running' });
  expect(await resumeCampaign(shopId, campaignId)).toEqual({ kind: 'rejected', reason: 'not_paused' });
  expect(await confirm(campaign)).toEqual({ kind: 'rejected', reason: 'not_quoted' });
});

test('a text that a long name makes longer than the shop pays for is left out, not sent at a higher price', async () => {
  const shopId = await makeShop({ credits: 100, maxCreditsPerText: 1 });
  await addContacts(shopId, [
    { firstName: 'Eleni' },
    { firstName: 'Alexandra Konstantina' },
    { firstName: null },
  ]);
  const campaign = await quotedCampaign(shopId, { body: `{{ first_name }} ${'a'.repeat(119)}` });
  expect(await campaignRow(campaign)).toMatchObject({
    recipients: 1,
    excluded: { above_price_limit: 1, missing_value: 1 },
  });
});

test('a job with a broken payload is dropped: it is not tried again and stops nothing', async () => {
  const shopId = await makeShop({ credits: 10 });
  await addContacts(shopId, 1);
  for (const payload of ['{}', '{"shopId":"1; DROP TABLE event","campaignId":-4}', '[]', 'null']) {
    for (const name of ['dispatch-batch', 'freeze-audience', 'sync-contacts']) {
      await pool.query('SELECT graphile_worker.add_job($1, $2::json)', [name, payload]);
    }
  }
  const campaign = await quotedCampaign(shopId);
  await drainJobs();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted' });
  expect(await waitingJobs()).toEqual([]);
});
