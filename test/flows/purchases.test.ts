import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { creditsStream } from '../../app/core/streams.ts';
import { buyCredits } from '../../app/features/billing/buy-credits.server.ts';
import { returnFromShopify } from '../../app/features/billing/return-from-shopify.server.ts';
import { settlePurchase } from '../../app/features/billing/settle-purchase.server.ts';
import { authenticateAdmin } from '../../app/features/shops/authenticate-admin.server.ts';
import { uninstallShop } from '../../app/features/shops/uninstall-shop.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import { alertsOfThisFile } from '../support/flows/alerts.ts';
import {
  billingOfThisFile,
  bought,
  passBillingTime,
  purchasedOf,
  purchasesOf,
  purchaseWebhookOf,
} from '../support/flows/billing.ts';
import { deleteAllJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { fetchFromAdmin } from '../support/shopify.ts';

const { newShop } = billingOfThisFile({ shops: 30 });
const alerts = alertsOfThisFile();
afterEach(() => {
  env.NODE_ENV = 'test';
});

const settled = (status: string, changed = true) => ({
  kind: 'settled',
  purchaseId: expect.any(Number),
  status,
  changed,
});

/** The part of the return address that the app looks at, and the `charge_id` that Shopify adds. */
async function comeBack(shop: Awaited<ReturnType<typeof newShop>>, chargeId = '1'): Promise<string> {
  const { purchases } = await shop.charges();
  const back = new URL(purchases.at(-1)?.returnUrl ?? '');
  back.searchParams.set('charge_id', chargeId);
  return returnFromShopify(shop.shopId, back.searchParams);
}

test('what she buys is asked for at today’s price in her currency, and gives nothing before she has paid', async () => {
  const shop = await newShop();
  const id = await bought(shop);
  const [charge] = (await shop.charges()).purchases;
  expect(charge).toMatchObject({
    id,
    name: expect.stringMatching(/^2,000 text credits \(order \d+\)$/),
    price: { amount: '96.00', currencyCode: 'EUR' },
    test: true,
  });
  expect(charge?.returnUrl).toContain('https://admin.shopify.com/store/of-this-file-');
  expect(await comeBack(shop)).toMatch(/^\/app\/credits\?purchase=\d+$/);
  expect(await purchasedOf(shop)).toBe(0);
  expect(await purchasesOf(shop)).toMatchObject([{ status: 'pending', shopifyId: id }]);
});

test('an approved charge gives its credits once: by the way back, its webhook twice, and the job', async () => {
  const shop = await newShop();
  const id = await bought(shop);
  await shop.move(id, 'ACTIVE');
  await comeBack(shop);
  expect(await purchasedOf(shop)).toBe(2_000);
  expect(await purchaseWebhookOf(shop, id)).toEqual({ kind: 'ignored', why: 'nothing_new' });
  expect(await purchaseWebhookOf(shop, id)).toEqual({ kind: 'ignored', why: 'nothing_new' });
  await passBillingTime();
  await sweepAndDrain();
  expect(await purchasedOf(shop)).toBe(2_000);
  const { rows } = await pool.query<{ now: Date }>('SELECT now() AS now');
  const events = await readStream(pool, creditsStream(shop.shopId, rows[0]?.now ?? new Date()));
  expect(events.map(({ event }) => event).filter(({ type }) => type === 'CreditsPurchased')).toEqual([
    { type: 'CreditsPurchased', data: { credits: 2_000, charge: id } },
  ]);
});

test('of many that settle one charge at the same moment, one gives the credits', async () => {
  const shop = await newShop();
  const id = await bought(shop);
  await shop.move(id, 'ACTIVE');
  const all = await Promise.all(Array.from({ length: 6 }, () => settlePurchase(shop.shopId, id)));
  expect(all.filter((one) => one.kind === 'settled' && one.changed)).toHaveLength(1);
  expect(await purchasedOf(shop)).toBe(2_000);
});

test('a webhook that comes before she is back credits, and she finds the page that she came from', async () => {
  const shop = await newShop();
  const id = await bought(shop, 500, '/app/campaigns/7/review');
  await shop.move(id, 'ACTIVE');
  expect(await purchaseWebhookOf(shop, id)).toEqual({ kind: 'handled' });
  expect(await comeBack(shop)).toBe('/app/campaigns/7/review');
});

test.each([
  ['DECLINED', 'declined'],
  ['EXPIRED', 'expired'],
])('a charge that ends as %s gives nothing, and says so', async (word, status) => {
  const shop = await newShop();
  const id = await bought(shop, 500, '/app/campaigns/7/review');
  await shop.move(id, word);
  expect(await comeBack(shop)).toMatch(/^\/app\/credits\?purchase=/);
  expect(await purchasesOf(shop)).toMatchObject([{ status }]);
  expect(await purchasedOf(shop)).toBe(0);
});

test.each(['PENDING', 'ACCEPTED'])('a charge that is %s is waited for', async (word) => {
  const shop = await newShop();
  const id = await bought(shop);
  await shop.move(id, word);
  expect(await settlePurchase(shop.shopId, id)).toEqual(settled('pending', false));
  expect(await purchasedOf(shop)).toBe(0);
});

test('a charge that becomes active days later is found without a webhook', async () => {
  const shop = await newShop();
  const id = await bought(shop);
  await shop.move(id, 'ACTIVE');
  await passBillingTime();
  await sweepAndDrain();
  expect(await purchasedOf(shop)).toBe(2_000);
});

test('one that we had given up gives its credits when it is paid after all', async () => {
  const shop = await newShop();
  const id = await bought(shop);
  await shop.move(id, 'EXPIRED');
  await settlePurchase(shop.shopId, id);
  await shop.move(id, 'ACTIVE');
  expect(await settlePurchase(shop.shopId, id)).toEqual(settled('credited'));
  expect(await purchasedOf(shop)).toBe(2_000);
});

test('what the address says about a charge is not believed: neither its id nor another purchase’s', async () => {
  const shop = await newShop();
  const paid = await bought(shop, 50_000);
  await shop.move(paid, 'ACTIVE');
  await bought(shop, 500);
  await comeBack(shop, paid.split('/').at(-1));
  expect(await purchasedOf(shop)).toBe(0);
  await settlePurchase(shop.shopId, paid);
  expect(await purchasedOf(shop)).toBe(50_000);
});

test('another shop’s charge gives nothing, to nobody', async () => {
  const owner = await newShop();
  const id = await bought(owner);
  await owner.move(id, 'ACTIVE');
  const stranger = await newShop();
  expect(await settlePurchase(stranger.shopId, id)).toEqual({ kind: 'unknown' });
  expect(await purchaseWebhookOf(stranger, id)).toEqual({ kind: 'ignored', why: 'unknown_charge' });
  const { rows } = await pool.query<{ id: number }>('SELECT id FROM purchase WHERE shop_id = $1', [
    owner.shopId,
  ]);
  await returnFromShopify(stranger.shopId, new URLSearchParams({ purchase: String(rows[0]?.id) }));
  expect(await purchasedOf(stranger)).toBe(0);
  expect(await purchasedOf(owner)).toBe(0);
});

describe('trap 9: a charge that is not what was asked for', () => {
  test('a test charge gives no credits in production', async () => {
    const shop = await newShop();
    const id = await bought(shop);
    await shop.move(id, 'ACTIVE');
    env.NODE_ENV = 'production';
    expect(await settlePurchase(shop.shopId, id)).toEqual(settled('refused'));
    expect(await settlePurchase(shop.shopId, id)).toEqual(settled('refused', false));
    expect(await purchasesOf(shop)).toMatchObject([{ status: 'refused', problem: 'test_charge' }]);
    expect(await purchasedOf(shop)).toBe(0);
    expect(alerts().map(({ alert }) => alert)).toEqual(['charge_refused']);
  });

  test('a production asks for charges that move money', async () => {
    const shop = await newShop();
    env.NODE_ENV = 'production';
    const id = await bought(shop);
    expect((await shop.charges()).purchases).toMatchObject([{ test: false }]);
    await shop.move(id, 'ACTIVE');
    await settlePurchase(shop.shopId, id);
    expect(await purchasedOf(shop)).toBe(2_000);
  });

  test.each([
    ['price', 'UPDATE purchase SET cents = cents + 1 WHERE shop_id = $1', 'other_price'],
    ['currency', `UPDATE purchase SET currency = 'USD' WHERE shop_id = $1`, 'other_price'],
    ['number of credits', 'UPDATE purchase SET credits = 50000 WHERE shop_id = $1', 'other_name'],
  ])('another %s gives nothing and tells the operator', async (_, change, problem) => {
    const shop = await newShop();
    const id = await bought(shop);
    await shop.move(id, 'ACTIVE');
    await pool.query(change, [shop.shopId]);
    expect(await settlePurchase(shop.shopId, id)).toEqual(settled('refused'));
    expect(await purchasesOf(shop)).toMatchObject([{ status: 'refused', problem }]);
    expect(await purchasedOf(shop)).toBe(0);
    expect(alerts().map(({ alert }) => alert)).toEqual(['charge_refused']);
  });

  test('one that nobody asked for gives nothing and tells the operator', async () => {
    const shop = await newShop();
    const id = await bought(shop);
    await shop.move(id, 'ACTIVE');
    await pool.query('DELETE FROM purchase WHERE shop_id = $1', [shop.shopId]);
    expect(await settlePurchase(shop.shopId, id)).toEqual({ kind: 'unknown' });
    expect(await purchasedOf(shop)).toBe(0);
    expect(alerts().map(({ alert }) => alert)).toEqual(['unknown_charge']);
  });
});

test('a double click, and the same press in two tabs, is one charge and one address', async () => {
  const shop = await newShop();
  const command = { commandId: randomUUID(), credits: 500, back: null };
  const presses = await Promise.all([1, 2, 3, 4].map(() => buyCredits(shop.shopId, command)));
  expect(new Set(presses.map((press) => JSON.stringify(press))).size).toBe(1);
  expect(presses[0]).toMatchObject({ kind: 'approve' });
  expect((await shop.charges()).purchases).toHaveLength(1);
  // Another pack of the same page is another purchase.
  await buyCredits(shop.shopId, { ...command, credits: 2_000 });
  expect((await shop.charges()).purchases).toHaveLength(2);
});

test('a press that comes again after she has decided asks for nothing', async () => {
  const shop = await newShop();
  const command = { commandId: randomUUID(), credits: 500, back: null };
  await buyCredits(shop.shopId, command);
  const id = (await shop.charges()).purchases[0]?.id ?? '';
  await shop.move(id, 'DECLINED');
  await settlePurchase(shop.shopId, id);
  expect(await buyCredits(shop.shopId, command)).toEqual({ kind: 'decided' });
  expect((await shop.charges()).purchases).toHaveLength(1);
});

test('when the answer is lost nothing is charged; the same press asks again, and the lost one ends by itself', async () => {
  const shop = await newShop();
  const command = { commandId: randomUUID(), credits: 500, back: null };
  await shop.control('lose-answers', { operation: 'SendbookBuyCredits' });
  expect(await buyCredits(shop.shopId, command)).toEqual({ kind: 'no_answer' });
  expect(await buyCredits(shop.shopId, command)).toMatchObject({ kind: 'approve' });
  const [lost, second] = (await shop.charges()).purchases;
  await shop.move(lost?.id ?? '', 'EXPIRED');
  expect(await purchaseWebhookOf(shop, lost?.id ?? '')).toEqual({ kind: 'ignored', why: 'unknown_charge' });
  await shop.move(second?.id ?? '', 'ACTIVE');
  await comeBack(shop);
  expect(await purchasesOf(shop)).toMatchObject([{ status: 'credited', shopifyId: second?.id }]);
  expect(alerts()).toEqual([]);
});

test('a charge whose answer was lost and that was paid all the same is found by its name', async () => {
  const shop = await newShop();
  await shop.control('lose-answers', { operation: 'SendbookBuyCredits' });
  await buyCredits(shop.shopId, { commandId: randomUUID(), credits: 500, back: null });
  await shop.move((await shop.charges()).purchases[0]?.id ?? '', 'ACTIVE');
  await passBillingTime();
  await sweepAndDrain();
  expect(await purchasedOf(shop)).toBe(500);
});

test('what nobody approves for days is given up', async () => {
  const shop = await newShop();
  await shop.control('lose-answers', { operation: 'SendbookBuyCredits' });
  await buyCredits(shop.shopId, { commandId: randomUUID(), credits: 500, back: null });
  await pool.query(`UPDATE purchase SET created_at = now() - interval '5 days' WHERE shop_id = $1`, [
    shop.shopId,
  ]);
  await passBillingTime();
  await sweepAndDrain();
  expect(await purchasesOf(shop)).toMatchObject([{ status: 'expired' }]);
});

test('a shop that has uninstalled the app is asked again when it is back', async () => {
  const shop = await newShop();
  const id = await bought(shop);
  await shop.move(id, 'ACTIVE');
  await uninstallShop(shop.domain, { id: randomUUID(), triggeredAt: new Date() });
  expect(await settlePurchase(shop.shopId, id)).toEqual({ kind: 'no_access' });
  expect(await purchasesOf(shop)).toMatchObject([{ status: 'pending' }]);
  await authenticateAdmin(fetchFromAdmin('/app', { shop: shop.domain }));
  await deleteAllJobs();
  await passBillingTime();
  await sweepAndDrain();
  expect(await purchasedOf(shop)).toBe(2_000);
});

test('a pack that is not sold is not asked for', async () => {
  const shop = await newShop();
  expect(await buyCredits(shop.shopId, { commandId: randomUUID(), credits: 501, back: null })).toEqual({
    kind: 'no_such_pack',
  });
  expect((await shop.charges()).purchases).toEqual([]);
});
