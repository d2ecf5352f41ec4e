import { expect, test } from 'vitest';
import { reconcileContacts } from '../../app/features/contacts/reconcile-contacts.server.ts';
import { syncContacts } from '../../app/features/contacts/sync-contacts.server.ts';
import { sweep } from '../../app/features/messaging/sweep.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { customerId } from '../simulators/shopify/demo-customers.ts';
import { contactOf, customersOfThisFile, readToTheEnd } from '../support/flows/customers.ts';
import { deleteAllJobs, drainJobs, waitingJobs } from '../support/flows/jobs.ts';
import { deliverWebhook } from '../support/flows/webhooks.ts';

const { newShop } = customersOfThisFile({ shops: 8, customers: 60 });

const passTime = (shopId: number, column: 'read_at' | 'whole_at', interval: string) =>
  pool.query(`UPDATE customer_sync SET ${column} = ${column} - $2::interval WHERE shop_id = $1`, [
    shopId,
    interval,
  ]);
const changed = (n: number) => ({ admin_graphql_api_id: customerId(n) });

test('a webhook that got lost is repaired by the next reconciliation', async () => {
  const shop = await newShop();
  await readToTheEnd(shop);
  await shop.control('customer', { id: customerId(3), change: { firstName: 'Nobody told us' } });
  await passTime(shop.shopId, 'read_at', '25 hours');
  await deleteAllJobs();
  await sweep();
  expect(await waitingJobs()).toContain('reconcile-contacts');
  expect(await reconcileContacts(shop.shopId)).toEqual({ kind: 'begun', reading: 'changed' });
  expect(await readToTheEnd(shop)).toMatchObject({ kind: 'done' });
  expect(await contactOf(shop, 3)).toMatchObject({ firstName: 'Nobody told us' });
  expect(await reconcileContacts(shop.shopId), 'every day anew').toEqual({
    kind: 'begun',
    reading: 'changed',
  });
  expect(await reconcileContacts(shop.shopId), 'one at a time').toEqual({ kind: 'nothing_to_do' });
});

test('a deletion that got lost shows when all ids are compared, once a week, and Shopify is asked before it is believed', async () => {
  const shop = await newShop();
  await readToTheEnd(shop);
  await shop.control('delete-customer', { id: customerId(4) });
  await passTime(shop.shopId, 'whole_at', '8 days');
  expect(await reconcileContacts(shop.shopId)).toEqual({ kind: 'begun', reading: 'whole' });
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers: 59 });
  expect(await contactOf(shop, 4), 'missing is no proof').toMatchObject({ deleted: false });
  await drainJobs({ without: ['handle-webhooks'] });
  expect(await contactOf(shop, 4)).toMatchObject({
    deleted: true,
    consent: expect.not.stringMatching('^subscribed$'),
  });
  const { rows } = await pool.query(
    'SELECT count(*) AS deleted FROM contact WHERE shop_id = $1 AND deleted_at IS NOT NULL',
    [shop.shopId],
  );
  expect(rows).toEqual([{ deleted: 1 }]);
});

test('what webhooks bring during the export is newer, and wins', async () => {
  const shop = await newShop();
  // The export is written as the shop is now, and fetched when all of this has happened.
  await syncContacts(shop.shopId);
  await shop.control('customer', { id: customerId(5), change: { firstName: 'During' } });
  await deliverWebhook({ shop: shop.domain, topic: 'customers/update', payload: changed(5) });
  await shop.control('delete-customer', { id: customerId(6) });
  await deliverWebhook({ shop: shop.domain, topic: 'customers/delete', payload: changed(6) });
  await drainJobs({ without: ['sync-contacts'] });
  expect(await contactOf(shop, 5)).toMatchObject({ firstName: 'During' });

  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers: 60 });
  expect(await contactOf(shop, 5)).toMatchObject({ firstName: 'During' });
  expect(await contactOf(shop, 6), 'not even who was deleted before she was known here').toMatchObject({
    deleted: true,
    consent: expect.not.stringMatching('^subscribed$'),
  });
});

test('webhooks that come twice, late and in any order end in what Shopify says now', async () => {
  const shop = await newShop();
  await readToTheEnd(shop);
  for (const firstName of ['One', 'Two', 'Three']) {
    await shop.control('customer', { id: customerId(7), change: { firstName, tags: [firstName] } });
  }
  const stale = new Date(Date.now() - 86_400_000);
  for (const id of ['w-3', 'w-1', 'w-3', 'w-2', 'w-1']) {
    await deliverWebhook({
      id,
      shop: shop.domain,
      topic: 'customers/update',
      payload: changed(7),
      triggeredAt: stale,
    });
  }
  await deliverWebhook({
    shop: shop.domain,
    topic: 'customer.tags_removed',
    payload: { customerId: customerId(7), tags: ['Three'] },
  });
  await drainJobs();
  expect(await contactOf(shop, 7)).toMatchObject({ firstName: 'Three', tags: ['Three'] });
});

test('with all jobs gone the sweep finds the reading, the questions and the shop that was never read', async () => {
  const shop = await newShop();
  await pool.query("UPDATE shop SET installed_at = now() - interval '1 minute' WHERE id = $1", [shop.shopId]);
  await deleteAllJobs();
  await sweep();
  expect(await waitingJobs()).toContain('sync-contacts');

  await syncContacts(shop.shopId);
  await pool.query("UPDATE customer_sync SET next_at = now() - interval '1 minute' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  await pool.query("INSERT INTO customer_to_read VALUES ($1, $2, now() - interval '1 minute')", [
    shop.shopId,
    customerId(1),
  ]);
  await deleteAllJobs();
  await sweep();
  expect(await waitingJobs()).toEqual(expect.arrayContaining(['read-customers', 'sync-contacts']));
});

test('Shopify’s word that an export is finished wakes the reading that waits for it', async () => {
  const shop = await newShop();
  await syncContacts(shop.shopId);
  const [exported] = await shop.exports();
  await deleteAllJobs();
  const payload = {
    admin_graphql_api_id: exported?.id,
    status: 'completed',
    error_code: null,
    type: 'query',
  };
  expect(await deliverWebhook({ shop: shop.domain, topic: 'bulk_operations/finish', payload })).toBe(
    'handled',
  );
  expect(await waitingJobs()).toContain('sync-contacts');
});
