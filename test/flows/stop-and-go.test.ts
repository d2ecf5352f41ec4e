import { afterEach, describe, expect, test } from 'vitest';
import {
  cancelCampaign,
  expireCampaign,
  pauseCampaign,
  resumeCampaign,
} from '../../app/features/campaigns/stop-campaign.server.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import type { DirectiveInput } from '../simulators/mitto/behaviours.ts';
import { expectBooksToBalance, statesOf } from '../support/flows/books.ts';
import {
  batchesOf,
  type Campaign,
  campaignRow,
  confirm,
  confirmedCampaign,
  quotedCampaign,
} from '../support/flows/campaign.ts';
import { drainJobs, passRetryDelays, sweepAndDrain } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
let shops: number[] = [];

afterEach(async () => {
  for (const shopId of shops) {
    await expectBooksToBalance(shopId);
  }
  shops = [];
});

async function running(contacts: number, perBatch: number): Promise<Campaign> {
  const campaign = await confirmedCampaign(contacts, { perBatch });
  shops.push(campaign.shopId);
  return campaign;
}

/** Begins to work through the queue and resolves when the carrier has an open call of the campaign. */
async function withOpenCall(
  campaign: Campaign,
  directive: DirectiveInput,
): Promise<{ drained: Promise<void> }> {
  await mitto.next(directive);
  const drained = drainJobs();
  await expect
    .poll(async () => (await batchesOf(campaign)).some((batch) => batch.status === 'dispatching'), {
      timeout: 5_000,
      interval: 5,
    })
    .toBe(true);
  return { drained };
}

test('a paused campaign makes no call, and goes on where it stopped without texting anybody twice', async () => {
  const campaign = await running(6, 1);
  expect(await pauseCampaign(campaign.shopId, campaign.campaignId)).toEqual({ kind: 'done' });
  await drainJobs();
  await sweepAndDrain();
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
  expect(await statesOf(campaign)).toEqual({ queued: 6 });
  expect(await pauseCampaign(campaign.shopId, campaign.campaignId)).toEqual({ kind: 'ignored' });

  expect(await resumeCampaign(campaign.shopId, campaign.campaignId)).toEqual({ kind: 'done' });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 6 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(6);
});

test('a call that is open when the campaign is paused ends as it ends, and no other begins', async () => {
  const campaign = await running(6, 1);
  const { drained } = await withOpenCall(campaign, { behaviour: 'accept', latencyMs: 400 });
  await pauseCampaign(campaign.shopId, campaign.campaignId);
  const called = (await batchesOf(campaign)).filter((batch) => batch.attempt > 0).length;
  await drained;
  await sweepAndDrain();
  expect((await batchesOf(campaign)).filter((batch) => batch.attempt > 0)).toHaveLength(called);
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(called);

  await resumeCampaign(campaign.shopId, campaign.campaignId);
  await drainJobs();
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(6);
});

test('a cancelled campaign texts nobody any more and gives back what was held for them', async () => {
  const campaign = await running(5, 2);
  expect(await cancelCampaign(campaign.shopId, campaign.campaignId)).toEqual({ kind: 'done', stopped: 5 });
  expect(await creditBalance(campaign.shopId)).toMatchObject({ available: 1000, held: 0 });
  await drainJobs();
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ not_sent: 5 });
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'cancelled', handedOver: true });
  expect(await cancelCampaign(campaign.shopId, campaign.campaignId)).toEqual({ kind: 'ignored' });
});

describe('a call that is open when the campaign is cancelled ends as it ends, and nothing stays held', () => {
  const cases: [string, DirectiveInput, Record<string, number>][] = [
    ['it is accepted', { behaviour: 'accept', latencyMs: 500 }, { handed_over: 4 }],
    ['Mitto asks to come back later', { behaviour: '429', latencyMs: 500 }, { not_sent: 4 }],
    ['it is refused', { behaviour: '400-whole', latencyMs: 500 }, { refused: 4 }],
    [
      'somebody of it is refused',
      { behaviour: '400-item', items: [0], latencyMs: 500 },
      { refused: 1, not_sent: 3 },
    ],
    ['it is too large', { behaviour: '413', latencyMs: 500 }, { not_sent: 4 }],
    ['the account is refused', { behaviour: '401', latencyMs: 500 }, { not_sent: 4 }],
  ];
  test.each(cases)('%s', async (_, directive, states) => {
    const campaign = await running(4, 4);
    const { drained } = await withOpenCall(campaign, directive);
    expect(await cancelCampaign(campaign.shopId, campaign.campaignId)).toEqual({ kind: 'done', stopped: 0 });
    await drained;
    await passRetryDelays();
    await sweepAndDrain();
    await sweepAndDrain();
    expect(await statesOf(campaign)).toEqual(states);
    expect((await creditBalance(campaign.shopId)).held).toBe(0);
    expect(await campaignRow(campaign)).toMatchObject({ status: 'cancelled', handedOver: true });
  });
});

