import { beforeAll, expect, test, vi } from 'vitest';
import { handlers } from '../../../app/features/webhooks/handlers.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { log } from '../../../app/platform/log.server.ts';
import { fingerprintOf } from '../../support/flows/fingerprint.ts';
import { deleteAllJobs, drainJobs } from '../../support/flows/jobs.ts';
import { mittoOfThisFile } from '../../support/flows/mitto.ts';
import { shopifyOfThisFile } from '../../support/flows/shopify.ts';
import { type Things, thingsOf } from '../../support/flows/things-of-a-shop.ts';
import { deliverWebhook } from '../../support/flows/webhooks.ts';

mittoOfThisFile();
const shopify = shopifyOfThisFile({ shops: 2 });

const customer = 9007199254740993n;
const gid = `gid://shopify/Customer/${customer}`;
const bought = `{"id":1,"customer":{"id":${customer},"admin_graphql_api_id":"${gid}"}}`;
const changed = `{"id":${customer},"admin_graphql_api_id":"${gid}","updated_at":"2027-01-01T00:00:00Z"}`;
const person = `{"customer":{"id":${customer},"phone":"+306944000001","email":"eleni@example.com"},"data_request":{"id":9}}`;

/**
 * What Shopify could post for my shop about the ids that both shops know, for every topic that is handled. A topic that is not
 * here fails the test.
 */
const payloads: Record<string, string> = {
  'app/scopes_update': '{"current":["read_customers"]}',
  'app_purchases_one_time/update':
    '{"app_purchase_one_time":{"admin_graphql_api_id":"gid://shopify/AppPurchaseOneTime/71","status":"ACTIVE"}}',
  'app_subscriptions/update':
    '{"app_subscription":{"admin_graphql_api_id":"gid://shopify/AppSubscription/1","status":"ACTIVE"}}',
  'bulk_operations/finish': '{"admin_graphql_api_id":"gid://shopify/BulkOperation/1","status":"completed"}',
  'checkouts/create': bought,
  'checkouts/update': bought,
  'customer.joined_segment': `{"customer_id":"${gid}","segment_id":"gid://shopify/Segment/31"}`,
  'customer.left_segment': `{"customer_id":"${gid}","segment_id":"gid://shopify/Segment/31"}`,
  'customer.tags_added': `{"customerId":"${gid}","tags":["x"],"occurredAt":"2027-01-01T00:00:00Z"}`,
  'customer.tags_removed': `{"customerId":"${gid}","tags":["x"],"occurredAt":"2027-01-01T00:00:00Z"}`,
  'customers/create': changed,
  'customers/update': changed,
  'customers/purchasing_summary': `{"customerId":"${gid}","numberOfOrders":3}`,
  'customers_marketing_consent/update': `{"id":${customer},"phone":"+306944000001","sms_marketing_consent":{"state":"unsubscribed","consent_updated_at":"2026-11-24T10:00:00Z"}}`,
  'customers/merge': `{"admin_graphql_api_customer_kept_id":"gid://shopify/Customer/9007199254740995","admin_graphql_api_customer_deleted_id":"${gid}","status":"completed"}`,
  'customers/delete': changed,
  'orders/create': bought,
  'orders/cancelled': bought,
  'refunds/create': '{"id":1,"order_id":1}',
  'segments/create': '{"id":31,"name":"Renamed","query":"q"}',
  'segments/update': '{"id":31,"name":"Renamed","query":"q","last_edit_date":"2027-01-01T00:00:00Z"}',
  'segments/delete': '{"id":31}',
  'customers/data_request': person,
  'customers/redact': person,
  'shop/redact': '{"shop_id":1}',
  'app/uninstalled': '{"id":1}',
};

let theirs: Things & { domain: string };
let mine: Things & { domain: string };

beforeAll(async () => {
  vi.spyOn(log, 'warn').mockReturnValue();
  const [first, second] = [await shopify.newShop(), await shopify.newShop()];
  theirs = { ...(await thingsOf(first.shopId, 'Theirs')), domain: first.domain };
  mine = { ...(await thingsOf(second.shopId, 'Mine')), domain: second.domain };
  await deleteAllJobs();
}, 120_000);

test('whatever Shopify posts for one shop changes nothing in another that has the same customers', async () => {
  expect(Object.keys(payloads).sort(), 'say in this test what could be posted').toEqual(
    Object.keys(handlers).sort(),
  );
  const before = await fingerprintOf(theirs.shopId);
  const outcomes: Record<string, string | undefined> = {};
  // The shop leaves last, and is erased after it has left.
  const last = ['app/uninstalled', 'shop/redact'];
  for (const topic of [...Object.keys(payloads).filter((one) => !last.includes(one)), ...last]) {
    outcomes[topic] = await deliverWebhook({
      shop: mine.domain,
      topic,
      payload: payloads[topic],
      triggeredAt: new Date(Date.now() + 120_000),
    });
    await drainJobs();
    expect(await fingerprintOf(theirs.shopId), topic).toEqual(before);
  }
  const handled = Object.keys(outcomes).filter((topic) => outcomes[topic] === 'handled');
  expect(handled.length, JSON.stringify(outcomes)).toBeGreaterThan(18);
  const { rows } = await pool.query<{ left: number }>(
    "SELECT count(*)::integer AS left FROM contact WHERE shop_id = $1 AND last_name LIKE 'Mine%'",
    [mine.shopId],
  );
  expect(rows[0]?.left, 'mine are erased').toBe(0);
}, 120_000);
