import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TopUp } from '../../app/core/billing/subscription.ts';
import { billingPage } from '../../app/features/billing/billing-page.server.ts';
import { setTopUp, stopTopUp } from '../../app/features/billing/change-subscription.server.ts';
import { settleSubscriptions } from '../../app/features/billing/settle-subscriptions.server.ts';
import { topUpCredits } from '../../app/features/billing/top-up-credits.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { log } from '../../app/platform/log.server.ts';
import { type BillingShop, billingOfThisFile, purchasedOf, purchasesOf } from '../support/flows/billing.ts';
import { confirm, quotedCampaign } from '../support/flows/campaign.ts';
import { deleteAllJobs, drainJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts } from '../support/flows/shop.ts';

mittoOfThisFile();
const { newShop } = billingOfThisFile({ shops: 16 });
const warnings = vi.spyOn(log, 'warn');
const errors = vi.spyOn(log, 'error');
beforeEach(() => {
  warnings.mockReset();
  errors.mockReset();
});
afterEach(() => deleteAllJobs());

// A shop begins with 10,000 credits, so one text makes the need.
const wanted: TopUp = { credits: 10_000, threshold: 10_000, ceilingCents: 100_000 };

/** A shop whose top-ups are approved. */
async function withTopUps(topUp: Partial<TopUp> = {}): Promise<BillingShop> {
  const shop = await newShop();
  const asked = await setTopUp(shop.shopId, {
    commandId: randomUUID(),
    topUp: { ...wanted, ...topUp },
    back: null,
  });
  expect(asked).toMatchObject({ kind: 'approve' });
  await shop.move((await shop.charges()).subscriptions.at(-1)?.id ?? '', 'ACTIVE');
  await settleSubscriptions(shop.shopId);
  return shop;
}

/** The shop sends a text, so that 9,999 credits are left. */
async function need(shop: BillingShop, options: { drained?: boolean } = {}): Promise<void> {
  await addContacts(shop.shopId, 1);
  await confirm(await quotedCampaign(shop.shopId));
  if (options.drained === false) {
    await deleteAllJobs();
  } else {
    await drainJobs();
  }
}

const recordsOf = async (shop: BillingShop) =>
  (await shop.charges()).subscriptions.flatMap(({ usage }) => usage?.records ?? []);
const topUpOf = async (shop: BillingShop) => (await billingPage(shop.shopId, new URLSearchParams())).topUp;
const alertOf = (calls: typeof warnings | typeof errors) =>
  calls.mock.calls
    .map(([fields]) => (fields as { alert?: string }).alert)
    .filter((alert) => alert !== undefined);

test('a hold that leaves fewer credits than she wants buys one pack, by one usage record', async () => {
  const shop = await withTopUps();
  await need(shop);
  expect(await recordsOf(shop)).toMatchObject([{ price: { amount: '450.00', currencyCode: 'EUR' } }]);
  expect(await purchasedOf(shop)).toBe(10_000);
  expect(await purchasesOf(shop)).toMatchObject([{ status: 'credited', credits: 10_000 }]);
  await topUpCredits(shop.shopId);
  expect(await recordsOf(shop)).toHaveLength(1);
});

test('without its job the sweep finds the need', async () => {
  const shop = await withTopUps();
  await need(shop, { drained: false });
  await sweepAndDrain();
  expect(await purchasedOf(shop)).toBe(10_000);
});

test('nothing is bought while enough is available, before she has approved, or after she has turned it off', async () => {
  const enough = await withTopUps({ threshold: 9_999 });
  await need(enough);
  expect(await recordsOf(enough)).toEqual([]);

  const pending = await newShop();
  await setTopUp(pending.shopId, { commandId: randomUUID(), topUp: wanted, back: null });
  await need(pending);
  expect(await purchasesOf(pending)).toEqual([]);

  const off = await withTopUps();
  await stopTopUp(off.shopId);
  await need(off);
  await sweepAndDrain();
  expect(await recordsOf(off)).toEqual([]);
});

test('two workers with one need charge once and credit once', async () => {
  const shop = await withTopUps();
  await need(shop, { drained: false });
  await Promise.all(Array.from({ length: 5 }, () => topUpCredits(shop.shopId)));
  expect(await recordsOf(shop)).toHaveLength(1);
  expect(await purchasedOf(shop)).toBe(10_000);
});

test('when the answer is lost, the record is read back and credited, not charged again', async () => {
  const shop = await withTopUps();
  await need(shop, { drained: false });
  await shop.control('lose-answers', { operation: 'SendbookTopUp' });
  await expect(topUpCredits(shop.shopId)).rejects.toThrow();
  expect(await purchasedOf(shop)).toBe(0);
  await topUpCredits(shop.shopId);
  expect(await recordsOf(shop)).toHaveLength(1);
  expect(await purchasedOf(shop)).toBe(10_000);
});

/** As after a crash between the row and the call to Shopify. */
const writtenDown = ({ shopId }: BillingShop) =>
  pool.query(
    `INSERT INTO purchase (shop_id, kind, command_id, requested_by, credits, cents, currency, test, subscription_id, created_at)
     SELECT shop_id, 'top_up', gen_random_uuid(), 'system', 10000, 45000, 'EUR', true, id, now() - interval '1 hour'
     FROM subscription WHERE shop_id = $1`,
    [shopId],
  );

