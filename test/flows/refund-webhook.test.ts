import { expect, test } from 'vitest';
import { pool } from '../../app/platform/database.server.ts';
import { customerId } from '../simulators/shopify/demo-customers.ts';
import { customersOfThisFile } from '../support/flows/customers.ts';
import { deliverWebhook } from '../support/flows/webhooks.ts';

const { newShop } = customersOfThisFile({ shops: 2, customers: 10 });
const toRead = async (shopId: number) => {
  const { rows } = await pool.query<{ shopify_id: string }>(
    'SELECT shopify_id FROM customer_to_read WHERE shop_id = $1',
    [shopId],
  );
  return rows.map((row) => row.shopify_id);
};

test('after a refund the customer whose order it was is read anew, since the webhook names only the order', async () => {
  const { shopId, domain } = await newShop();
  const refund = (order_id: number) =>
    deliverWebhook({ shop: domain, topic: 'refunds/create', payload: { id: 1, order_id } });
  expect(await refund(4)).toBe('handled');
  expect(await toRead(shopId)).toEqual([customerId(3)]);
  expect(await refund(999), 'a guest’s').toBe('no_customer');
  expect(await refund(500), 'no order').toBe('no_customer');
});

test('a refund that can’t be read, or of a shop that has left, changes nothing', async () => {
  const { shopId, domain } = await newShop();
  const deliver = (payload: unknown) => deliverWebhook({ shop: domain, topic: 'refunds/create', payload });
  expect(await deliver({ id: 1 })).toBe('unreadable');
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shopId]);
  expect(await deliver({ id: 1, order_id: 4 })).toBe('uninstalled');
  expect(await toRead(shopId)).toEqual([]);
});
