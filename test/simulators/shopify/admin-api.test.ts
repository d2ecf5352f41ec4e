import { afterEach, beforeEach, expect, test } from 'vitest';
import { OTHER, SHOP, TestShop } from './test-shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = new TestShop();
  await shop.start();
});
afterEach(() => shop.stop());

const CUSTOMERS = `query Customers($cursor: String) {
  customers(first: 250, after: $cursor, query: "updated_at:>=2026-01-01", sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes { id firstName lastName locale tags updatedAt numberOfOrders amountSpent { amount currencyCode }
      defaultEmailAddress { emailAddress }
      defaultPhoneNumber { phoneNumber smsMarketingConsent { state optInLevel updatedAt collectedFrom } } } } }`;
const CONSENT = `mutation($input: CustomerSmsMarketingConsentUpdateInput!) {
  customerSmsMarketingConsentUpdate(input: $input) {
    customer { id defaultPhoneNumber { smsMarketingConsent { state } } }
    userErrors { field message code } } }`;

test('walks through all customers, 250 a page, each once', async () => {
  const ids: string[] = [];
  let cursor: string | null = null;
  const pages: number[] = [];
  do {
    const { body } = await shop.graphql(CUSTOMERS, { cursor });
    expect(body.errors).toBeUndefined();
    pages.push(body.data.customers.nodes.length);
    ids.push(...body.data.customers.nodes.map((node: { id: string }) => node.id));
    const { hasNextPage, endCursor } = body.data.customers.pageInfo;
    cursor = hasNextPage ? endCursor : null;
  } while (cursor !== null);
  expect(pages).toEqual([250, 250, 100]);
  expect(new Set(ids).size).toBe(600);
});

test('a customer who changes between two pages comes again at the end, and nobody is skipped', async () => {
  const first = (await shop.graphql(CUSTOMERS)).body.data.customers;
  const changed = first.nodes.at(-1).id;
  await shop.graphql(CONSENT, {
    input: { customerId: changed, smsMarketingConsent: { marketingState: 'UNSUBSCRIBED' } },
  });
  const second = (await shop.graphql(CUSTOMERS, { cursor: first.pageInfo.endCursor })).body.data.customers;
  const third = (await shop.graphql(CUSTOMERS, { cursor: second.pageInfo.endCursor })).body.data.customers;
  const ids = [...first.nodes, ...second.nodes, ...third.nodes].map((node) => node.id);
  expect(ids).toHaveLength(601);
  expect(ids.at(-1)).toBe(changed);
  expect(new Set(ids).size).toBe(600);
});

test('lists run backwards and in reverse', async () => {
  const query = `query($first: Int, $last: Int, $before: String, $reverse: Boolean) {
    customers(first: $first, last: $last, before: $before, reverse: $reverse) {
      nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor } } }`;
  const ids = async (variables: Record<string, unknown>) => {
    const { customers } = (await shop.graphql(query, variables)).body.data;
    return {
      ...customers,
      numbers: customers.nodes.map((node: { id: string }) => Number(node.id.slice(-3))),
    };
  };
  const last = await ids({ last: 2 });
  expect(last).toMatchObject({
    numbers: [598, 599],
    pageInfo: { hasPreviousPage: true, hasNextPage: false },
  });
  expect(await ids({ last: 2, before: last.pageInfo.startCursor })).toMatchObject({ numbers: [596, 597] });
  expect(await ids({ first: 2, reverse: true })).toMatchObject({ numbers: [599, 598] });
});

test('a consent that was written is read back, and the deprecated field calls it by its old name', async () => {
  const target = (await shop.graphql('{ customers(first: 1) { nodes { id } } }')).body.data.customers.nodes[0]
    .id;
  const input = {
    customerId: target,
    smsMarketingConsent: { marketingState: 'UNSUBSCRIBED', consentUpdatedAt: '2026-11-24T09:00:00Z' },
  };
  const { body } = await shop.graphql(CONSENT, { input });
  expect(body.data.customerSmsMarketingConsentUpdate.userErrors).toEqual([]);
  const read = await shop.graphql(
    'query($id: ID!) { customer(id: $id) { defaultPhoneNumber { marketingState smsMarketingConsent { state updatedAt } } } }',
    { id: target },
  );
  expect(read.body.data.customer.defaultPhoneNumber).toEqual({
    marketingState: 'UNSUBSCRIBED',
    smsMarketingConsent: { state: 'UNSUBSCRIBED', updatedAt: '2026-11-24T09:00:00.000Z' },
  });
});

