import { afterAll, beforeEach, expect, test } from 'vitest';
import { demoCustomers } from '../../../test/simulators/shopify/demo-customers.ts';
import { fetchFromAdmin, standInForApp } from '../../../test/support/shopify.ts';

const shop = 'demo.myshopify.com';
const customers = 600;
const standIn = await standInForApp({ shops: [shop], customers, seed: 1 });
const { pool } = await import('../../platform/database.server.ts');
const { authenticateAdmin } = await import('../shops/authenticate-admin.server.ts');
const { syncContacts } = await import('./sync-contacts.server.ts');

let shopId: number;
afterAll(() => standIn.stop());
beforeEach(async () => {
  await pool.query('DELETE FROM contact');
  await pool.query('DELETE FROM shop');
  await pool.query('DELETE FROM "Session"');
  await standIn.control('install');
  await standIn.control('throttle', { maximumAvailable: 1_000_000, restoreRate: 1_000_000 });
  shopId = (await authenticateAdmin(fetchFromAdmin('/app', { shop }))).shopId;
});

const progress = async () =>
  (await pool.query('SELECT sync_status, sync_count, sync_cursor FROM shop WHERE id = $1', [shopId])).rows[0];
const contacts = async () =>
  (await pool.query<{ n: number }>('SELECT count(*) AS n FROM contact')).rows[0]?.n;

test('all customers come in, with their numbers, problems and consent', async () => {
  expect(await syncContacts(shopId)).toEqual({ kind: 'done', customers });
  expect(await progress()).toEqual({ sync_status: 'done', sync_count: customers, sync_cursor: null });

  const expected = [...demoCustomers({ count: customers, seed: 1 })];
  const { rows } = await pool.query<{ all: number; subscribed: number; events: number; unreachable: number }>(
    `SELECT count(*) AS all,
            count(*) FILTER (WHERE consent = 'subscribed') AS subscribed,
            count(*) FILTER (WHERE phone IS NULL AND phone_problem IS NOT NULL) AS unreachable,
            (SELECT count(*) FROM event WHERE type = 'ConsentGiven' AND shop_id = $1) AS events
     FROM contact WHERE shop_id = $1`,
    [shopId],
  );
  const subscribed = expected.filter(({ smsConsent }) => smsConsent?.state === 'SUBSCRIBED').length;
  expect(rows[0]).toMatchObject({ all: customers, subscribed, events: subscribed });
  // 4 without a number, 4 landlines and at least one impossible number in every 200.
  expect(rows[0]?.unreachable).toBeGreaterThanOrEqual(27);
});

test('a run that was broken off goes on where the last page ended', async () => {
  const firstPage = await cursorAfterFirstPage();
  await pool.query("UPDATE shop SET sync_status = 'running', sync_cursor = $1, sync_count = 250", [
    firstPage,
  ]);
  expect(await syncContacts(shopId)).toEqual({ kind: 'done', customers });
  expect(await contacts()).toBe(customers - 250);
});

test('a second run reads everything again and changes nothing', async () => {
  await syncContacts(shopId);
  const events = () => pool.query('SELECT count(*) FROM event').then(({ rows }) => rows[0]);
  const before = await events();
  expect(await syncContacts(shopId)).toEqual({ kind: 'done', customers });
  expect(await contacts()).toBe(customers);
  expect(await events()).toEqual(before);
});

test('throttling is waited out', async () => {
  await standIn.control('throttle', { maximumAvailable: 1_000, restoreRate: 5_000, currentlyAvailable: 0 });
  expect(await syncContacts(shopId)).toEqual({ kind: 'done', customers });
});

test('a token that another process has replaced is renewed once', async () => {
  await standIn.control('revoke-access-tokens');
  expect(await syncContacts(shopId)).toEqual({ kind: 'done', customers });
});

test('a shop without tokens says that the sync failed', async () => {
  await pool.query('DELETE FROM "Session"');
  expect(await syncContacts(shopId)).toEqual({ kind: 'no_access' });
  expect(await progress()).toMatchObject({ sync_status: 'failed' });
});

test('while Shopify refuses every token the sync fails, and goes on when it is run again', async () => {
  await standIn.control('uninstall');
  await expect(syncContacts(shopId)).rejects.toThrow(
    'Shopify did not renew the access token of demo.myshopify.com',
  );
  expect(await progress()).toMatchObject({ sync_status: 'failed' });
});

test('of two runs at once one reads on and the other leaves', async () => {
  const results = await Promise.all([syncContacts(shopId), syncContacts(shopId)]);
  expect(results.map(({ kind }) => kind).sort()).toEqual(['done', 'overtaken']);
  expect(await progress()).toEqual({ sync_status: 'done', sync_count: customers, sync_cursor: null });
});

test('an uninstalled shop is not read', async () => {
  await pool.query('UPDATE shop SET uninstalled_at = now()');
  expect(await syncContacts(shopId)).toEqual({ kind: 'no_access' });
  expect(await contacts()).toBe(0);
});

/** Asks the stand-in as the app does, for the place where page one ends. */
async function cursorAfterFirstPage(): Promise<string> {
  const { shopify } = await import('../../platform/shopify/shopify.server.ts');
  const { admin } = await shopify.unauthenticated.admin(shop);
  const response = await admin.graphql('{ customers(first: 250, sortKey: ID) { pageInfo { endCursor } } }');
  const body: { data?: { customers?: { pageInfo: { endCursor: string } } } } = await response.json();
  return body.data?.customers?.pageInfo.endCursor ?? '';
}
