import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { campaignStream, deliveryStream } from '../../app/core/streams.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { grantCredits } from '../../app/features/credits/grant-credits.server.ts';
import { settleRefunds } from '../../app/features/credits/settle-refunds.server.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { projectCampaignCounts } from '../../app/features/delivery/project-campaign-counts.server.ts';
import { writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { resolveAtDeadline } from '../../app/features/messaging/resolve-unknown.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { append, appendLocked, toStream } from '../../app/platform/event-store.server.ts';
import { projectedStatesOf, statementOf, statesOf } from '../support/flows/books.ts';
import {
  batchesOf,
  type Campaign,
  confirm,
  confirmedCampaign,
  quotedCampaign,
} from '../support/flows/campaign.ts';
import { waitersAppear, whileLaneIsHeld } from '../support/flows/locks.ts';
import { addContacts, makeShop } from '../support/flows/shop.ts';
import {
  accepted,
  booksOf,
  CAMPAIGN_LANE,
  CREDITS_LANE,
  claimed,
  DELIVERY_LANE,
  first,
  inThisOrder,
  interleavings,
  passDeadline,
  reported,
  running,
  SEND_LANE,
  tooLarge,
} from './interleaving-steps.ts';

interleavings();

test('an event whose slow transaction has drawn its position is not skipped by the projector', async () => {
  const slow = await running(3);
  const quick = await confirmedCampaign(3);
  await projectCampaignCounts();
  const silence = (campaign: Campaign) =>
    toStream(deliveryStream(campaign.shopId, campaign.campaignId), [
      { type: 'ReportsOverdue', data: { ordinals: [], moved: { queued: -1, no_report: 1 } } },
    ]);
  const back = (campaign: Campaign) =>
    toStream(deliveryStream(campaign.shopId, campaign.campaignId), [
      { type: 'ReportsOverdue', data: { ordinals: [], moved: { queued: 1, no_report: -1 } } },
    ]);
  let quickly: Promise<number> = Promise.resolve(0);
  const slowPosition = await withTransaction(async (tx) => {
    const position = await appendLocked(tx, [silence(slow)]);
    quickly = withTransaction((other) => appendLocked(other, [silence(quick)]));
    await waitersAppear(1);
    // Runs through while one event has a position and is not committed.
    await projectCampaignCounts();
    return position;
  });
  expect(await quickly).toBeGreaterThan(slowPosition);
  await projectCampaignCounts();
  for (const campaign of [slow, quick]) {
    expect(await projectedStatesOf(campaign)).toEqual({ queued: 2, no_report: 1 });
    await withTransaction((tx) => appendLocked(tx, [back(campaign)]));
  }
  await projectCampaignCounts();
});

test('of two workers that claim one batch while the first has not committed, one wins and the other leaves', async () => {
  const campaign = await running(2);
  const claims = await inThisOrder(
    SEND_LANE,
    () => claimBatch(first(campaign)),
    () => claimBatch(first(campaign)),
  );
  expect(claims.map((claim) => claim.kind)).toEqual(['claimed', 'left']);
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'dispatching', attempt: 1 }]);
});

test.each([
  ['spent', 'released'],
  ['released', 'spent'],
])('a hold that is %s is not %s as well', async (winner) => {
  const campaign = await running(2);
  const batch = await claimed(campaign);
  await passDeadline(campaign);
  await sweep();
  const spend = () => recordOutcome(batch, accepted(batch));
  const release = () => resolveAtDeadline(first(campaign));
  await inThisOrder<unknown>(SEND_LANE, ...(winner === 'spent' ? [spend, release] : [release, spend]));
  expect(await statementOf(campaign)).toEqual({ held: 2, [winner]: 2 });
  // Released: the answer that comes after it still says that they were texted, now for free.
  expect(await statesOf(campaign)).toEqual({ handed_over: 2 });
});

test('of two launches on the last credit the second is refused, although it began before the first was through', async () => {
  const shopId = await makeShop({ credits: 1 });
  booksOf(shopId);
  await addContacts(shopId, 1);
  const campaigns = [await quotedCampaign(shopId), await quotedCampaign(shopId)];
  const answers = await inThisOrder(CAMPAIGN_LANE, ...campaigns.map((campaign) => () => confirm(campaign)));
  expect(answers).toEqual([
    { kind: 'started' },
    { kind: 'rejected', reason: 'not_enough_credits', missingCredits: 1 },
  ]);
  expect(await creditBalance(shopId)).toMatchObject({ available: 0, held: 1 });
});

test.each([
  ['just before it', 'zombie'],
  ['just after it', 'sweeper'],
])('a worker that wakes while the sweeper is at its batch, %s, leaves its truth', async (_, whoIsFirst) => {
  const campaign = await running(2);
  const batch = await claimed(campaign);
  await passDeadline(campaign);
  const zombie = () => recordOutcome(batch, accepted(batch));
  await inThisOrder<unknown>(SEND_LANE, ...(whoIsFirst === 'zombie' ? [zombie, sweep] : [sweep, zombie]));
  expect(await statesOf(campaign)).toEqual({ handed_over: 2 });
  expect(await statementOf(campaign)).toEqual({ held: 2, spent: 2 });
});