test('a consent for nobody, or in the future, is a user error', async () => {
  const target = (await shop.graphql('{ customers(first: 1) { nodes { id } } }')).body.data.customers.nodes[0]
    .id;
  for (const input of [
    { customerId: 'gid://shopify/Customer/1', smsMarketingConsent: { marketingState: 'SUBSCRIBED' } },
    {
      customerId: target,
      smsMarketingConsent: { marketingState: 'SUBSCRIBED', consentUpdatedAt: '2027-01-01T00:00:00Z' },
    },
  ]) {
    const { body } = await shop.graphql(CONSENT, { input });
    expect(body.data.customerSmsMarketingConsentUpdate).toMatchObject({
      customer: null,
      userErrors: [{ code: 'INVALID' }],
    });
  }
});

test('the members of a segment are the customers its query describes', async () => {
  const { body } = await shop.graphql(`{
    segments(first: 10) { nodes { id name query } }
    customersCount(query: "tag:vip") { count precision }
    customerSegmentMembers(first: 1000, query: "customer_tags CONTAINS 'vip'") {
      totalCount edges { node { id defaultPhoneNumber { phoneNumber } } } } }`);
  expect(body.errors).toBeUndefined();
  expect(body.data.segments.nodes).toHaveLength(6);
  expect(body.data.customerSegmentMembers.totalCount).toBe(body.data.customersCount.count);
  expect(body.data.customerSegmentMembers.edges).toHaveLength(body.data.customersCount.count);
});

test('the shop and the scopes of the installation can be read', async () => {
  const { body } = await shop.graphql(`{
    shop { id name email myshopifyDomain ianaTimezone currencyCode billingAddress { countryCodeV2 } }
    currentAppInstallation { accessScopes { handle } } }`);
  expect(body.data.shop).toMatchObject({
    myshopifyDomain: SHOP,
    ianaTimezone: 'Europe/Athens',
    currencyCode: 'EUR',
  });
  expect(body.data.currentAppInstallation.accessScopes).toContainEqual({ handle: 'read_customers' });
});

test('two shops have different customers', async () => {
  const query = '{ customers(first: 50) { nodes { firstName lastName } } }';
  const one = await shop.graphql(query);
  const two = await shop.graphql(query, {}, undefined, OTHER);
  expect(one.body.data).not.toEqual(two.body.data);
});

test('a query that the real schema does not allow is refused as Shopify would', async () => {
  const { status, body } = await shop.graphql('{ customers(first: 1) { nodes { sms } } }');
  expect(status).toBe(200);
  expect(body.errors[0].message).toContain('Cannot query field "sms" on type "Customer"');
});

test('what the stand-in lacks is named', async () => {
  const root = await shop.graphql('{ products(first: 1) { nodes { id } } }');
  expect(root.body.errors[0].message).toContain('does not answer QueryRoot.products');
  const field = await shop.graphql('{ customers(first: 1) { nodes { lifetimeDuration } } }');
  expect(field.body.errors[0].message).toContain('does not answer Customer.lifetimeDuration');
});

test('another API version and a body that is not JSON are refused', async () => {
  const token = (await shop.exchange()).body.access_token;
  const headers = { 'x-shopify-access-token': token };
  expect(
    (await shop.post('/admin/api/2020-01/graphql.json', { query: '{ shop { id } }' }, headers)).status,
  ).toBe(404);
  const unreadable = await fetch(`${shop.url}/admin/api/2026-10/graphql.json`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', 'x-sim-shop': SHOP },
    body: '{',
  });
  expect(unreadable.status).toBe(400);
});

test('an empty bucket answers THROTTLED with status 200 and says what is left', async () => {
  await shop.post('/_control/throttle', { maximumAvailable: 2000, restoreRate: 0, currentlyAvailable: 15 });
  const spent = await shop.graphql('{ customers(first: 10) { nodes { id } } }');
  expect(spent.body.extensions.cost).toEqual({
    requestedQueryCost: 12,
    actualQueryCost: 11,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 4, restoreRate: 0 },
  });
  const refused = await shop.graphql('{ customers(first: 10) { nodes { id } } }');
  expect(refused.status).toBe(200);
  expect(refused.body.data).toBeUndefined();
  expect(refused.body.errors[0]).toMatchObject({ message: 'Throttled', extensions: { code: 'THROTTLED' } });
});
