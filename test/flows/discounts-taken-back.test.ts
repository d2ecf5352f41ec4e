import { expect, test } from 'vitest';
import { cancelCampaign } from '../../app/features/campaigns/stop-campaign.server.ts';
import { takeBackDiscountCodes } from '../../app/features/discounts/take-back-discount-codes.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { discountOf, discountsOfThisFile, passDiscountTime } from '../support/flows/discounts.ts';
import { deleteAllJobs, drainJobs, passRetryDelays, sweepAndDrain } from '../support/flows/jobs.ts';
import { setConsent } from '../support/flows/shop.ts';

const { mitto, confirmed, textsOf, codesInTexts } = discountsOfThisFile({ shops: 6 });

test('the codes of people who were not texted are taken back when the campaign has ended', async () => {
  const run = await confirmed(6, 2);
  await drainJobs({ without: ['dispatch-batch'] });
  await setConsent(run.shopId, run.contacts[1] ?? 0, 'unsubscribed');
  await mitto.next('rejected-in-200');
  await drainJobs();
  await passRetryDelays();
  await sweepAndDrain();
  await cancelCampaign(run.shopId, run.campaignId);
  await sweepAndDrain();
  const texted = await codesInTexts(run);
  expect(texted.length).toBeGreaterThan(0);
  expect(texted.length).toBeLessThan(6);
  expect((await run.shop.discounts())[0]?.codes.sort()).toEqual(texted.sort());
  expect(await discountOf(run)).toMatchObject({ status: 'taken_back' });
});

test('of a long list of codes only those of people who were not texted go, also when an answer is lost', async () => {
  const run = await confirmed(300, 100);
  await drainJobs({ without: ['dispatch-batch'] });
  await drainJobs({
    without: ['make-discount-codes'],
    afterEach: async (job) => {
      if (job === 'dispatch-batch') {
        await cancelCampaign(run.shopId, run.campaignId);
      }
    },
  });
  expect(await textsOf(run)).toBe(100);
  await run.shop.control('lose-answers', { operation: 'SendbookDeleteCodes' });
  await sweep();
  await expect(takeBackDiscountCodes(run.shopId, run.campaignId)).rejects.toThrow();
  await deleteAllJobs();
  await passDiscountTime();
  await sweepAndDrain();
  const left = (await run.shop.discounts())[0]?.codes;
  expect(left?.sort()).toEqual((await codesInTexts(run)).sort());
  expect(await discountOf(run)).toMatchObject({ status: 'taken_back' });
});

test('a campaign that is cancelled before anybody was texted leaves no discount, wherever its making was', async () => {
  for (const without of [['make-discount-codes'], ['dispatch-batch']] as const) {
    const run = await confirmed(3);
    await drainJobs({ without: [...without] });
    await cancelCampaign(run.shopId, run.campaignId);
    await sweepAndDrain();
    expect(await run.shop.discounts()).toEqual([]);
    expect(await discountOf(run)).toMatchObject({ status: 'taken_back' });
  }
});
