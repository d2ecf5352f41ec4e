import { expect, test } from 'vitest';
import {
  contactOf,
  customersOf,
  customersOfThisFile,
  readToTheEnd,
} from '../../../test/support/flows/customers.ts';
import { fetchFromAdmin } from '../../../test/support/shopify.ts';
import { pool } from '../../platform/database.server.ts';
import { authenticateAdmin } from '../shops/authenticate-admin.server.ts';
import { reconcileContacts } from './reconcile-contacts.server.ts';
import { syncContacts } from './sync-contacts.server.ts';

const customers = 600;
const { newShop } = customersOfThisFile({ shops: 20, customers });

const progress = async ({ shopId }: { shopId: number }) =>
  (
    await pool.query(
      `SELECT s.sync_status AS status, s.sync_count AS count, y.reading, y.paging, y.operation IS NOT NULL AS exporting
       FROM shop s LEFT JOIN customer_sync y ON y.shop_id = s.id WHERE s.id = $1`,
      [shopId],
    )
  ).rows[0];
const count = async ({ shopId }: { shopId: number }) =>
  (await pool.query<{ n: number }>('SELECT count(*) AS n FROM contact WHERE shop_id = $1', [shopId])).rows[0]
    ?.n;
const events = async ({ shopId }: { shopId: number }) =>
  (await pool.query<{ n: number }>('SELECT count(*) AS n FROM event WHERE shop_id = $1', [shopId])).rows[0]
    ?.n;

test('the first sync is one export, and brings everybody with numbers, problems, consent, orders and money', async () => {
  const shop = await newShop();
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  expect(await progress(shop)).toMatchObject({ status: 'done', count: customers, reading: null });
  expect(await shop.exports()).toHaveLength(1);

  const { rows } = await pool.query(
    `SELECT count(*) AS all, count(*) FILTER (WHERE consent = 'subscribed') AS subscribed,
            count(*) FILTER (WHERE last_order_at IS NOT NULL AND spent > 0) AS buyers,
            count(DISTINCT email_hmac) AS addresses,
            count(*) FILTER (WHERE phone IS NULL AND phone_problem IS NOT NULL) AS unreachable,
            (SELECT count(*) FROM event WHERE type = 'ConsentGiven' AND shop_id = $1) AS events
     FROM contact WHERE shop_id = $1`,
    [shop.shopId],
  );
  const expected = customersOf(shop);
  const subscribed = expected.filter(({ smsConsent }) => smsConsent?.state === 'SUBSCRIBED').length;
  const buyers = expected.filter(({ numberOfOrders }) => numberOfOrders > 0).length;
  expect(rows[0]).toMatchObject({
    all: customers,
    subscribed,
    events: subscribed,
    buyers,
    addresses: customers,
  });
  // 4 without a number, 4 landlines and at least one impossible number in every 200.
  expect(rows[0]?.unreachable).toBeGreaterThanOrEqual(27);
});

test('while Shopify makes the export no job waits: each run looks once, and says when it comes back', async () => {
  const shop = await newShop();
  await shop.control('exports', { exportMs: 60_000 });
  const again = { kind: 'to_be_continued', why: 'made_at_shopify' };
  expect(await syncContacts(shop.shopId)).toEqual(again);
  expect(await syncContacts(shop.shopId)).toEqual(again);
  expect(await progress(shop)).toMatchObject({ status: 'running', count: customers, exporting: true });
  expect(await count(shop)).toBe(0);
});

test('a second reading of everybody changes nothing', async () => {
  const shop = await newShop();
  await readToTheEnd(shop);
  const before = await events(shop);
  const { rows: rowsBefore } = await pool.query(
    'SELECT max(xmin::text::bigint) AS x FROM contact WHERE shop_id = $1',
    [shop.shopId],
  );
  expect(await reconcileContacts(shop.shopId)).toEqual({ kind: 'begun', reading: 'changed' });
  await pool.query("UPDATE customer_sync SET reading = 'whole', since = NULL WHERE shop_id = $1", [
    shop.shopId,
  ]);
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  expect([await events(shop), await count(shop)]).toEqual([before, customers]);
  const { rows } = await pool.query('SELECT max(xmin::text::bigint) AS x FROM contact WHERE shop_id = $1', [
    shop.shopId,
  ]);
  expect(rows, 'no row was even written').toEqual(rowsBefore);
});

test('an answer that breaks off is gone on with from the last group that was stored', async () => {
  const shop = await newShop();
  await shop.control('exports', { faults: { cuts: 2, cutAfter: 60_000 } });
  await expect(readToTheEnd(shop)).rejects.toThrow();
  expect(await progress(shop)).toMatchObject({ status: 'failed' });
  await expect(syncContacts(shop.shopId)).rejects.toThrow();
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  expect(await count(shop)).toBe(customers);
});

test('a file that is shorter than Shopify said is not the end', async () => {
  const shop = await newShop();
  await shop.control('exports', { faults: { truncated: true } });
  await expect(readToTheEnd(shop)).rejects.toThrow(/not JSON|ended after/);
  await shop.control('exports', { faults: { truncated: false } });
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
});

