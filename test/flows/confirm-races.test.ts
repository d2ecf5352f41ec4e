import { afterEach, expect, test } from 'vitest';
import { confirmCampaign } from '../../app/features/campaigns/confirm-campaign.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { expectBooksToBalance, statementOf, statesOf } from '../support/flows/books.ts';
import {
  type Campaign,
  campaignRow,
  confirm,
  confirmedCampaign,
  draftCampaign,
  input,
  quotedCampaign,
} from '../support/flows/campaign.ts';
import { deleteAllJobs, drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
let shopId = 0;

afterEach(() => expectBooksToBalance(shopId));

/** Two campaigns of one shop with a balance that is enough for one of them only. */
async function rivals(): Promise<Campaign[]> {
  shopId = await makeShop({ credits: 15 });
  await addContacts(shopId, 10);
  return [await quotedCampaign(shopId, { name: 'One' }), await quotedCampaign(shopId, { name: 'Other' })];
}

test('of two campaigns that want one balance at once, one is sent whole and the other is told what is missing', async () => {
  const campaigns = await rivals();
  const answers = await Promise.all(campaigns.map((campaign) => confirm(campaign)));
  expect(answers).toContainEqual({ kind: 'started' });
  expect(answers).toContainEqual({ kind: 'rejected', reason: 'not_enough_credits', missingCredits: 5 });
  expect(await creditBalance(shopId)).toMatchObject({ available: 5, held: 10 });
  await drainJobs();

  const winner = campaigns[answers.findIndex((answer) => answer.kind === 'started')];
  const loser = campaigns.find((campaign) => campaign !== winner);
  if (winner === undefined || loser === undefined) {
    throw new Error('nobody won');
  }
  expect(await statesOf(winner)).toEqual({ handed_over: 10 });
  expect(await mitto.truthOf(loser.campaignId)).toEqual([]);
  expect(await campaignRow(loser), 'it can be sent when there are credits').toMatchObject({
    status: 'quoted',
  });
});

test('Send pressed ten times at once, in several tabs, is one campaign and one hold', async () => {
  shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, 6);
  const campaign = await quotedCampaign(shopId, { perBatch: 2 });
  const { version } = await campaignRow(campaign);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () =>
      confirmCampaign(shopId, campaign.campaignId, { version, startAt: null }),
    ),
  );
  expect(answers.filter((answer) => answer.kind === 'started')).toHaveLength(1);
  expect(answers.filter((answer) => answer.kind === 'already_confirmed')).toHaveLength(9);
  expect(await statementOf(campaign)).toEqual({ held: 6 });
  await drainJobs();
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(6);
});

test('what she confirms is what she saw: a quote that changed meanwhile is refused', async () => {
  shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, 2);
  const campaign = await quotedCampaign(shopId);
  const seen = await campaignRow(campaign);
  await saveDraft(shopId, campaign.campaignId, input({ body: 'Thirty percent off.' }));
  expect(await confirm(campaign)).toEqual({ kind: 'rejected', reason: 'not_quoted' });
  await requestReview(shopId, campaign.campaignId);
  await drainJobs();
  expect(
    await confirmCampaign(shopId, campaign.campaignId, { version: seen.version, startAt: null }),
  ).toEqual({ kind: 'rejected', reason: 'quote_changed' });
  expect(await confirm(campaign)).toEqual({ kind: 'started' });
});

test('a campaign that was sent cannot be edited, reviewed or sent again', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  const attempts = async () => {
    expect(await saveDraft(shopId, campaign.campaignId, input({ body: 'Other words.' }))).toEqual({
      kind: 'rejected',
      reason: 'not_editable',
    });
    expect(await requestReview(shopId, campaign.campaignId)).toEqual({
      kind: 'rejected',
      reason: 'not_editable',
    });
    expect(await confirm(campaign)).toEqual({ kind: 'already_confirmed' });
  };
  await attempts();
  await drainJobs();
  await attempts();
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
});

test('a time in the past, or an end before the start, is refused', async () => {
  shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, 1);
  const campaign = await quotedCampaign(shopId);
  const at = (minutes: number) => new Date(Date.now() + minutes * 60_000);
  expect(await confirm(campaign, { startAt: at(-1) })).toEqual({
    kind: 'rejected',
    reason: 'start_in_the_past',
  });
  expect(await confirm(campaign, { startAt: at(60), expiresAt: at(30) })).toEqual({
    kind: 'rejected',
    reason: 'ends_before_it_starts',
  });
});

test('an edit while the audience is being frozen wins: the quote is of the new words', async () => {
  shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, 2);
  const campaign = await draftCampaign(shopId);
  await requestReview(shopId, campaign.campaignId);
  await saveDraft(shopId, campaign.campaignId, input({ body: 'A'.repeat(200) }));
  await drainJobs();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'draft', credits: 0 });
  await requestReview(shopId, campaign.campaignId);
  await drainJobs();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted', credits: 4 });
});

test('a review asked for while an earlier one is still being made is made too', async () => {
  shopId = await makeShop({ credits: 100 });
  await addContacts(shopId, 2);
  const campaign = await draftCampaign(shopId);
  await requestReview(shopId, campaign.campaignId);
  await deleteAllJobs();
  // The earlier one, of words that are gone, holds the campaign's freeze until it ends.
  const earlier = await pool.connect();
  await earlier.query('BEGIN');
  await earlier.query('SELECT pg_advisory_xact_lock(2000, $1)', [campaign.campaignId]);
  const { freezeAudience } = await import('../../app/features/campaigns/freeze-audience.server.ts');
  await freezeAudience(shopId, campaign.campaignId);
  await earlier.query('COMMIT');
  earlier.release();
  await drainJobs();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'quoted' });
});
