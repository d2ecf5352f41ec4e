import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { optionsSchema } from './options.ts';
import { listen, type RunningServer } from './server.ts';
import { mintSessionToken } from './session-token.ts';

const app = { apiKey: 'key', apiSecret: 'secret' };
const SHOP = 'demo.myshopify.com';
const OTHER = 'other.myshopify.com';

let server: RunningServer;
let clock: Date;

beforeEach(async () => {
  clock = new Date('2026-11-24T10:00:00Z');
  const options = optionsSchema.parse({
    ...app,
    appUrl: 'http://127.0.0.1:3000',
    shops: [SHOP, OTHER],
    customers: 600,
  });
  server = await listen(options, () => clock);
});
afterEach(() => server.close());

async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-sim-shop': SHOP, ...headers },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: JSON.parse(await response.text()) };
}

const exchange = (overrides: Record<string, unknown> = {}, shop = SHOP) =>
  post(
    '/admin/oauth/access_token',
    {
      client_id: app.apiKey,
      client_secret: app.apiSecret,
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: mintSessionToken({ shop, ...app, now: clock }),
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      requested_token_type: 'urn:shopify:params:oauth:token-type:offline-access-token',
      expiring: '1',
      ...overrides,
    },
    { 'x-sim-shop': shop },
  );
const refresh = (refreshToken: string) =>
  post('/admin/oauth/access_token', {
    client_id: app.apiKey,
    client_secret: app.apiSecret,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });

async function graphql(query: string, variables: Record<string, unknown> = {}, token?: string, shop = SHOP) {
  const accessToken = token ?? (await exchange({}, shop)).body.access_token;
  return post(
    '/admin/api/2026-10/graphql.json',
    { query, variables },
    { 'x-shopify-access-token': accessToken, 'x-sim-shop': shop },
  );
}

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