test('a batch that went back to the queue while the cancel was being written is stopped all the same', async () => {
  const campaign = await running(2, 2);
  // What the outcome's transaction leaves when it read the campaign just before the cancel committed.
  await mitto.next('429');
  await drainJobs();
  await pool.query(`UPDATE send_batch SET status = 'dispatching' WHERE campaign_id = $1`, [
    campaign.campaignId,
  ]);
  await cancelCampaign(campaign.shopId, campaign.campaignId);
  await pool.query(`UPDATE send_batch SET status = 'deferred' WHERE campaign_id = $1`, [campaign.campaignId]);
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ not_sent: 2 });
  expect(await creditBalance(campaign.shopId)).toMatchObject({ available: 1000, held: 0 });
  expect(await campaignRow(campaign)).toMatchObject({ handedOver: true });
});

test('a campaign of a shop that left is paused, and waits for the merchant’s word when the shop comes back', async () => {
  const campaign = await running(3, 1);
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [campaign.shopId]);
  await drainJobs();
  await sweepAndDrain();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'paused' });
  await pool.query('UPDATE shop SET uninstalled_at = NULL WHERE id = $1', [campaign.shopId]);
  await sweepAndDrain();
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
  await resumeCampaign(campaign.shopId, campaign.campaignId);
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 3 });
});

test('what a shop has planned ends with the app, and its credits are there when the shop comes back', async () => {
  const shopId = await makeShop({ credits: 100 });
  shops.push(shopId);
  await addContacts(shopId, 3);
  const campaign = await quotedCampaign(shopId);
  await confirm(campaign, { startAt: new Date(Date.now() + 3_600_000) });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'scheduled' });
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shopId]);
  await sweepAndDrain();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'cancelled' });
  expect(await creditBalance(shopId)).toMatchObject({ available: 100, held: 0 });
  await pool.query('UPDATE shop SET uninstalled_at = NULL WHERE id = $1', [shopId]);
  await pool.query(`UPDATE campaign SET scheduled_for = now() - interval '1 minute' WHERE id = $1`, [
    campaign.campaignId,
  ]);
  await sweepAndDrain();
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
});

test('what was leaving waits two days for a shop that is gone, and then gives its credits back', async () => {
  const campaign = await confirmedCampaign(3);
  shops.push(campaign.shopId);
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [campaign.shopId]);
  await sweepAndDrain();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'paused' });
  await pool.query(`UPDATE shop SET uninstalled_at = now() - interval '3 days' WHERE id = $1`, [
    campaign.shopId,
  ]);
  await sweepAndDrain();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'cancelled' });
  expect(await creditBalance(campaign.shopId)).toMatchObject({ held: 0 });
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
});

test('a campaign past its own end texts nobody, whether or not the sweep was there first', async () => {
  const shopId = await makeShop({ credits: 100 });
  shops.push(shopId);
  await addContacts(shopId, 3);
  const campaign = await quotedCampaign(shopId);
  await confirm(campaign, { expiresAt: new Date(Date.now() + 3_600_000) });
  await pool.query(`UPDATE campaign SET expires_at = now() - interval '1 second' WHERE id = $1`, [
    campaign.campaignId,
  ]);
  await drainJobs();
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
  expect(await statesOf(campaign)).toEqual({ queued: 3 });
  await sweepAndDrain();
  expect(await campaignRow(campaign)).toMatchObject({ status: 'expired' });
  expect(await statesOf(campaign)).toEqual({ not_sent: 3 });
  expect(await creditBalance(shopId)).toMatchObject({ available: 100, held: 0 });
  expect(await expireCampaign(shopId, campaign.campaignId)).toEqual({ kind: 'ignored' });
});

test('a scheduled campaign holds its credits, waits for its minute, and starts without its job as well', async () => {
  const shopId = await makeShop({ credits: 100 });
  shops.push(shopId);
  await addContacts(shopId, 2);
  const campaign = await quotedCampaign(shopId);
  expect(await confirm(campaign, { startAt: new Date(Date.now() + 3_600_000) })).toEqual({
    kind: 'scheduled',
  });
  await drainJobs();
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
  expect(await creditBalance(shopId)).toMatchObject({ available: 98, held: 2 });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'scheduled' });

  // Its minute comes: in the row that the sweep looks at, and in the event that the decision is made from.
  const early = await confirm(campaign);
  expect(early).toEqual({ kind: 'already_confirmed' });
  await pool.query(`UPDATE campaign SET scheduled_for = now() - interval '1 second' WHERE id = $1`, [
    campaign.campaignId,
  ]);
  await sweepAndDrain();
  expect(await campaignRow(campaign), 'the event says later, and the event decides').toMatchObject({
    status: 'scheduled',
  });
  expect(await cancelCampaign(shopId, campaign.campaignId)).toEqual({ kind: 'done', stopped: 2 });
});

test('a campaign whose minute is a moment away starts at it', async () => {
  const shopId = await makeShop({ credits: 100 });
  shops.push(shopId);
  await addContacts(shopId, 2);
  const campaign = await quotedCampaign(shopId);
  await confirm(campaign, { startAt: new Date(Date.now() + 300) });
  await expect
    .poll(
      async () => {
        await sweepAndDrain();
        return (await campaignRow(campaign)).status;
      },
      { timeout: 10_000, interval: 20 },
    )
    .toBe('sending');
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
});
