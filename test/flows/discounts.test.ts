import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { sendTest } from '../../app/features/campaigns/send-test.server.ts';
import { codesInMaking } from '../../app/features/discounts/codes-in-making.server.ts';
import { makeDiscountCodes } from '../../app/features/discounts/make-discount-codes.server.ts';
import { numberDiscount } from '../../app/features/discounts/plan-discount.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { campaignRow, confirm, quotedCampaign } from '../support/flows/campaign.ts';
import {
  codesOf,
  discountOf,
  discountsOfThisFile,
  passDiscountTime,
  withCodes,
} from '../support/flows/discounts.ts';
import { deleteAllJobs, drainJobs, sweepAndDrain, waitingJobs } from '../support/flows/jobs.ts';
import { addContacts, newPhone } from '../support/flows/shop.ts';

const { newShop, quoted, confirmed, textsOf, codesInTexts } = discountsOfThisFile({ shops: 14 });

test('trap 19: one discount is made, everybody’s code is in it, 250 at a time, and only then texts leave', async () => {
  const run = await confirmed(510);
  await drainJobs({ without: ['make-discount-codes'] });
  expect(await claimBatch({ shopId: run.shopId, campaignId: run.campaignId, batchNo: 1 })).toEqual({
    kind: 'left',
    why: 'codes_not_ready',
  });
  expect(await textsOf(run)).toBe(0);
  expect(await discountOf(run)).toMatchObject({ status: 'planned', made: 0 });
  const { shopId, campaignId } = run;
  expect(await codesInMaking(shopId, campaignId)).toEqual({ failed: false, made: 0, people: 510 });

  await drainJobs();
  expect(await discountOf(run)).toEqual({ status: 'ready', made: 510, imports: 0, problem: null });
  const [discount, ...others] = await run.shop.discounts();
  expect(others).toEqual([]);
  expect(discount).toMatchObject({
    title: `Autumn sale (Sendbook ${run.campaignId})`,
    input: { usageLimit: 1, endsAt: null, customerGets: { value: { percentage: 0.15 } } },
  });
  const codes = await codesOf(run, 510);
  expect(new Set(codes).size).toBe(510);
  expect([...(discount?.codes ?? [])].sort()).toEqual([...codes].sort());
  expect(await textsOf(run)).toBe(510);
  expect(await codesInMaking(shopId, campaignId)).toBeNull();
});

test('what phones get is the code that Shopify knows', async () => {
  const run = await confirmed(3);
  await drainJobs();
  const sent = await codesInTexts(run);
  expect(sent.sort()).toEqual((await run.shop.discounts())[0]?.codes.sort());
});

test('trap 21: an amount and a last day on the shop’s clocks reach Shopify', async () => {
  const shop = await newShop();
  await pool.query(`UPDATE shop SET time_zone = 'Europe/Athens' WHERE id = $1`, [shop.shopId]);
  await addContacts(shop.shopId, 1);
  const campaign = await quotedCampaign(shop.shopId, {
    ...withCodes,
    discount: { prefix: 'xmas', kind: 'amount', value: 4.5, endsOn: '2099-12-31' },
  });
  await confirm(campaign);
  await drainJobs();
  const [discount] = await shop.discounts();
  expect(discount?.input).toMatchObject({
    endsAt: '2099-12-31T21:59:59.000Z',
    customerGets: { value: { discountAmount: { amount: '4.50' } } },
  });
  expect(discount?.codes).toEqual([expect.stringMatching(/^XMAS-\w{7}$/)]);
});

test('a scheduled campaign has its codes before it starts', async () => {
  const run = await quoted(2);
  expect(await confirm(run, { startAt: new Date(Date.now() + 3_600_000) })).toEqual({ kind: 'scheduled' });
  await drainJobs();
  expect(await discountOf(run)).toMatchObject({ status: 'ready', made: 2 });
  expect(await campaignRow(run)).toMatchObject({ status: 'scheduled' });
});

test('two campaigns with one prefix never give one code', async () => {
  const run = await confirmed(40);
  await drainJobs();
  const second = await quotedCampaign(run.shopId, withCodes);
  await confirm(second);
  await drainJobs();
  const codes = (await run.shop.discounts()).flatMap((discount) => discount.codes);
  expect(new Set(codes).size).toBe(80);
});

test.each(['SendbookCreateDiscount', 'SendbookAddCodes', 'SendbookImport'])(
  'when the answer to %s is lost, the next run goes on and nothing is made twice',
  async (operation) => {
    const run = await confirmed(300);
    await deleteAllJobs();
    await run.shop.control('lose-answers', { operation });
    await expect(makeDiscountCodes(run.shopId, run.campaignId)).rejects.toThrow();
    await passDiscountTime();
    await sweepAndDrain();
    expect(await discountOf(run)).toMatchObject({ status: 'ready', made: 300 });
    const made = await run.shop.discounts();
    expect(made).toHaveLength(1);
    expect(made[0]?.codes).toHaveLength(300);
    expect(await textsOf(run)).toBe(300);
  },
);

test('of two runs at once, each finds what the other did, and one discount is made', async () => {
  const run = await confirmed(700);
  await Promise.all([
    makeDiscountCodes(run.shopId, run.campaignId),
    makeDiscountCodes(run.shopId, run.campaignId),
  ]);
  await drainJobs();
  expect(await discountOf(run)).toMatchObject({ status: 'ready', made: 700 });
  const made = await run.shop.discounts();
  expect(made.map(({ codes }) => codes.length)).toEqual([700]);
});

test('the numbers that a quote took are replaced when the campaign is quoted anew', async () => {
  const run = await quoted(2);
  await withTransaction(async (tx) => {
    await numberDiscount(tx, run.shopId, run.campaignId, { content: 1, recipients: 2 });
  });
  const shown = await codesOf(run, 2);
  await withTransaction(async (tx) => {
    await numberDiscount(tx, run.shopId, run.campaignId, { content: 1, recipients: 2 });
  });
  expect(await codesOf(run, 2)).not.toEqual(shown);
  const quotedLast = await codesOf(run, 2);
  await confirm(run);
  await drainJobs();
  expect((await run.shop.discounts())[0]?.codes).toEqual(quotedLast);
});

test('a campaign without a discount has nothing to wait for, and asks Shopify nothing', async () => {
  const shop = await newShop();
  await addContacts(shop.shopId, 2);
  const campaign = await quotedCampaign(shop.shopId);
  await confirm(campaign);
  expect(await waitingJobs()).not.toContain('make-discount-codes');
  await drainJobs();
  expect(await discountOf(campaign)).toBeUndefined();
  expect(await textsOf(campaign)).toBe(2);
});

test('a test of a campaign shows a code that nobody has, and makes no discount', async () => {
  const run = await quoted(1);
  const phone = newPhone();
  await pool.query('UPDATE shop SET test_numbers = $2 WHERE id = $1', [run.shopId, [phone]]);
  const command = { commandId: randomUUID(), numbers: [phone], as: null, ceiling: 100 };
  const sent = await sendTest(run.shopId, run.campaignId, command);
  await drainJobs();
  const testId = sent.kind === 'sent' ? sent.testId : 0;
  expect(await codesInTexts({ campaignId: testId })).toEqual(['SUMMER-XXXXXXX']);
  expect(await run.shop.discounts()).toEqual([]);
});

test('a confirmed campaign whose codes are missing throws instead of texting none', async () => {
  const run = await confirmed(1);
  await pool.query('DELETE FROM campaign_discount WHERE campaign_id = $1', [run.campaignId]);
  await expect(codesOf(run, 1)).rejects.toThrow('has no discount codes');
});