describe('tokens', () => {
  test('a session token is exchanged for an expiring pair', async () => {
    const { status, body } = await exchange();
    expect(status).toBe(200);
    expect(body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7776000 });
    expect(body.access_token).toMatch(/^shpat_/);
  });

  test.each([
    ['expired', { exp: 1 }],
    ['for another app', { aud: 'somebody else' }],
    ['of another shop', { dest: `https://${OTHER}` }],
  ])('a session token that is %s is an invalid subject', async (_name, overrides) => {
    const token = mintSessionToken({ shop: SHOP, ...app, now: clock, overrides });
    const { status, body } = await exchange({ subject_token: token });
    expect([status, body.error]).toEqual([400, 'invalid_subject_token']);
  });

  test('a session token signed with another secret, or no token at all, is an invalid subject', async () => {
    const forged = mintSessionToken({ shop: SHOP, apiKey: 'key', apiSecret: 'guessed', now: clock });
    expect((await exchange({ subject_token: forged })).body.error).toBe('invalid_subject_token');
    expect((await exchange({ subject_token: 'nonsense' })).body.error).toBe('invalid_subject_token');
  });

  test('a wrong client secret is refused', async () => {
    expect(await exchange({ client_secret: 'guessed' })).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  test('a refresh may be repeated until its answer is used, and never afterwards', async () => {
    const first = (await exchange()).body;
    const second = (await refresh(first.refresh_token)).body;
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).body).toEqual(second);
    await refresh(second.refresh_token);
    expect(await refresh(first.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  test('an access token ends after an hour, its refresh token lives on', async () => {
    const pair = (await exchange()).body;
    clock = new Date(clock.getTime() + 3_601_000);
    expect((await graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
    const renewed = (await refresh(pair.refresh_token)).body;
    expect((await graphql('{ shop { id } }', {}, renewed.access_token)).status).toBe(200);
  });

  test('a token stays good when the stand-in is started again', async () => {
    const token = (await exchange()).body.access_token;
    await server.close();
    const options = optionsSchema.parse({ ...app, appUrl: 'http://127.0.0.1:3000', shops: [SHOP] });
    server = await listen(options, () => clock);
    expect((await graphql('{ shop { id } }', {}, token)).status).toBe(200);
  });

  test('a token is good for its own shop only', async () => {
    const token = (await exchange()).body.access_token;
    expect((await graphql('{ shop { id } }', {}, token, OTHER)).status).toBe(401);
    expect((await graphql('{ shop { id } }', {}, 'shpat_made_up')).status).toBe(401);
  });

  test('after uninstall everything answers 401, and old tokens stay dead after a new installation', async () => {
    const pair = (await exchange()).body;
    await post('/_control/uninstall', {});
    expect((await graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
    expect((await refresh(pair.refresh_token)).status).toBe(401);
    expect((await exchange()).status).toBe(401);
    expect((await fetch(`${server.url}/session-token`)).status).toBe(401);
    await post('/_control/install', {});
    expect((await graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
    expect((await graphql('{ shop { id } }')).status).toBe(200);
  });

  test('revoked access tokens can be replaced by a refresh', async () => {
    const pair = (await exchange()).body;
    await post('/_control/revoke-access-tokens', {});
    expect((await graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
    const renewed = (await refresh(pair.refresh_token)).body;
    expect((await graphql('{ shop { id } }', {}, renewed.access_token)).status).toBe(200);
    const issued = await (await fetch(`${server.url}/_control/tokens`)).json();
    expect(issued).toHaveLength(4);
  });
});

describe('the Admin API', () => {
  test('walks through all customers, 250 a page, each once', async () => {
    const ids: string[] = [];
    let cursor: string | null = null;
    const pages: number[] = [];
    do {
      const { body } = await graphql(CUSTOMERS, { cursor });
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
    const first = (await graphql(CUSTOMERS)).body.data.customers;
    const changed = first.nodes.at(-1).id;
    await graphql(CONSENT, {
      input: { customerId: changed, smsMarketingConsent: { marketingState: 'UNSUBSCRIBED' } },
    });
    const second = (await graphql(CUSTOMERS, { cursor: first.pageInfo.endCursor })).body.data.customers;
    const third = (await graphql(CUSTOMERS, { cursor: second.pageInfo.endCursor })).body.data.customers;
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
      const { customers } = (await graphql(query, variables)).body.data;
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
    const target = (await graphql('{ customers(first: 1) { nodes { id } } }')).body.data.customers.nodes[0]
      .id;
    const input = {
      customerId: target,
      smsMarketingConsent: { marketingState: 'UNSUBSCRIBED', consentUpdatedAt: '2026-11-24T09:00:00Z' },
    };
    const { body } = await graphql(CONSENT, { input });
    expect(body.data.customerSmsMarketingConsentUpdate.userErrors).toEqual([]);
    const read = await graphql(
      'query($id: ID!) { customer(id: $id) { defaultPhoneNumber { marketingState smsMarketingConsent { state updatedAt } } } }',
      { id: target },
    );
    expect(read.body.data.customer.defaultPhoneNumber).toEqual({
      marketingState: 'UNSUBSCRIBED',
      smsMarketingConsent: { state: 'UNSUBSCRIBED', updatedAt: '2026-11-24T09:00:00.000Z' },
    });
  });

  test('a consent for nobody, or in the future, is a user error', async () => {
    const target = (await graphql('{ customers(first: 1) { nodes { id } } }')).body.data.customers.nodes[0]
      .id;
    for (const input of [
      { customerId: 'gid://shopify/Customer/1', smsMarketingConsent: { marketingState: 'SUBSCRIBED' } },
      {
        customerId: target,
        smsMarketingConsent: { marketingState: 'SUBSCRIBED', consentUpdatedAt: '2027-01-01T00:00:00Z' },
      },
    ]) {
      const { body } = await graphql(CONSENT, { input });
      expect(body.data.customerSmsMarketingConsentUpdate).toMatchObject({
        customer: null,
        userErrors: [{ code: 'INVALID' }],
      });
    }
  });

  test('the members of a segment are the customers its query describes', async () => {
    const { body } = await graphql(`{
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
    const { body } = await graphql(`{
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
    const one = await graphql(query);
    const two = await graphql(query, {}, undefined, OTHER);
    expect(one.body.data).not.toEqual(two.body.data);
  });

  test('a query that the real schema does not allow is refused as Shopify would', async () => {
    const { status, body } = await graphql('{ customers(first: 1) { nodes { sms } } }');
    expect(status).toBe(200);
    expect(body.errors[0].message).toContain('Cannot query field "sms" on type "Customer"');
  });

  test('what the stand-in lacks is named', async () => {
    const root = await graphql('{ products(first: 1) { nodes { id } } }');
    expect(root.body.errors[0].message).toContain('does not answer QueryRoot.products');
    const field = await graphql('{ customers(first: 1) { nodes { lifetimeDuration } } }');
    expect(field.body.errors[0].message).toContain('does not answer Customer.lifetimeDuration');
  });

  test('another API version and a body that is not JSON are refused', async () => {
    const token = (await exchange()).body.access_token;
    const headers = { 'x-shopify-access-token': token };
    expect(
      (await post('/admin/api/2020-01/graphql.json', { query: '{ shop { id } }' }, headers)).status,
    ).toBe(404);
    const unreadable = await fetch(`${server.url}/admin/api/2026-10/graphql.json`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', 'x-sim-shop': SHOP },
      body: '{',
    });
    expect(unreadable.status).toBe(400);
  });

  test('an empty bucket answers THROTTLED with status 200 and says what is left', async () => {
    await post('/_control/throttle', { maximumAvailable: 2000, restoreRate: 0, currentlyAvailable: 15 });
    const spent = await graphql('{ customers(first: 10) { nodes { id } } }');
    expect(spent.body.extensions.cost).toEqual({
      requestedQueryCost: 12,
      actualQueryCost: 11,
      throttleStatus: { maximumAvailable: 2000, currentlyAvailable: 4, restoreRate: 0 },
    });
    const refused = await graphql('{ customers(first: 10) { nodes { id } } }');
    expect(refused.status).toBe(200);
    expect(refused.body.data).toBeUndefined();
    expect(refused.body.errors[0]).toMatchObject({ message: 'Throttled', extensions: { code: 'THROTTLED' } });
  });
});

describe('the admin', () => {
  const follow = (path: string) => fetch(`${server.url}${path}`, { redirect: 'manual' });

  test('its front page opens the app with everything Shopify sends', async () => {
    const response = await follow('/?locale=el');
    expect(response.status).toBe(302);
    const url = new URL(response.headers.get('location') ?? '');
    expect(url.origin + url.pathname).toBe('http://127.0.0.1:3000/app');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ embedded: '1', shop: SHOP, locale: 'el' });
    expect(atob(url.searchParams.get('host') ?? '')).toBe('admin.shopify.com/store/demo');
    expect(url.searchParams.get('id_token')?.split('.')).toHaveLength(3);
  });

  test('a page of the app has an address in the admin', async () => {
    const response = await follow('/store/other/apps/sendbook/app/campaigns?filter=sent');
    const url = new URL(response.headers.get('location') ?? '');
    expect(url.pathname).toBe('/app/campaigns');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ shop: OTHER, filter: 'sent' });
  });

  test('only pages of the app may read a session token', async () => {
    const response = await fetch(`${server.url}/session-token?shop=${SHOP}`);
    expect(response.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:3000');
    expect((await fetch(`${server.url}/session-token?shop=unknown.myshopify.com`)).status).toBe(404);
  });

  test('a shop that uninstalled the app is offered to install it', async () => {
    await post('/_control/uninstall', {});
    expect((await follow('/')).headers.get('location')).toBe(`/admin?shop=${SHOP}`);
    expect(await (await follow('/admin')).text()).toContain('Install Sendbook');
    const installed = await fetch(`${server.url}/admin/install`, { method: 'POST', redirect: 'manual' });
    expect(installed.status).toBe(303);
    expect((await follow('/')).status).toBe(302);
  });
});