test('a result whose address has expired is asked for again', async () => {
  const shop = await newShop();
  await shop.control('exports', { faults: { gone: true } });
  await expect.poll(() => syncContacts(shop.shopId)).toEqual({ kind: 'to_be_continued', why: 'begun_anew' });
  await shop.control('exports', { faults: { gone: false } });
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  expect(await shop.exports()).toHaveLength(2);
});

test.each(['INTERNAL_SERVER_ERROR', 'TIMEOUT', 'CANCELED', 'EXPIRED'])(
  'an export that ends as %s is made anew',
  async (badEnd) => {
    const shop = await newShop();
    await shop.control('exports', { badEnds: [badEnd] });
    expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
    expect(await shop.exports()).toHaveLength(2);
  },
);

test('when no export comes to a result, and when none may be started, the customers are read page by page', async () => {
  const failing = await newShop();
  await failing.control('exports', { badEnds: ['TIMEOUT', 'TIMEOUT', 'TIMEOUT'] });
  expect(await readToTheEnd(failing)).toEqual({ kind: 'done', customers });
  expect([await count(failing), (await failing.exports()).length]).toEqual([customers, 3]);

  const busy = await newShop();
  await busy.control('exports', { busy: true });
  expect(await readToTheEnd(busy)).toEqual({ kind: 'done', customers });
  expect([await count(busy), (await busy.exports()).length]).toEqual([customers, 0]);
});

test('a shop without any customer is read as well', async () => {
  const shop = await newShop();
  await readToTheEnd(shop);
  await reconcileContacts(shop.shopId);
  await pool.query("UPDATE customer_sync SET since = now() + interval '1 day' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers: 0 });
});

test('protected customer data that Shopify has not approved is no fact: nobody loses her number, and the page says why', async () => {
  const shop = await newShop();
  await readToTheEnd(shop);
  const before = await contactOf(shop, 1);
  await shop.control('exports', { granted: false });
  await pool.query("UPDATE shop SET sync_status = 'never' WHERE id = $1", [shop.shopId]);
  expect(await readToTheEnd(shop)).toEqual({ kind: 'no_access' });
  expect(await progress(shop)).toMatchObject({ status: 'denied', reading: 'whole' });
  await pool.query('UPDATE customer_sync SET paging = true, operation = NULL WHERE shop_id = $1', [
    shop.shopId,
  ]);
  expect(await readToTheEnd(shop)).toEqual({ kind: 'no_access' });
  expect(await contactOf(shop, 1)).toEqual(before);

  await shop.control('exports', { granted: true });
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  expect(await progress(shop)).toMatchObject({ status: 'done' });
});

test('trap 18: caching a token in a long worker: one that another process has replaced is renewed once', async () => {
  const shop = await newShop();
  await shop.control('revoke-access-tokens');
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
});

test('throttling is not waited for: the job comes back', async () => {
  const shop = await newShop();
  await shop.control('throttle', { maximumAvailable: 1_000, restoreRate: 1, currentlyAvailable: 0 });
  expect(await syncContacts(shop.shopId)).toEqual({ kind: 'to_be_continued', why: 'throttled' });
  await shop.control('throttle', { maximumAvailable: 1_000_000, restoreRate: 1_000 });
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
});

test('of two runs at once one reads on and the other leaves', async () => {
  const shop = await newShop();
  await shop.control('exports', { exportMs: 0 });
  await syncContacts(shop.shopId);
  const kinds = (await Promise.all([syncContacts(shop.shopId), syncContacts(shop.shopId)])).map(
    ({ kind }) => kind,
  );
  // Which of them ends it, or only comes nearer to the end, is theirs; nobody is read twice or forgotten.
  if (!kinds.includes('done')) {
    expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  }
  expect(await count(shop)).toBe(customers);
  expect(await progress(shop)).toMatchObject({ status: 'done', count: customers, reading: null });
});

test('an uninstalled shop is not read, and a reinstall reads everybody again, from the beginning', async () => {
  const shop = await newShop();
  await syncContacts(shop.shopId);
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shop.shopId]);
  await pool.query('DELETE FROM "Session" WHERE "shop" = $1', [shop.domain]);
  expect(await syncContacts(shop.shopId)).toEqual({ kind: 'idle' });
  expect(await count(shop)).toBe(0);

  expect((await authenticateAdmin(fetchFromAdmin('/app', { shop: shop.domain }))).shopId).toBe(shop.shopId);
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  expect(await count(shop)).toBe(customers);
});

test('a shop without tokens has no access, and is tried again', async () => {
  const shop = await newShop();
  await pool.query('DELETE FROM "Session" WHERE "shop" = $1', [shop.domain]);
  expect(await syncContacts(shop.shopId)).toEqual({ kind: 'no_access' });
  expect(await progress(shop)).toMatchObject({ status: 'denied', reading: 'whole' });
});
