import { expect, test } from 'vitest';
import { campaignToEdit } from '../../app/features/campaigns/campaign-editor-page.server.ts';
import { campaignRecipients } from '../../app/features/campaigns/campaign-recipients.server.ts';
import { campaignReport } from '../../app/features/campaigns/campaign-report-page.server.ts';
import { campaignReview } from '../../app/features/campaigns/campaign-review-page.server.ts';
import { confirmCampaign } from '../../app/features/campaigns/confirm-campaign.server.ts';
import { finishCampaign } from '../../app/features/campaigns/finish-campaign.server.ts';
import { freezeAudience } from '../../app/features/campaigns/freeze-audience.server.ts';
import { leftOutPage } from '../../app/features/campaigns/left-out-page.server.ts';
import { recipientPage } from '../../app/features/campaigns/recipient-page.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import {
  cancelCampaign,
  expireCampaign,
  pauseCampaign,
  resumeCampaign,
  startCampaign,
} from '../../app/features/campaigns/stop-campaign.server.ts';
import { dispatchBatch } from '../../app/features/messaging/dispatch-batch.server.ts';
import { resolveAtDeadline, traceMessages } from '../../app/features/messaging/resolve-unknown.server.ts';
import { expectBooksToBalance, statesOf } from '../support/flows/books.ts';
import { campaignRow, confirmedCampaign, input, quotedCampaign } from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop, newPhone } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
const notFound = { kind: 'not_found' };

test('nothing that is done with another shop’s campaign finds it, or changes anything', async () => {
  const theirs = await confirmedCampaign(2);
  const stranger = await makeShop({ credits: 100 });
  const { campaignId } = theirs;
  const before = await campaignRow(theirs);

  expect(await saveDraft(stranger, campaignId, input())).toEqual(notFound);
  expect(await requestReview(stranger, campaignId)).toEqual(notFound);
  expect(await confirmCampaign(stranger, campaignId, { version: before.version, startAt: null })).toEqual(
    notFound,
  );
  for (const act of [pauseCampaign, resumeCampaign, startCampaign, cancelCampaign, expireCampaign]) {
    expect(await act(stranger, campaignId), act.name).toEqual(notFound);
  }
  await freezeAudience(stranger, campaignId);
  await finishCampaign(stranger, campaignId);
  const key = { shopId: stranger, campaignId, batchNo: 1 };
  await dispatchBatch(key);
  await resolveAtDeadline(key);
  expect(await traceMessages(key, [{ ordinal: 1, messageId: 'x' }], 'operator')).toEqual([]);

  expect(await campaignToEdit(stranger, campaignId)).toBeUndefined();
  expect(await campaignReview(stranger, campaignId)).toBeUndefined();
  expect(await campaignReport(stranger, campaignId)).toBeUndefined();
  expect(await recipientPage(stranger, campaignId, 1)).toBeUndefined();
  expect(await leftOutPage(stranger, campaignId, { reason: 'opted_out', cursor: null })).toBeUndefined();
  const query = { state: null, phone: '', country: 'GR', cursor: null };
  expect((await campaignRecipients(stranger, campaignId, query)).rows).toEqual([]);

  expect(await campaignRow(theirs)).toEqual(before);
  expect(await mitto.truthOf(campaignId)).toEqual([]);
  await expectBooksToBalance(theirs.shopId);
});

test('a review cannot be asked for, and a draft not edited, through another shop', async () => {
  const owner = await makeShop({ credits: 10 });
  await addContacts(owner, 1);
  const theirs = await quotedCampaign(owner);
  const stranger = await makeShop();
  expect(await saveDraft(stranger, theirs.campaignId, input({ name: 'Mine now' }))).toEqual(notFound);
  expect(await campaignRow(theirs)).toMatchObject({ status: 'quoted' });
});

test('an opt-out, a cap and an audience are of one shop: the same number in another is another customer', async () => {
  const phone = newPhone();
  const first = await confirmedCampaign([{ phone }], { shop: { capHours: 24 } });
  await drainJobs();
  const second = await confirmedCampaign([{ phone }], { shop: { capHours: 24 } });
  await addContacts(first.shopId, [{ phone, consent: 'unsubscribed' }]);
  await drainJobs();
  expect(await statesOf(second)).toEqual({ handed_over: 1 });
});
