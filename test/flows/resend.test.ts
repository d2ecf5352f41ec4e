import { afterEach, expect, test } from 'vitest';
import { campaignStream } from '../../app/core/streams.ts';
import { campaignReport } from '../../app/features/campaigns/campaign-report-page.server.ts';
import { campaignReview } from '../../app/features/campaigns/campaign-review-page.server.ts';
import { confirmCampaign } from '../../app/features/campaigns/confirm-campaign.server.ts';
import { leftOutPage } from '../../app/features/campaigns/left-out-page.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { resendCampaign } from '../../app/features/campaigns/resend-campaign.server.ts';
import { sendCampaign } from '../../app/features/campaigns/send-campaign.server.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { resolveAtDeadline, traceMessages } from '../../app/features/messaging/resolve-unknown.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import { checkBooksAfterEach, statesOf } from '../support/flows/books.ts';
import {
  type Campaign,
  campaignRow,
  confirmedCampaign,
  quotedCampaign,
  recipientsOf,
} from '../support/flows/campaign.ts';
import { drainJobs, passRetryDelays } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import {
  addContacts,
  type ContactInput,
  makeShop,
  type ShopInput,
  setConsent,
} from '../support/flows/shop.ts';
import {
  acceptedAnswer,
  finalReport,
  idOf,
  keyOf,
  type UnknownCall,
  unknownCall,
} from '../support/flows/unknown.ts';

const mitto = mittoOfThisFile();
let shopId: number;

afterEach(async () => {
  await pool.query('DELETE FROM parked_report');
});
// Runs first: what is registered last does.
checkBooksAfterEach(() => shopId);

/** Nobody knows who of the campaign has its text; the page counters know that. */
async function unknown(people: number | ContactInput[], shop: ShopInput = {}): Promise<UnknownCall> {
  const call = await unknownCall(people, { shop });
  shopId = call.shopId;
  await drainJobs();
  return call;
}

async function presumed(people: number | ContactInput[], shop: ShopInput = {}): Promise<UnknownCall> {
  const call = await unknown(people, shop);
  await resolveAtDeadline(keyOf(call));
  await drainJobs();
  return call;
}

/** The merchant presses “Text them again”. */
async function pressed({ campaignId }: Campaign): Promise<Campaign> {
  const result = await resendCampaign(shopId, campaignId);
  if (result.kind !== 'drafted') {
    throw new Error(`no draft: ${result.kind}`);
  }
  return { shopId, campaignId: result.campaignId };
}

async function reviewed(again: Campaign): Promise<Campaign> {
  expect(await requestReview(shopId, again.campaignId)).toEqual({ kind: 'requested' });
  await drainJobs({ without: ['dispatch-batch'] });
  return again;
}

async function confirmed(again: Campaign, riskAccepted = true): ReturnType<typeof confirmCampaign> {
  const { version } = await campaignRow(again);
  return confirmCampaign(shopId, again.campaignId, { version, startAt: null, riskAccepted });
}

const reviewOf = (again: Campaign) => campaignReview(shopId, again.campaignId);

test('people presumed not sent are texted again, each once, after the merchant has accepted the risk', async () => {
  const call = await presumed(3);
  expect(await campaignReport(shopId, call.campaignId)).toMatchObject({
    resend: { unknown: 0, presumedNotSent: 3, notSent: 0 },
  });
  const again = await reviewed(await pressed(call));
  expect(await reviewOf(again)).toMatchObject({
    name: 'Autumn sale (again)',
    recipients: 3,
    resend: { of: call.campaignId, unknown: 0, presumedNotSent: 3 },
  });
  expect(await confirmed(again, false)).toEqual({ kind: 'rejected', reason: 'risk_not_accepted' });
  expect(await confirmed(again)).toEqual({ kind: 'started' });
  await drainJobs();
  expect(await statesOf(again)).toEqual({ handed_over: 3 });
  expect(await mitto.truthOf(again.campaignId)).toHaveLength(3);
  const confirmation = (await readStream(pool, campaignStream(shopId, again.campaignId))).find(
    ({ event }) => event.type === 'CampaignConfirmed',
  );
  expect(confirmation?.event.data).toMatchObject({ resendOf: call.campaignId, riskAccepted: true });
});

test('the form without the ticked box sends nothing', async () => {
  const again = await reviewed(await pressed(await presumed(1)));
  const form = new FormData();
  form.set('when', 'now');
  form.set('version', String((await campaignRow(again)).version));
  expect(await sendCampaign(shopId, again.campaignId, form)).toEqual({
    kind: 'rejected',
    reason: 'risk_not_accepted',
  });
  form.set('riskAccepted', 'yes');
  expect(await sendCampaign(shopId, again.campaignId, form)).toEqual({ kind: 'started' });
});

test('pressing twice, also at once, makes one draft; after it was sent, a new one', async () => {
  const call = await presumed(2);
  const results = await Promise.all([pressed(call), pressed(call)]);
  expect(new Set(results.map(({ campaignId }) => campaignId)).size).toBe(1);
  const again = await reviewed(await pressed(call));
  expect(again).toEqual(results[0]);
  await confirmed(again);
  await drainJobs();
  const third = await reviewed(await pressed(call));
  expect(third).not.toEqual(again);
  expect(await campaignRow(third), 'everybody has it by now').toMatchObject({
    status: 'draft',
    problem: 'nobody_to_text',
    excluded: { sent_after_all: 2 },
  });
});

test('a campaign of another shop is not found, and one that everybody has got offers nothing', async () => {
  const call = await presumed(1);
  const other = await makeShop();
  expect(await resendCampaign(other, call.campaignId)).toEqual({ kind: 'not_found' });
  const done = await confirmedCampaign(1);
  await drainJobs();
  expect(await resendCampaign(done.shopId, done.campaignId)).toEqual({ kind: 'nobody' });
  expect(await campaignReport(done.shopId, done.campaignId)).toMatchObject({ resend: null });
});

