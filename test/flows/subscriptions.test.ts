import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, test } from 'vitest';
import { shopStream } from '../../app/core/streams.ts';
import { billingPage } from '../../app/features/billing/billing-page.server.ts';
import { choosePlan, setTopUp } from '../../app/features/billing/change-subscription.server.ts';
import { settleSubscriptions } from '../../app/features/billing/settle-subscriptions.server.ts';
import { sendTest } from '../../app/features/campaigns/send-test.server.ts';
import { authenticateAdmin } from '../../app/features/shops/authenticate-admin.server.ts';
import { uninstallShop } from '../../app/features/shops/uninstall-shop.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import { alertsOfThisFile } from '../support/flows/alerts.ts';
import {
  type BillingShop,
  billingOfThisFile,
  bought,
  passBillingTime,
  subscriptionWebhookOf,
} from '../support/flows/billing.ts';
import { confirm, quotedCampaign } from '../support/flows/campaign.ts';
import { deleteAllJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, newPhone } from '../support/flows/shop.ts';
import { fetchFromAdmin } from '../support/shopify.ts';

mittoOfThisFile();
const { newShop } = billingOfThisFile({ shops: 16 });
const alerts = alertsOfThisFile();
afterEach(() => {
  env.NODE_ENV = 'test';
});

type Plan = 'free' | 'starter' | 'growth';

/** Presses Choose. @returns the id of the subscription that waits for her at Shopify. */
async function asked(shop: BillingShop, plan: Plan): Promise<string> {
  const result = await choosePlan(shop.shopId, { commandId: randomUUID(), plan, back: null });
  expect(result).toMatchObject({ kind: 'approve' });
  return (await shop.charges()).subscriptions.at(-1)?.id ?? '';
}

async function subscribed(shop: BillingShop, plan: Plan): Promise<string> {
  const id = await asked(shop, plan);
  await shop.move(id, 'ACTIVE');
  await settleSubscriptions(shop.shopId);
  return id;
}

const planOf = async ({ shopId }: BillingShop) => {
  const { plan, frozen } = await billingPage(shopId, new URLSearchParams());
  return frozen ? `${plan}, frozen` : plan;
};

const changesOf = async ({ shopId }: BillingShop) =>
  (await readStream(pool, shopStream(shopId)))
    .map(({ event }) => event)
    .filter((event) => event.type === 'SubscriptionChanged')
    .map(({ data }) => `${data.plan} ${data.status}`);

test('a plan is in force when Shopify says that it is active, and makes packs cheaper', async () => {
  const shop = await newShop();
  const id = await asked(shop, 'starter');
  expect((await shop.charges()).subscriptions).toMatchObject([
    { recurring: { price: { amount: '19.00', currencyCode: 'EUR' } }, usage: null, status: 'PENDING' },
  ]);
  await settleSubscriptions(shop.shopId);
  expect(await planOf(shop)).toBe('free');
  await shop.move(id, 'ACTIVE');
  expect(await subscriptionWebhookOf(shop, id)).toEqual({ kind: 'handled' });
  expect(await subscriptionWebhookOf(shop, id)).toEqual({ kind: 'handled' });
  expect(await planOf(shop)).toBe('starter');
  expect(await changesOf(shop)).toEqual(['starter active']);
  await bought(shop, 2_000);
  expect((await shop.charges()).purchases).toMatchObject([{ price: { amount: '91.20' } }]);
});

test.each(['DECLINED', 'EXPIRED'])('a plan that is %s changes nothing', async (word) => {
  const shop = await newShop();
  await shop.move(await asked(shop, 'growth'), word);
  await settleSubscriptions(shop.shopId);
  expect(await planOf(shop)).toBe('free');
  expect(await changesOf(shop)).toEqual([]);
});

test('a new plan ends the one before', async () => {
  const shop = await newShop();
  await subscribed(shop, 'starter');
  await subscribed(shop, 'growth');
  expect(await planOf(shop)).toBe('growth');
  expect(await changesOf(shop)).toEqual(['starter active', 'growth active']);
  const { rows } = await pool.query('SELECT plan, status FROM subscription WHERE shop_id = $1 ORDER BY id', [
    shop.shopId,
  ]);
  expect(rows).toEqual([
    { plan: 'starter', status: 'cancelled' },
    { plan: 'growth', status: 'active' },
  ]);
});

test('going back to the free plan ends the subscription at Shopify', async () => {
  const shop = await newShop();
  await subscribed(shop, 'starter');
  expect(await choosePlan(shop.shopId, { commandId: randomUUID(), plan: 'free', back: null })).toEqual({
    kind: 'changed',
  });
  expect((await shop.charges()).subscriptions).toMatchObject([{ status: 'CANCELLED' }]);
  expect(await planOf(shop)).toBe('free');
  expect(await changesOf(shop)).toEqual(['starter active', 'free none']);
});

test('a lost webhook is made up for: what is in force is looked at again by itself', async () => {
  const shop = await newShop();
  const id = await asked(shop, 'growth');
  await shop.move(id, 'ACTIVE');
  await passBillingTime();
  await sweepAndDrain();
  expect(await planOf(shop)).toBe('growth');
  await shop.move(id, 'CANCELLED');
  await passBillingTime();
  await sweepAndDrain();
  expect(await planOf(shop)).toBe('free');
});