test('a top-up whose worker died before Shopify was asked is charged by the sweep', async () => {
  const shop = await withTopUps();
  await writtenDown(shop);
  await sweepAndDrain();
  expect(await recordsOf(shop)).toHaveLength(1);
  expect(await purchasedOf(shop)).toBe(10_000);
});

test('over the ceiling nothing is charged, the page says until when, and the operator is told once', async () => {
  const shop = await withTopUps({ ceilingCents: 50_000 });
  await need(shop);
  // 450 of 500 are charged; the next need does not fit.
  await pool.query(
    'UPDATE subscription SET top_up_credits = 50000, top_up_threshold = 30000 WHERE shop_id = $1',
    [shop.shopId],
  );
  await sweepAndDrain();
  await sweepAndDrain();
  expect(await recordsOf(shop)).toHaveLength(1);
  expect(await topUpOf(shop)).toMatchObject({ on: true, waitsUntil: expect.any(String) });
  expect(alertOf(warnings)).toEqual(['top_up_ceiling']);
  expect(await purchasedOf(shop)).toBe(10_000);
});

test('Shopify has the last word about the ceiling', async () => {
  const shop = await withTopUps({ ceilingCents: 50_000 });
  await need(shop);
  await pool.query(
    `UPDATE purchase SET credited_at = credited_at - interval '40 days' WHERE shop_id = $1 AND kind = 'top_up'`,
    [shop.shopId],
  );
  await pool.query('UPDATE subscription SET top_up_threshold = 30000 WHERE shop_id = $1', [shop.shopId]);
  await topUpCredits(shop.shopId);
  expect(await purchasesOf(shop)).toMatchObject([
    { status: 'credited' },
    { status: 'refused', problem: 'ceiling' },
  ]);
  expect(await purchasedOf(shop)).toBe(10_000);
  await sweepAndDrain();
  expect(await purchasesOf(shop)).toHaveLength(2);
  expect(alertOf(errors)).toEqual(['charge_not_taken']);
});

test('while the plan is on hold nothing is bought by itself', async () => {
  const shop = await withTopUps();
  await need(shop, { drained: false });
  await shop.move((await shop.charges()).subscriptions.at(-1)?.id ?? '', 'FROZEN');
  await settleSubscriptions(shop.shopId);
  await topUpCredits(shop.shopId);
  await sweepAndDrain();
  expect(await recordsOf(shop)).toEqual([]);
});

test('a top-up that waits when the subscription ends is given up, unless it was charged', async () => {
  const shop = await withTopUps();
  await need(shop, { drained: false });
  await shop.control('lose-answers', { operation: 'SendbookTopUp' });
  await expect(topUpCredits(shop.shopId)).rejects.toThrow();
  await shop.move((await shop.charges()).subscriptions.at(-1)?.id ?? '', 'CANCELLED');
  await settleSubscriptions(shop.shopId);
  await topUpCredits(shop.shopId);
  expect(await purchasesOf(shop)).toMatchObject([{ status: 'credited' }]);

  const other = await withTopUps();
  await writtenDown(other);
  await other.move((await other.charges()).subscriptions.at(-1)?.id ?? '', 'CANCELLED');
  await settleSubscriptions(other.shopId);
  await topUpCredits(other.shopId);
  expect(await purchasesOf(other)).toMatchObject([{ status: 'expired' }]);
  expect(await purchasedOf(other)).toBe(0);
});

test('within the approved ceiling top-ups change at once; a higher one must be approved', async () => {
  const shop = await withTopUps();
  const change = (topUp: Partial<TopUp>) =>
    setTopUp(shop.shopId, { commandId: randomUUID(), topUp: { ...wanted, ...topUp }, back: null });
  expect(await change({ credits: 500, threshold: 50 })).toEqual({ kind: 'changed' });
  expect(await topUpOf(shop)).toMatchObject({ credits: 500, threshold: 50 });
  await stopTopUp(shop.shopId);
  expect(await change({ credits: 500, threshold: 50 })).toEqual({ kind: 'changed' });
  expect(await topUpOf(shop)).toMatchObject({ on: true });
  expect(await change({ ceilingCents: 200_000 })).toMatchObject({ kind: 'approve' });
  expect(await topUpOf(shop)).toMatchObject({ ceiling: { cents: 100_000 } });
});

test.each([
  ['a pack that is not sold', { credits: 501 }, 'no_such_pack'],
  ['more than the pack', { threshold: 10_001 }, 'threshold'],
  ['no threshold', { threshold: 0 }, 'threshold'],
  ['a ceiling below the price', { ceilingCents: 44_999 }, 'ceiling_too_low'],
  ['a ceiling that Shopify does not take', { ceilingCents: 1_000_001 }, 'ceiling_too_high'],
])('%s is refused', async (_, topUp, problem) => {
  const shop = {
    shopId: 0,
    ...(await pool.query('SELECT id AS "shopId" FROM shop ORDER BY id LIMIT 1')).rows[0],
  };
  expect(
    await setTopUp(shop.shopId, { commandId: randomUUID(), topUp: { ...wanted, ...topUp }, back: null }),
  ).toEqual({ kind: 'invalid', problem });
});
