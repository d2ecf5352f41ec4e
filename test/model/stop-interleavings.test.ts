import { expect, test } from 'vitest';
import {
  cancelCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../../app/features/campaigns/stop-campaign.server.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { statesOf } from '../support/flows/books.ts';
import { waitersAppear, whileLaneIsHeld } from '../support/flows/locks.ts';
import {
  CAMPAIGN_LANE,
  claimed,
  first,
  inThisOrder,
  interleavings,
  running,
  SEND_LANE,
} from './interleaving-steps.ts';

interleavings();

test('a cancel that comes while a claim is being written waits for it, and stops only what was not claimed', async () => {
  const campaign = await running(4, 2);
  const [claim, cancelled] = await inThisOrder<unknown>(
    SEND_LANE,
    () => claimed(campaign),
    () => cancelCampaign(campaign.shopId, campaign.campaignId),
  );
  expect(claim).toMatchObject({ batchNo: 1 });
  expect(cancelled).toEqual({ kind: 'done', stopped: 2 });
  expect(await statesOf(campaign)).toEqual({ sending: 2, not_sent: 2 });
});

test('a claim that comes while a cancel is being written waits for it, and leaves', async () => {
  const campaign = await running(4, 2);
  const [, claim] = await inThisOrder<unknown>(
    CAMPAIGN_LANE,
    () => cancelCampaign(campaign.shopId, campaign.campaignId),
    () => claimBatch(first(campaign)),
  );
  expect(claim).toMatchObject({ kind: 'left' });
  expect(await statesOf(campaign)).toEqual({ not_sent: 4 });
  expect(await creditBalance(campaign.shopId)).toMatchObject({ held: 0, available: 1000 });
});

test('an outcome that read the campaign before its cancel leaves nothing that the sweep does not stop', async () => {
  const campaign = await running(2);
  const batch = await claimed(campaign);
  let recording: Promise<unknown> = Promise.resolve();
  await whileLaneIsHeld(SEND_LANE, async () => {
    recording = recordOutcome(batch, { class: 'not_sent', code: 'not_connected', why: 'no connection' });
    await waitersAppear(1);
    // The batch still looks like an open call, which a cancel lets end as it ends.
    expect(await cancelCampaign(campaign.shopId, campaign.campaignId)).toEqual({ kind: 'done', stopped: 0 });
  });
  await recording;
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
  await sweep();
  expect(await statesOf(campaign)).toEqual({ not_sent: 2 });
  expect(await creditBalance(campaign.shopId)).toMatchObject({ held: 0, available: 1000 });
});

test('a pause that comes while a claim is being written waits for it; no claim begins after the pause', async () => {
  const campaign = await running(4, 2);
  const [claim, paused] = await inThisOrder<unknown>(
    SEND_LANE,
    () => claimed(campaign),
    () => pauseCampaign(campaign.shopId, campaign.campaignId),
  );
  expect(claim).toMatchObject({ batchNo: 1 });
  expect(paused).toEqual({ kind: 'done' });
  expect(await claimBatch({ ...campaign, batchNo: 2 })).toMatchObject({ kind: 'left' });
});

test('a claim that comes while a pause is being written waits for it, and leaves; resumed, it is claimed', async () => {
  const campaign = await running(2);
  const [, claim] = await inThisOrder<unknown>(
    CAMPAIGN_LANE,
    () => pauseCampaign(campaign.shopId, campaign.campaignId),
    () => claimBatch(first(campaign)),
  );
  expect(claim).toMatchObject({ kind: 'left' });
  await resumeCampaign(campaign.shopId, campaign.campaignId);
  expect(await claimBatch(first(campaign))).toMatchObject({ kind: 'claimed' });
});