test('a plan whose answer was lost and that was approved all the same is found by its name', async () => {
  const shop = await newShop();
  await shop.control('lose-answers', { operation: 'SendbookSubscribe' });
  expect(await choosePlan(shop.shopId, { commandId: randomUUID(), plan: 'growth', back: null })).toEqual({
    kind: 'no_answer',
  });
  await shop.move((await shop.charges()).subscriptions[0]?.id ?? '', 'ACTIVE');
  await settleSubscriptions(shop.shopId);
  expect(await planOf(shop)).toBe('growth');
});

test('the subscription is gone when the app is installed again, and the plan with it', async () => {
  const shop = await newShop();
  await subscribed(shop, 'growth');
  await shop.control('uninstall');
  await uninstallShop(shop.domain, { id: randomUUID(), triggeredAt: new Date() });
  expect(await settleSubscriptions(shop.shopId)).toBe(false);
  await shop.control('install');
  await authenticateAdmin(fetchFromAdmin('/app', { shop: shop.domain }));
  await deleteAllJobs();
  await pool.query(`UPDATE subscription SET checked_at = checked_at - interval '1 minute'`);
  await sweepAndDrain();
  expect(await planOf(shop)).toBe('free');
});

test('a subscription at another price than she chose counts for nothing, and the operator is told', async () => {
  const shop = await newShop();
  const id = await asked(shop, 'growth');
  await shop.move(id, 'ACTIVE');
  await pool.query('UPDATE subscription SET cents = cents + 1 WHERE shop_id = $1', [shop.shopId]);
  await settleSubscriptions(shop.shopId);
  expect(await planOf(shop)).toBe('free');
  expect(alerts().map(({ alert }) => alert)).toEqual(['charge_refused']);
});

test('a test subscription is no plan in production', async () => {
  const shop = await newShop();
  const id = await asked(shop, 'growth');
  await shop.move(id, 'ACTIVE');
  env.NODE_ENV = 'production';
  await settleSubscriptions(shop.shopId);
  expect(await planOf(shop)).toBe('free');
  expect(alerts()).toHaveLength(1);
});

test('another shop’s subscription is no plan', async () => {
  const owner = await newShop();
  const id = await subscribed(owner, 'growth');
  const stranger = await newShop();
  await subscriptionWebhookOf(stranger, id);
  expect(await planOf(stranger)).toBe('free');
  expect(await planOf(owner)).toBe('growth');
});

describe('while the plan is on hold for a bill that is not paid', () => {
  async function frozen() {
    const shop = await newShop();
    const id = await subscribed(shop, 'growth');
    await shop.move(id, 'FROZEN');
    await settleSubscriptions(shop.shopId);
    return { shop, id };
  }

  test('no campaign is confirmed, and after it is paid it is', async () => {
    const { shop, id } = await frozen();
    expect(await planOf(shop)).toBe('growth, frozen');
    await addContacts(shop.shopId, 1);
    const campaign = await quotedCampaign(shop.shopId);
    expect(await confirm(campaign)).toEqual({ kind: 'rejected', reason: 'subscription_frozen' });
    await shop.move(id, 'ACTIVE');
    await settleSubscriptions(shop.shopId);
    expect(await confirm(campaign)).toEqual({ kind: 'started' });
    expect(await changesOf(shop)).toEqual(['growth active', 'growth frozen', 'growth active']);
  });

  test('going back to the free plan lets her send with the credits that she has', async () => {
    const { shop } = await frozen();
    await choosePlan(shop.shopId, { commandId: randomUUID(), plan: 'free', back: null });
    await addContacts(shop.shopId, 1);
    expect(await confirm(await quotedCampaign(shop.shopId))).toEqual({ kind: 'started' });
  });

  test('packs cost their list price, and a test to her own phone still goes out', async () => {
    const { shop } = await frozen();
    await bought(shop, 2_000);
    expect((await shop.charges()).purchases).toMatchObject([{ price: { amount: '96.00' } }]);
    await addContacts(shop.shopId, 1);
    const phone = newPhone();
    await pool.query('UPDATE shop SET test_numbers = $2 WHERE id = $1', [shop.shopId, [phone]]);
    const { campaignId } = await quotedCampaign(shop.shopId);
    const command = { commandId: randomUUID(), numbers: [phone], as: null, ceiling: 100 };
    expect(await sendTest(shop.shopId, campaignId, command)).toMatchObject({ kind: 'sent' });
  });
});

test('a plan and top-ups are two lines of one subscription, and each change keeps the other', async () => {
  const shop = await newShop();
  await subscribed(shop, 'starter');
  const topUp = { credits: 500, threshold: 100, ceilingCents: 10_000 };
  await setTopUp(shop.shopId, { commandId: randomUUID(), topUp, back: null });
  const both = (await shop.charges()).subscriptions.at(-1);
  expect(both).toMatchObject({
    recurring: { price: { amount: '19.00' } },
    usage: { cap: { amount: '100.00' }, terms: expect.stringContaining('fewer than 100') },
  });
  await shop.move(both?.id ?? '', 'ACTIVE');
  await settleSubscriptions(shop.shopId);
  expect(await asked(shop, 'growth')).toBeTruthy();
  expect((await shop.charges()).subscriptions.at(-1)).toMatchObject({
    recurring: { price: { amount: '99.00' } },
    usage: { cap: { amount: '100.00' } },
  });
});
