import { expect, test } from 'vitest';
import { campaignRow, input, quotedCampaign } from '../../../test/support/flows/campaign.ts';
import { addContacts, makeShop } from '../../../test/support/flows/shop.ts';
import { editCampaign } from './edit-campaign.server.ts';
import { sendCampaign } from './send-campaign.server.ts';

function form(fields: Record<string, string>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) {
    data.set(name, value);
  }
  return data;
}

const { audience, discount: _none, capitals: _asWritten, ...words } = input();
const editor = { ...words, intent: 'save', audience: JSON.stringify(audience) };

test('the editor’s Save makes a draft, and its Review asks for one at once', async () => {
  const shopId = await makeShop();
  const saved = await editCampaign(shopId, null, form(editor));
  expect(saved).toMatchObject({ kind: 'saved' });
  const reviewed = await editCampaign(shopId, null, form({ ...editor, intent: 'review' }));
  expect(reviewed).toMatchObject({ kind: 'review_requested' });
  const { campaignId } = reviewed as { campaignId: number };
  expect(await campaignRow({ shopId, campaignId })).toMatchObject({ status: 'preparing' });
});

test('a form that no page of ours posts is refused at its field', async () => {
  const shopId = await makeShop();
  const broken = await editCampaign(shopId, null, form({ ...editor, audience: '{"kind":"tags","tags":[]}' }));
  expect(broken).toMatchObject({ kind: 'invalid', problems: [{ field: 'audience' }] });
  expect(await editCampaign(shopId, null, form({ ...editor, audience: 'no JSON' }))).toMatchObject({
    kind: 'invalid',
  });
});

test('editing another shop’s campaign finds nothing', async () => {
  const mine = await makeShop({ credits: 5 });
  await addContacts(mine, 1);
  const { campaignId } = await quotedCampaign(mine);
  const other = await makeShop({ credits: 5 });
  expect(await editCampaign(other, campaignId, form(editor))).toEqual({ kind: 'not_found' });
  expect(await sendCampaign(other, campaignId, form({ when: 'now', version: '4' }))).toEqual({
    kind: 'not_found',
  });
});

test('Send confirms the version that was shown, once, now or on the shop’s clocks', async () => {
  const shopId = await makeShop({ credits: 5, timeZone: 'Europe/Athens' });
  await addContacts(shopId, 1);
  const { campaignId } = await quotedCampaign(shopId);
  const version = String((await campaignRow({ shopId, campaignId })).version);
  const send = (fields: Record<string, string>) => sendCampaign(shopId, campaignId, form(fields));

  expect(await send({ when: 'now', version: '1' })).toMatchObject({ reason: 'quote_changed' });
  expect(await send({ when: 'later', version, date: '', time: '' })).toEqual({
    kind: 'no_time',
    problem: 'missing',
  });
  expect(await send({ when: 'later', version, date: '2020-01-01', time: '10:00' })).toMatchObject({
    reason: 'start_in_the_past',
  });
  expect(await send({ when: 'now' })).toEqual({ kind: 'unreadable' });
  expect(await send({ when: 'later', version, date: '2099-06-01', time: '10:00' })).toEqual({
    kind: 'scheduled',
  });
  expect(await send({ when: 'now', version })).toEqual({ kind: 'already_confirmed' });
});
