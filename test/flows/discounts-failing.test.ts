import { expect, test } from 'vitest';
import { resumeCampaign, startCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { makeDiscountCodes } from '../../app/features/discounts/make-discount-codes.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { type Campaign, campaignRow, confirm, quotedCampaign } from '../support/flows/campaign.ts';
import {
  codesOf,
  discountOf,
  discountsOfThisFile,
  passDiscountTime,
  withCodes,
} from '../support/flows/discounts.ts';
import { drainJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { addContacts } from '../support/flows/shop.ts';

const { newShop, quoted, confirmed, textsOf } = discountsOfThisFile({ shops: 9 });

async function pauseReason({ shopId, campaignId }: Campaign): Promise<string | null | undefined> {
  const { rows } = await pool.query<{ status: string; pause_reason: string | null }>(
    'SELECT status, pause_reason FROM campaign WHERE shop_id = $1 AND id = $2',
    [shopId, campaignId],
  );
  return rows[0]?.status === 'paused' ? rows[0].pause_reason : undefined;
}

test('while Shopify throttles, the campaign waits, and goes on with everybody’s code', async () => {
  const run = await confirmed(300);
  await run.shop.control('throttle', { maximumAvailable: 1_000, restoreRate: 1, currentlyAvailable: 0 });
  await makeDiscountCodes(run.shopId, run.campaignId);
  await sweepAndDrain({ without: ['make-discount-codes'] });
  expect(await textsOf(run)).toBe(0);
  expect(await campaignRow(run)).toMatchObject({ status: 'sending' });

  await run.shop.control('throttle', { maximumAvailable: 100_000, restoreRate: 100_000 });
  await passDiscountTime();
  await sweepAndDrain();
  expect(await textsOf(run)).toBe(300);
});

test('a code that another discount has pauses the campaign with the reason; resumed, everybody gets another code', async () => {
  const run = await confirmed(260);
  const [, , taken = ''] = await codesOf(run, 3);
  await run.shop.control('discounts', { taken: taken.toLowerCase() });
  await drainJobs();
  expect(await discountOf(run)).toMatchObject({ status: 'failed', problem: 'code_taken' });
  // What was made in vain is gone again.
  expect((await run.shop.discounts()).map(({ codes }) => codes)).toEqual([[taken.toLowerCase()]]);
  expect(await pauseReason(run)).toBe('discount_code_taken');
  expect(await textsOf(run)).toBe(0);

  expect(await resumeCampaign(run.shopId, run.campaignId)).toEqual({ kind: 'done' });
  await drainJobs();
  expect(await discountOf(run)).toMatchObject({ status: 'ready', made: 260 });
  expect(await codesOf(run, 260)).not.toContain(taken);
  expect(await textsOf(run)).toBe(260);
});

test('a first code that another discount has is told as well', async () => {
  const run = await quoted(2);
  await confirm(run);
  await run.shop.control('discounts', { taken: (await codesOf(run, 1))[0] });
  await drainJobs();
  expect(await pauseReason(run)).toBe('discount_code_taken');
});

test('codes that fail while the campaign waits for its minute pause it when it starts', async () => {
  const run = await quoted(2);
  await run.shop.control('discounts', { granted: false });
  await confirm(run, { startAt: new Date(Date.now() + 300) });
  await drainJobs({ without: ['start-campaign'] });
  expect(await discountOf(run)).toMatchObject({ status: 'failed', problem: 'no_access' });
  await expect
    .poll(
      async () => {
        await startCampaign(run.shopId, run.campaignId);
        return (await campaignRow(run)).status;
      },
      { timeout: 5_000, interval: 50 },
    )
    .toBe('sending');
  await sweepAndDrain();
  expect(await pauseReason(run)).toBe('discount_no_access');
  expect(await textsOf(run)).toBe(0);
});

test('a discount that Shopify refuses pauses the campaign; nobody is texted', async () => {
  const shop = await newShop();
  await addContacts(shop.shopId, 2);
  const run = await quotedCampaign(shop.shopId, {
    ...withCodes,
    discount: { prefix: 'LATE', kind: 'percentage', value: 10, endsOn: '2020-01-01' },
  });
  await confirm(run);
  await drainJobs();
  expect(await pauseReason(run)).toBe('discount_refused');
  expect(await textsOf(run)).toBe(0);
});

test('without the scope the campaign is paused; when it was granted, she resumes', async () => {
  const run = await confirmed(2);
  await run.shop.control('discounts', { granted: false });
  await drainJobs();
  expect(await pauseReason(run)).toBe('discount_no_access');
  await run.shop.control('discounts', { granted: true });
  await resumeCampaign(run.shopId, run.campaignId);
  await drainJobs();
  expect(await textsOf(run)).toBe(2);
});