test('a worker that wakes when its batch was given to another call changes nothing of that call', async () => {
  const campaign = await running(2);
  const zombie = await claimed(campaign);
  await recordOutcome(zombie, { class: 'not_sent', code: 'not_connected', why: 'no connection' });
  await pool.query('UPDATE send_batch SET next_attempt_at = now() WHERE campaign_id = $1', [
    campaign.campaignId,
  ]);
  const second = await claimed(campaign);
  let recording: Promise<unknown> = Promise.resolve();
  await whileLaneIsHeld(SEND_LANE, async () => {
    recording = recordOutcome(second, accepted(second));
    await waitersAppear(1);
    // It holds no lease of this batch any more, so it does not even wait.
    const refused = { class: 'rejected', scope: 'batch', why: 'bad request', code: 'http_400' } as const;
    expect(await recordOutcome(zombie, refused)).toBe('superseded');
  });
  expect(await recording).toBe('recorded');
  expect(await statesOf(campaign)).toEqual({ handed_over: 2 });
});

test('one command id with two bodies at once is one act: the second waits, and is told that the id is used', async () => {
  const campaign = await running(1);
  const command = (body: string) => () =>
    withTransaction((tx) =>
      append(
        tx,
        [
          toStream(campaignStream(campaign.shopId, campaign.campaignId + 1_000_000), [
            { type: 'CampaignDrafted', data: { content: 1, by: 'merchant' } },
          ]),
        ],
        { id, input: { body }, outcome: { body } },
      ),
    );
  const id = randomUUID();
  const results = await inThisOrder(CAMPAIGN_LANE, command('one'), command('other'), command('one'));
  expect(results).toMatchObject([
    { kind: 'appended' },
    { kind: 'command_reused' },
    { kind: 'repeated', outcome: { body: 'one' } },
  ]);
});

test('one grant asked for with two sums at once is the first sum, and the second is refused', async () => {
  const shopId = await makeShop();
  booksOf(shopId);
  const grant = (credits: number) => () =>
    grantCredits(shopId, credits, { by: 'operator', why: 'trial', commandId: 'one-act' });
  const results = await inThisOrder(CREDITS_LANE, grant(5), grant(7), grant(5));
  expect(results).toEqual([
    { kind: 'granted' },
    { kind: 'rejected', reason: 'other_grant_under_this_id' },
    { kind: 'already_granted' },
  ]);
  expect(await creditBalance(shopId)).toMatchObject({ available: 5, granted: 5 });
});

test('a report that comes while its own acceptance is being written is kept, and found afterwards', async () => {
  const campaign = await running(2);
  const batch = await claimed(campaign);
  let report: Promise<unknown> = Promise.resolve();
  let acceptance: Promise<unknown> = Promise.resolve();
  await whileLaneIsHeld(SEND_LANE, async () => {
    acceptance = recordOutcome(batch, accepted(batch));
    await waitersAppear(1);
    // The ids are written and not committed: nobody else can see them.
    report = writeReports([reported(campaign, 1, 'Delivered'), reported(campaign, 2, 'Failure')]);
    expect(await report).toEqual({ applied: 0, parked: 2, contradicted: 0 });
  });
  await acceptance;
  await matchParkedReports();
  await settleRefunds();
  expect(await statesOf(campaign)).toEqual({ delivered: 1, failed: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 2, spent: 2, refunded: 1 });
});

test('two batches of one campaign that are halved at once become four, each with its own number and hold', async () => {
  const campaign = await running(4, 2);
  const batches = [await claimed(campaign, 1), await claimed(campaign, 2)];
  await inThisOrder(SEND_LANE, ...batches.map((batch) => () => recordOutcome(batch, tooLarge)));
  expect(await batchesOf(campaign)).toMatchObject([1, 2, 3, 4].map((no) => ({ no, status: 'ready' })));
  expect(await creditBalance(campaign.shopId)).toMatchObject({ held: 4 });
  for (const no of [1, 2, 3, 4]) {
    const batch = await claimed(campaign, no);
    await recordOutcome(batch, accepted(batch));
  }
  expect(await statesOf(campaign)).toEqual({ handed_over: 4 });
  expect(await statementOf(campaign)).toEqual({ held: 4, spent: 4 });
});

test('a worker that settles refunds while another has not committed its own pays nothing twice', async () => {
  const campaign = await running(3);
  const batch = await claimed(campaign);
  await recordOutcome(batch, accepted(batch));
  await writeReports([reported(campaign, 1, 'Failure'), reported(campaign, 2, 'Failure')]);
  await inThisOrder(CREDITS_LANE, settleRefunds, settleRefunds);
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 3, refunded: 2 });
});

test('a failure that is reported while refunds are being settled is refunded by the next one', async () => {
  const campaign = await running(2);
  const batch = await claimed(campaign);
  await recordOutcome(batch, accepted(batch));
  await writeReports([reported(campaign, 1, 'Failure')]);
  let settling: Promise<unknown> = Promise.resolve();
  await whileLaneIsHeld(CREDITS_LANE, async () => {
    settling = settleRefunds();
    await waitersAppear(1);
    await writeReports([reported(campaign, 2, 'Failure')]);
  });
  await settling;
  expect((await statementOf(campaign)).refunded).toBe(1);
  await settleRefunds();
  expect((await statementOf(campaign)).refunded).toBe(2);
});

test('reports that wait behind a slow group lose nothing, and the first final word stands', async () => {
  const campaign = await running(1);
  const batch = await claimed(campaign);
  await recordOutcome(batch, accepted(batch));
  const results = await inThisOrder(
    DELIVERY_LANE,
    () => writeReports([reported(campaign, 1, 'Delivered')]),
    () => writeReports([reported(campaign, 1, 'Failure')]),
  );
  expect(results).toEqual([
    { applied: 1, parked: 0, contradicted: 0 },
    { applied: 0, parked: 0, contradicted: 1 },
  ]);
  expect(await statesOf(campaign)).toEqual({ delivered: 1 });
});
