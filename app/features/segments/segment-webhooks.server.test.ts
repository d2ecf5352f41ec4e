import { expect, test } from 'vitest';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { pool } from '../../platform/database.server.ts';
import { handlers } from '../webhooks/handlers.server.ts';

async function post(shopId: number, topic: string, payload: unknown, triggeredAt = '2026-11-24T10:00:00Z') {
  const handler = handlers[topic];
  if (handler === undefined) {
    throw new Error(`nothing handles ${topic}`);
  }
  const at = new Date(triggeredAt);
  const webhook = { id: topic, topic, shopId, domain: '', installed: true, triggeredAt: at, payload };
  return await handler(webhook);
}

async function segmentsOf(shopId: number) {
  const { rows } = await pool.query(
    `SELECT shopify_id AS id, name, deleted_at IS NOT NULL AS deleted, changed_at IS NOT NULL AS stale
     FROM segment WHERE shop_id = $1`,
    [shopId],
  );
  return rows;
}

const id = 'gid://shopify/Segment/7';
const edited = (name: string, at: string) => ({ id: 7, name, query: 'x = 1', last_edit_date: at });

test('a segment is as it was edited last, whatever comes twice or late', async () => {
  const shopId = await makeShop();
  const stranger = await makeShop();
  await post(shopId, 'segments/update', edited('Newer', '2026-11-24T09:00:00Z'));
  await post(shopId, 'segments/create', edited('Older', '2026-11-24T08:00:00Z'));
  await post(shopId, 'segments/update', edited('Newer', '2026-11-24T09:00:00Z'));
  expect(await segmentsOf(shopId)).toEqual([{ id, name: 'Newer', deleted: false, stale: false }]);
  expect(await segmentsOf(stranger)).toEqual([]);
});

test('a segment that was deleted stays so, also when the deletion comes first', async () => {
  const shopId = await makeShop();
  await post(shopId, 'segments/delete', { id: 7 });
  await post(shopId, 'segments/delete', { admin_graphql_api_id: id });
  await post(shopId, 'segments/create', edited('Back', '2026-11-24T11:00:00Z'));
  expect(await segmentsOf(shopId)).toEqual([{ id, name: '', deleted: true, stale: false }]);
});

test('whoever joins or leaves a segment makes the count that is remembered old', async () => {
  const shopId = await makeShop();
  const payload = { customer_id: 'gid://shopify/Customer/1', segment_id: id };
  expect(await post(shopId, 'customer.joined_segment', payload)).toEqual({
    kind: 'ignored',
    why: 'unknown_segment',
  });
  await post(shopId, 'segments/create', edited('All', '2026-11-24T09:00:00Z'));
  expect(await post(shopId, 'customer.left_segment', payload)).toEqual({ kind: 'handled' });
  expect(await segmentsOf(shopId)).toMatchObject([{ stale: true }]);
});

test('a payload that cannot be read is ignored with a reason', async () => {
  const shopId = await makeShop();
  for (const topic of ['segments/create', 'segments/update', 'segments/delete', 'customer.joined_segment']) {
    expect(await post(shopId, topic, { id: 'x' })).toEqual({ kind: 'ignored', why: 'unreadable' });
  }
});
