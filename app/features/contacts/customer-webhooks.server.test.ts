import { beforeAll, expect, test } from 'vitest';
import { customerId } from '../../../test/simulators/shopify/demo-customers.ts';
import {
  contactOf,
  customersOf,
  customersOfThisFile,
  readToTheEnd,
  type ShopOfCustomers,
  subscriberOf,
} from '../../../test/support/flows/customers.ts';
import { deliverWebhook } from '../../../test/support/flows/webhooks.ts';
import { pool } from '../../platform/database.server.ts';
import { readCustomers } from './read-customers.server.ts';

const { newShop } = customersOfThisFile({ shops: 20, customers: 40 });

const digits = (n: number) => customerId(n).split('/').at(-1) ?? '';

async function readShop(): Promise<ShopOfCustomers & { who: number }> {
  const shop = await newShop();
  await readToTheEnd(shop);
  return { ...shop, who: subscriberOf(shop) };
}
const deliver = (
  shop: ShopOfCustomers,
  topic: string,
  payload: unknown,
  options: { triggeredAt?: Date } = {},
) => deliverWebhook({ shop: shop.domain, topic, payload, ...options });
let shared: ShopOfCustomers;
beforeAll(async () => {
  shared = await readShop();
});

const waiting = async ({ shopId }: ShopOfCustomers) =>
  (
    await pool.query<{ id: string }>('SELECT shopify_id AS id FROM customer_to_read WHERE shop_id = $1', [
      shopId,
    ])
  ).rows.map(({ id }) => id);
/** customers_marketing_consent/update: the number alone, beyond 2^53, as Shopify writes it. */
const consent = (n: number, body: Record<string, unknown>, phone: string | null = null) =>
  `{"id":${digits(n)},"phone":${JSON.stringify(phone)},"sms_marketing_consent":${JSON.stringify(body)}}`;
const later = () => new Date(Date.now() + 3_600_000).toISOString();

test('trap 1: reading consent from customers/update: it has none, so the customer is read anew and nothing is believed', async () => {
  const shop = await readShop();
  await shop.control('customer', {
    id: customerId(shop.who),
    change: { tags: ['new-tag'], firstName: 'Anew' },
  });
  const before = await contactOf(shop, shop.who);
  expect(
    await deliver(shop, 'customers/update', {
      id: 1,
      admin_graphql_api_id: customerId(shop.who),
      first_name: 'Stale',
    }),
  ).toBe('handled');
  expect(await contactOf(shop, shop.who), 'nothing is taken from the payload').toEqual(before);
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'read', customers: 1, deleted: 0 });
  expect(await contactOf(shop, shop.who)).toMatchObject({
    firstName: 'Anew',
    tags: ['new-tag'],
    consent: 'subscribed',
  });
  expect(await waiting(shop)).toEqual([]);
});

test('trap 6: number ids via JSON.parse (ids > 2^53) are read to the last digit', async () => {
  const shop = await readShop();
  await deliver(shop, 'customers/update', `{"id":${digits(shop.who)}}`);
  await deliver(shop, 'orders/create', `{"id":1,"customer":{"id":${digits(shop.who + 1)}}}`);
  expect((await waiting(shop)).sort()).toEqual([customerId(shop.who), customerId(shop.who + 1)]);
});

test.each([
  ['customers/create', (id: string) => ({ admin_graphql_api_id: id })],
  [
    'customer.tags_added',
    (id: string) => ({ customerId: id, tags: ['x'], occurredAt: '2005-05-05T05:00:00.000Z' }),
  ],
  ['customer.tags_removed', (id: string) => ({ customerId: id, tags: ['x'] })],
  ['orders/create', (id: string) => ({ customer: { id: 1, admin_graphql_api_id: id } })],
  ['orders/cancelled', (id: string) => ({ customer: { id: 1, admin_graphql_api_id: id } })],
  ['checkouts/create', (id: string) => ({ token: 't', customer: { admin_graphql_api_id: id } })],
  ['checkouts/update', (id: string) => ({ token: 't', customer: { admin_graphql_api_id: id } })],
])('%s names whom to read', async (topic, payload) => {
  const shop = shared;
  await pool.query('DELETE FROM customer_to_read WHERE shop_id = $1', [shop.shopId]);
  expect(await deliver(shop, topic, payload(customerId(7)))).toBe('handled');
  expect(await waiting(shop)).toEqual([customerId(7)]);
});