test('another shop’s people are nobody’s audience, whatever a form says', async () => {
  const call = await presumed(2);
  const other = await makeShop({ credits: 10 });
  await addContacts(other, 1);
  const stolen = await quotedCampaign(other, {
    audience: { kind: 'unresolved', campaignId: call.campaignId, states: ['presumed_not_sent'] },
  });
  expect(await campaignRow(stolen)).toMatchObject({ problem: 'nobody_found', audience: 0 });
});

test('who is proved to have it between the press and the review is left out, and the review lists her', async () => {
  const call = await presumed([{}, { firstName: 'Danai' }, {}, {}]);
  const again = await pressed(call);
  await writeReports([finalReport(call, 2, 'delivered')]);
  await matchParkedReports();
  await setConsent(shopId, call.contacts[2] ?? 0, 'unsubscribed');
  await reviewed(again);
  expect(await reviewOf(again)).toMatchObject({
    audience: 4,
    recipients: 2,
    excluded: { sent_after_all: 1, opted_out: 1 },
  });
  const leftOut = await leftOutPage(shopId, again.campaignId, { reason: 'sent_after_all', cursor: null });
  expect(leftOut?.rows.map((row) => row.name)).toEqual(['Danai']);
});

test('whom a late answer proves between the press and the review is listed too', async () => {
  const call = await unknown(2);
  const again = await pressed(call);
  await recordOutcome(call.batch, {
    class: 'partly_accepted',
    bulkId: 'late',
    accepted: [{ index: 0, id: idOf(call, 1) }],
    refused: [{ index: 1, reason: 'no' }],
  });
  await reviewed(again);
  expect(await campaignRow(again)).toMatchObject({ status: 'draft', excluded: { sent_after_all: 1 } });
});

test('who is proved to have it between the review and the call is left out of the call', async () => {
  const call = await unknown(3);
  const again = await reviewed(await pressed(call));
  await confirmed(again);
  await traceMessages(keyOf(call), [{ ordinal: 2, messageId: idOf(call, 2) }], 'report');
  await drainJobs();
  expect(await statesOf(again)).toEqual({ handed_over: 2, left_out: 1 });
  expect((await recipientsOf(again)).find(({ status }) => status === 'left_out')).toMatchObject({
    error: 'sent_after_all',
  });
});

test('the frequency cap holds back neither the presumed nor the unknown whom the merchant texts again', async () => {
  for (const first of [await unknown(2, { capHours: 24 }), await presumed(2, { capHours: 24 })]) {
    shopId = first.shopId;
    const again = await reviewed(await pressed(first));
    await confirmed(again);
    await drainJobs();
    expect(await statesOf(again)).toEqual({ handed_over: 2 });
    // Of any other campaign it does.
    const next = await quotedCampaign(shopId);
    await confirmed(next);
    await drainJobs();
    expect(await statesOf(next)).toEqual({ left_out: 2 });
  }
});

test('a first campaign whose call turns out not to have been taken does not text whom the resend has texted', async () => {
  const call = await unknown(2);
  const again = await reviewed(await pressed(call));
  await confirmed(again);
  await drainJobs();
  expect(await statesOf(again)).toEqual({ handed_over: 2 });
  await recordOutcome(call.batch, { class: 'not_sent', code: 'not_connected', why: 'refused' });
  expect(await statesOf(call)).toEqual({ queued: 2 });
  await passRetryDelays();
  await drainJobs();
  expect(await statesOf(call)).toEqual({ left_out: 2 });
  expect(await mitto.truthOf(call.campaignId)).toEqual([]);
});

test('a resend leaves those to the first campaign who are going to be texted by it', async () => {
  const call = await unknown(2);
  const again = await reviewed(await pressed(call));
  await confirmed(again);
  await recordOutcome(call.batch, { class: 'not_sent', code: 'not_connected', why: 'refused' });
  expect(await claimBatch(keyOf(again))).toEqual({ kind: 'empty' });
  await passRetryDelays();
  await drainJobs();
  expect(await statesOf(call)).toEqual({ handed_over: 2 });
  expect(await statesOf(again)).toEqual({ left_out: 2 });
});

test('a resend whose own call is unknown can be repeated, and nobody who has it by now is in it', async () => {
  const call = await presumed(2);
  const again = await reviewed(await pressed(call));
  await confirmed(again);
  await mitto.next('accept-then-500');
  await drainJobs();
  expect(await statesOf(again)).toEqual({ unknown: 2 });
  await recordOutcome(call.batch, { ...acceptedAnswer(call, 2), ids: [idOf(call, 1), idOf(call, 2)] });
  const third = await reviewed(await pressed(again));
  expect(await campaignRow(third)).toMatchObject({
    problem: 'nobody_to_text',
    excluded: { sent_after_all: 2 },
  });
});

test('whom the carrier could not be reached for is texted again without a risk to accept', async () => {
  const first = await confirmedCampaign(2);
  shopId = first.shopId;
  for (let attempt = 0; attempt < 6; attempt += 1) {
    await mitto.next('429');
    await drainJobs();
    await passRetryDelays();
  }
  expect(await statesOf(first)).toEqual({ not_sent: 2 });
  const again = await reviewed(await pressed(first));
  expect(await reviewOf(again)).toMatchObject({
    recipients: 2,
    resend: { of: first.campaignId, unknown: 0, presumedNotSent: 0 },
  });
  expect(await confirmed(again, false)).toEqual({ kind: 'started' });
});
