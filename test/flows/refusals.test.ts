import { describe, expect, test } from 'vitest';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import type { Behaviour } from '../simulators/mitto/behaviours.ts';
import { expectBooksToBalance, statementOf, statesOf } from '../support/flows/books.ts';
import { batchesOf, campaignRow, confirmedCampaign, recipientsOf } from '../support/flows/campaign.ts';
import { drainJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';

const mitto = mittoOfThisFile();

describe('a call that Mitto refuses as a whole texts nobody and gives the credits back', () => {
  test.each<Behaviour>(['400-whole', '404', '422', 'rejected-in-200'])('%s', async (behaviour) => {
    const campaign = await confirmedCampaign(3);
    await mitto.next(behaviour);
    await drainJobs();
    expect(await batchesOf(campaign)).toMatchObject([{ status: 'rejected', attempt: 1 }]);
    const rows = await recipientsOf(campaign);
    expect(rows.map((row) => row.status)).toEqual(['refused', 'refused', 'refused']);
    expect(rows[0]?.error).not.toBe('');
    expect(await statementOf(campaign)).toEqual({ held: 3, released: 3 });
    expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
    expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
    await expectBooksToBalance(campaign.shopId);
  });
});

test('the people that a refusal names are refused with Mitto’s reason, the others get their text', async () => {
  const campaign = await confirmedCampaign(5);
  await mitto.next({ behaviour: '400-item', items: [1, 3] });
  await drainJobs({ afterEach: () => expectBooksToBalance(campaign.shopId) });
  const rows = await recipientsOf(campaign);
  expect(rows.map((row) => row.status)).toEqual([
    'handed_over',
    'refused',
    'handed_over',
    'refused',
    'handed_over',
  ]);
  expect(rows[1]?.error).toMatch(/cannot be reached/);
  expect(await statementOf(campaign)).toEqual({ held: 5, spent: 3, released: 2 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(3);
});

test('numbers that are refused one after the other end one after the other, until nobody is left', async () => {
  const campaign = await confirmedCampaign(2);
  await mitto.next({ behaviour: '400-item', items: [0] }, { behaviour: '400-item', items: [0] });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ refused: 2 });
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'empty' }]);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
  await expectBooksToBalance(campaign.shopId);
});

test('people refused inside an answer that takes the others are told apart', async () => {
  const campaign = await confirmedCampaign(5);
  await mitto.next({ behaviour: 'partial', items: [0, 4] });
  await drainJobs({ afterEach: () => expectBooksToBalance(campaign.shopId) });
  expect((await recipientsOf(campaign)).map((row) => row.status)).toEqual([
    'refused',
    'handed_over',
    'handed_over',
    'handed_over',
    'refused',
  ]);
  expect(await statementOf(campaign)).toEqual({ held: 5, spent: 3, released: 2 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(3);
});

describe('an account that Mitto refuses stops all sending until Mitto takes it again', () => {
  test.each<Behaviour>(['401', '403'])('%s', async (behaviour) => {
    const first = await confirmedCampaign(2);
    await mitto.next(behaviour);
    await drainJobs();
    const second = await confirmedCampaign(2);
    await drainJobs();
    await sweepAndDrain();
    expect(await statesOf(first)).toEqual({ queued: 2 });
    expect(await statesOf(second)).toEqual({ queued: 2 });
    expect(await batchesOf(second), 'not one call for the other shop').toMatchObject([{ attempt: 0 }]);

    // The next check is due; Mitto takes the key again.
    await pool.query(`UPDATE carrier_account SET blocked_at = now() - interval '1 minute'`);
    await sweepAndDrain();
    expect(await statesOf(first)).toEqual({ handed_over: 2 });
    expect(await statesOf(second)).toEqual({ handed_over: 2 });
    await expectBooksToBalance(first.shopId);
  });
});

test('an account stays blocked while its check fails', async () => {
  const campaign = await confirmedCampaign(1);
  await pool.query(`INSERT INTO carrier_account VALUES ($1, now() - interval '1 minute', 'http_401')`, [
    process.env.MITTO_TRAFFIC_ACCOUNT_ID,
  ]);
  const { env } = await import('../../app/platform/env.server.ts');
  const key = env.MITTO_API_KEY;
  env.MITTO_API_KEY = 'a key that was revoked';
  try {
    await sweepAndDrain();
  } finally {
    env.MITTO_API_KEY = key;
  }
  expect(await statesOf(campaign)).toEqual({ queued: 1 });
  const { rows } = await pool.query('SELECT blocked_at IS NOT NULL AS blocked FROM carrier_account');
  expect(rows).toEqual([{ blocked: true }]);
});

test('a call that is too large is halved until it fits, its hold is split with it, and everybody gets one text', async () => {
  const campaign = await confirmedCampaign(7);
  await mitto.settings({ limits: { maxMessages: 2 } });
  await drainJobs({ afterEach: () => expectBooksToBalance(campaign.shopId) });
  expect(await statesOf(campaign)).toEqual({ handed_over: 7 });
  const batches = await batchesOf(campaign);
  expect(batches.map((batch) => batch.no)).toEqual([1, 2, 3, 4]);
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(7);
  expect(await statementOf(campaign)).toEqual({ held: 7, spent: 7 });
});

test('a body over the carrier’s limit is halved by its 413 as well', async () => {
  const campaign = await confirmedCampaign(6);
  await mitto.settings({ limits: { maxBodyBytes: 700 } });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 6 });
  await expectBooksToBalance(campaign.shopId);
});

test('one text that is too large by itself is refused', async () => {
  const campaign = await confirmedCampaign(1);
  await mitto.next('413');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ refused: 1 });
  expect(await creditBalance(campaign.shopId)).toMatchObject({ available: 1000, held: 0 });
});

test('a halved batch whose upper half was refused before it was halved still ends', async () => {
  const campaign = await confirmedCampaign(4);
  await mitto.next({ behaviour: '400-item', items: [2, 3] }, '413');
  await drainJobs({ afterEach: () => expectBooksToBalance(campaign.shopId) });
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, refused: 2 });
  expect(await campaignRow(campaign)).toMatchObject({ handedOver: true });
});
