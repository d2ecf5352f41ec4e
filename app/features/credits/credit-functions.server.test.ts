import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { addContacts, makeShop } from '../../../test/support/flows/shop.ts';
import { pool } from '../../platform/database.server.ts';
import { uuidFrom } from '../../platform/uuid.server.ts';
import { creditBalance } from './credit-balance.server.ts';

let lastCampaign = 0;

/** Batches that cost so much, with the ids of the holds they will get; as a confirmation leaves them. */
async function planBatches(
  shopId: number,
  credits: number[],
): Promise<{ campaign: number; holds: string[] }> {
  lastCampaign += 1;
  const campaign = lastCampaign;
  const holds = credits.map((_, i) => uuidFrom(`hold:${campaign}:${i + 1}`));
  for (const [i, amount] of credits.entries()) {
    await pool.query(
      `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits,
                               status, hold_id)
       VALUES ($1, $2, $3, $4, $4, 1, $5, 'ready', $6)`,
      [shopId, campaign, i + 1, i + 1, amount, holds[i]],
    );
  }
  return { campaign, holds };
}

async function hold(shopId: number, campaign: number): Promise<number | null> {
  const { rows } = await pool.query<{ held: number | null }>('SELECT credit_hold($1, $2, 1) AS held', [
    shopId,
    campaign,
  ]);
  return rows[0]?.held ?? null;
}

async function resolve(shopId: number, campaign: number, holds: string[], spend: number[]) {
  const { rows } = await pool.query('SELECT * FROM credit_resolve($1, $2, $3, $4)', [
    shopId,
    campaign,
    holds,
    spend,
  ]);
  return rows[0];
}

async function receive(shopId: number, id: string, reason: string, amount: number): Promise<boolean> {
  const { rows } = await pool.query<{ received: boolean }>(
    'SELECT credit_receive($1, $2, $3, $4, NULL) AS received',
    [shopId, id, reason, amount],
  );
  return rows[0]?.received === true;
}

test('credits that were bought or granted are available, once per act', async () => {
  const shopId = await makeShop();
  const charge = randomUUID();
  expect(await receive(shopId, charge, 'purchase', 50)).toBe(true);
  expect(await receive(shopId, charge, 'purchase', 50)).toBe(false);
  await receive(shopId, randomUUID(), 'grant', 10);
  expect(await creditBalance(shopId)).toEqual({
    available: 60,
    held: 0,
    spent: 0,
    purchased: 50,
    granted: 10,
  });
});

test('a shop that never had credits has a balance of nothing', async () => {
  const shopId = await makeShop();
  expect(await creditBalance(shopId)).toEqual({ available: 0, held: 0, spent: 0, purchased: 0, granted: 0 });
});

test('a hold takes what the batches cost from what is available, all or nothing', async () => {
  const shopId = await makeShop({ credits: 100 });
  const small = await planBatches(shopId, [30, 20]);
  const large = await planBatches(shopId, [51]);
  expect(await hold(shopId, small.campaign)).toBe(50);
  expect(await hold(shopId, large.campaign)).toBeNull();
  expect(await creditBalance(shopId)).toMatchObject({ available: 50, held: 50 });
  const { rowCount } = await pool.query(
    'SELECT FROM credit_transfer WHERE shop_id = $1 AND campaign_id = $2',
    [shopId, large.campaign],
  );
  expect(rowCount, 'the refused hold left no transfer').toBe(0);
});

test('what of a hold is not spent is free again, and a hold that spends nothing is released whole', async () => {
  const shopId = await makeShop({ credits: 100 });
  const { campaign, holds } = await planBatches(shopId, [30, 20]);
  await hold(shopId, campaign);
  expect(await resolve(shopId, campaign, holds, [25, 0])).toEqual({ spent: 25, released: 25 });
  expect(await creditBalance(shopId)).toMatchObject({ available: 75, held: 0, spent: 25 });
});

test('a hold is resolved once', async () => {
  const shopId = await makeShop({ credits: 100 });
  const { campaign, holds } = await planBatches(shopId, [30]);
  await hold(shopId, campaign);
  await resolve(shopId, campaign, holds, [30]);
  await expect(resolve(shopId, campaign, holds, [0])).rejects.toThrow(/duplicate key/);
  expect(await creditBalance(shopId)).toMatchObject({ available: 70, held: 0, spent: 30 });
});