test.each([
  ['orders/create', { id: 1, customer: null }, 'no_customer'],
  ['customers/update', { id: 'abc' }, 'unreadable'],
  ['customers_marketing_consent/update', { id: null }, 'unreadable'],
  ['customers/delete', 'null', 'unreadable'],
  ['customers/merge', { status: 'failed' }, 'unreadable'],
  ['bulk_operations/finish', { admin_graphql_api_id: 'gid://shopify/BulkOperation/1' }, 'not_waited_for'],
])('%s without anything to do is ignored, and says why', async (topic, payload, why) => {
  const shop = shared;
  await pool.query('DELETE FROM customer_to_read WHERE shop_id = $1', [shop.shopId]);
  expect(await deliver(shop, topic, payload)).toBe(why);
  expect(await waiting(shop)).toEqual([]);
});

test('a no is in force when its webhook is handled, before anybody is read', async () => {
  const shop = await readShop();
  const at = later();
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'unsubscribed', consent_updated_at: at }),
  );
  expect(await contactOf(shop, shop.who)).toMatchObject({ consent: 'unsubscribed', consentAt: new Date(at) });
  expect(await waiting(shop)).toEqual([customerId(shop.who)]);
  const { rows } = await pool.query(
    `SELECT e.type, e.data ->> 'source' AS source FROM event e JOIN contact c ON c.shop_id = e.shop_id AND c.id = e.stream_key
     WHERE e.category = 4 AND c.shop_id = $1 AND c.shopify_id = $2 ORDER BY e.stream_version`,
    [shop.shopId, customerId(shop.who)],
  );
  expect(rows).toEqual([
    { type: 'ConsentGiven', source: 'shopify' },
    { type: 'ConsentWithdrawn', source: 'shopify' },
  ]);
});

test.each([
  ['null', { state: null, consent_updated_at: null }],
  ['absent', {}],
  ['not_subscribed', { state: 'not_subscribed', consent_updated_at: '2099-01-01T00:00:00Z' }],
  ['a word of 2027', { state: 'paused', consent_updated_at: '2099-01-01T00:00:00Z' }],
])('a state that is %s is neither a no nor a yes: she is read anew', async (_, body) => {
  const shop = shared;
  const who = subscriberOf(shop);
  const before = await contactOf(shop, who);
  expect(await deliver(shop, 'customers_marketing_consent/update', consent(who, body))).toBe('handled');
  expect(await contactOf(shop, who)).toEqual(before);
  expect(await waiting(shop)).toContain(customerId(who));
});

test('a yes in a webhook is not taken from there, only from Shopify’s answer', async () => {
  const shop = await readShop();
  const no = later();
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'unsubscribed', consent_updated_at: no }),
  );
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'subscribed', consent_updated_at: '2099-01-01T00:00:00Z' }),
  );
  await readCustomers(shop.shopId);
  expect(await contactOf(shop, shop.who)).toMatchObject({ consent: 'unsubscribed' });
});

test('trap 5: ordering by arrival: an older no that comes after a newer yes changes nothing, and a no of the same moment wins', async () => {
  const shop = await readShop();
  const before = await contactOf(shop, shop.who);
  const older = new Date((before?.consentAt?.getTime() ?? 0) - 1000).toISOString();
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'unsubscribed', consent_updated_at: older }),
  );
  expect(await contactOf(shop, shop.who)).toEqual(before);
  const same = before?.consentAt?.toISOString();
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'redacted', consent_updated_at: same }),
  );
  expect(await contactOf(shop, shop.who)).toMatchObject({ consent: 'unsubscribed' });
});

test('a no without a time counts from when Shopify sent it', async () => {
  const shop = await readShop();
  const triggeredAt = new Date();
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'unsubscribed', consent_updated_at: null }),
    {
      triggeredAt,
    },
  );
  expect(await contactOf(shop, shop.who)).toMatchObject({ consent: 'unsubscribed', consentAt: triggeredAt });
});

test('a no that names a number of nobody keeps the number silent when its customer comes', async () => {
  const shop = await newShop();
  const who = subscriberOf(shop);
  const phone = customersOf(shop)[who]?.phone ?? '';
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(who, { state: 'unsubscribed', consent_updated_at: later() }, phone),
  );
  await readToTheEnd(shop);
  expect(await contactOf(shop, who)).toMatchObject({ consent: 'unsubscribed' });
});

test('the consent webhook of an uninstalled shop still silences, and asks for nothing', async () => {
  const shop = await readShop();
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shop.shopId]);
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'unsubscribed', consent_updated_at: later() }),
  );
  expect(await contactOf(shop, shop.who)).toMatchObject({ consent: 'unsubscribed' });
  expect(await deliver(shop, 'customers/update', { admin_graphql_api_id: customerId(1) })).toBe(
    'uninstalled',
  );
  expect(await waiting(shop)).toEqual([]);
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'read', customers: 0, deleted: 0 });
});

test('a deleted customer is in no audience any more, keeps her row, and her no outlives her on her number', async () => {
  const shop = await readShop();
  const phone = (await contactOf(shop, shop.who))?.phone;
  await deliver(
    shop,
    'customers_marketing_consent/update',
    consent(shop.who, { state: 'unsubscribed', consent_updated_at: later() }),
  );
  await deliver(shop, 'customers/delete', `{"id":${digits(shop.who)}}`);
  await deliver(shop, 'customers/delete', `{"id":${digits(shop.who)}}`);
  expect(await contactOf(shop, shop.who)).toMatchObject({ deleted: true, phone, consent: 'unsubscribed' });
  expect(await waiting(shop)).toEqual([]);
  const { rows } = await pool.query('SELECT reason FROM suppression WHERE shop_id = $1', [shop.shopId]);
  expect(rows).toEqual([{ reason: 'opted_out' }]);
});

test('a yes ends with its customer, and one who is there after all gets hers back', async () => {
  const shop = await readShop();
  await deliver(shop, 'customers/delete', { id: 1, admin_graphql_api_id: customerId(shop.who) });
  expect(await contactOf(shop, shop.who)).toMatchObject({ deleted: true, consent: 'never' });
  await deliver(shop, 'customers/update', { admin_graphql_api_id: customerId(shop.who) });
  await readCustomers(shop.shopId);
  expect(await contactOf(shop, shop.who)).toMatchObject({ deleted: false, consent: 'subscribed' });
});

test('who is read and not there any more was deleted', async () => {
  const shop = await readShop();
  await shop.control('delete-customer', { id: customerId(shop.who) });
  await deliver(shop, 'customers/update', { admin_graphql_api_id: customerId(shop.who) });
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'read', customers: 0, deleted: 1 });
  expect(await contactOf(shop, shop.who)).toMatchObject({ deleted: true });
});

test('asked for again after the reading began, she is read once more', async () => {
  const shop = await readShop();
  await pool.query("INSERT INTO customer_to_read VALUES ($1, $2, now() + interval '1 minute')", [
    shop.shopId,
    customerId(shop.who),
  ]);
  await readCustomers(shop.shopId);
  expect(await waiting(shop)).toEqual([customerId(shop.who)]);
});

test('Shopify that throttles or refuses is asked again later, and nobody is forgotten', async () => {
  const shop = await readShop();
  await deliver(shop, 'customers/update', { admin_graphql_api_id: customerId(shop.who) });
  await shop.control('throttle', { maximumAvailable: 1_000, restoreRate: 1, currentlyAvailable: 0 });
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'to_be_continued', customers: 0, deleted: 0 });
  await shop.control('throttle', { maximumAvailable: 1_000_000, restoreRate: 1_000 });
  await shop.control('exports', { granted: false });
  const before = await contactOf(shop, shop.who);
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'no_access' });
  expect(await contactOf(shop, shop.who), 'a null of a protected field is no fact').toEqual(before);
  await shop.control('exports', { granted: true });
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'read', customers: 1, deleted: 0 });
});

test('when thousands have changed, one export reads them, and who is not in it is asked for by name', async () => {
  const shop = await readShop();
  await pool.query("UPDATE customer_sync SET read_at = now() - interval '2 hours' WHERE shop_id = $1", [
    shop.shopId,
  ]);
  await shop.control('customer', { id: customerId(shop.who), change: { firstName: 'Exported' } });
  await pool.query(
    `INSERT INTO customer_to_read (shop_id, shopify_id)
     SELECT $1::bigint, 'gid://shopify/Customer/' || i FROM generate_series(1, 5001) AS i
     UNION ALL SELECT $1, $2`,
    [shop.shopId, customerId(shop.who)],
  );
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'left_to_export' });
  expect(await readCustomers(shop.shopId)).toEqual({ kind: 'left_to_export' });
  expect(await readToTheEnd(shop)).toMatchObject({ kind: 'done' });
  const [, second] = await shop.exports();
  expect(second?.query).toContain("updated_at:>='");
  expect(await contactOf(shop, shop.who)).toMatchObject({ firstName: 'Exported' });
  expect(await waiting(shop)).toHaveLength(5001);
  expect(await readCustomers(shop.shopId)).toMatchObject({ kind: 'read', deleted: 5001 });
});