test('a hold of another campaign, or one that is too small, is not resolved', async () => {
  const shopId = await makeShop({ credits: 100 });
  const { campaign, holds } = await planBatches(shopId, [30]);
  const other = await planBatches(shopId, [10]);
  await hold(shopId, campaign);
  await hold(shopId, other.campaign);
  await expect(resolve(shopId, other.campaign, holds, [1])).rejects.toThrow(/missing or smaller/);
  await expect(resolve(shopId, campaign, holds, [31])).rejects.toThrow(/missing or smaller/);
  expect(await creditBalance(shopId)).toMatchObject({ available: 60, held: 40, spent: 0 });
});

test('another shop’s hold is not resolved', async () => {
  const [mine, other] = [await makeShop({ credits: 100 }), await makeShop({ credits: 100 })];
  const { campaign, holds } = await planBatches(other, [30]);
  await hold(other, campaign);
  await expect(resolve(mine, campaign, holds, [30])).rejects.toThrow(/missing or smaller/);
});

test('a refund gives back what was spent', async () => {
  const shopId = await makeShop({ credits: 100 });
  const { campaign, holds } = await planBatches(shopId, [30]);
  await hold(shopId, campaign);
  await resolve(shopId, campaign, holds, [30]);
  const id = randomUUID();
  expect(await receive(shopId, id, 'refund', 10)).toBe(true);
  expect(await receive(shopId, id, 'refund', 10)).toBe(false);
  expect(await creditBalance(shopId)).toMatchObject({ available: 80, held: 0, spent: 20, granted: 100 });
});

test('a batch that is halved keeps its credits held: one hold ends where two begin', async () => {
  const shopId = await makeShop({ credits: 100 });
  const { campaign, holds } = await planBatches(shopId, [30]);
  await hold(shopId, campaign);
  const lower = uuidFrom(`hold:${campaign}:lower`);
  const upper = uuidFrom(`hold:${campaign}:upper`);
  await pool.query(
    'UPDATE send_batch SET credits = 12, hold_id = $3 WHERE shop_id = $1 AND campaign_id = $2',
    [shopId, campaign, lower],
  );
  const addUpper = (credits: number) =>
    pool.query(
      `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits, hold_id)
       VALUES ($1, $2, 2, 2, 2, 1, $3, $4)
       ON CONFLICT (shop_id, campaign_id, batch_no) DO UPDATE SET credits = excluded.credits`,
      [shopId, campaign, credits, upper],
    );
  const split = () => pool.query('SELECT credit_split($1, $2, $3, $4)', [shopId, campaign, holds[0], [1, 2]]);

  await addUpper(17);
  await expect(split(), 'halves that hold less than the whole are our mistake').rejects.toThrow(/held 30/);
  await addUpper(18);
  await split();
  expect(await creditBalance(shopId)).toMatchObject({ available: 70, held: 30, spent: 0 });
  await resolve(shopId, campaign, [lower, upper], [12, 0]);
  expect(await creditBalance(shopId)).toMatchObject({ available: 88, held: 0, spent: 12 });
});

test('twenty campaigns that want one balance at once never take more than it holds', async () => {
  const shopId = await makeShop({ credits: 100 });
  const plans = await Promise.all(Array.from({ length: 20 }, () => planBatches(shopId, [9])));
  const held = await Promise.all(plans.map((plan) => hold(shopId, plan.campaign)));
  expect(held.filter((amount) => amount === 9)).toHaveLength(11);
  expect(held.filter((amount) => amount === null)).toHaveLength(9);
  expect(await creditBalance(shopId)).toMatchObject({ available: 1, held: 99 });
});

test('a balance below zero and a changed transfer are refused by the database itself', async () => {
  const shopId = await makeShop({ credits: 10 });
  await addContacts(shopId, 1);
  await expect(
    pool.query(`UPDATE credit_account SET debits_pending = 11 WHERE shop_id = $1 AND code = 'available'`, [
      shopId,
    ]),
  ).rejects.toThrow(/available_never_below_zero/);
  for (const statement of [
    'UPDATE credit_transfer SET amount = 1',
    'DELETE FROM credit_transfer',
    'TRUNCATE credit_transfer',
  ]) {
    await expect(pool.query(statement), statement).rejects.toThrow(/credit_transfer is immutable/);
  }
});
