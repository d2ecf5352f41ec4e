import { afterEach, beforeEach, expect, test } from 'vitest';
import { mintSessionToken } from './session-token.ts';
import { APP, OTHER, SHOP, TestShop } from './test-shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = new TestShop();
  await shop.start();
});
afterEach(() => shop.stop());

test('a session token is exchanged for an expiring pair', async () => {
  const { status, body } = await shop.exchange();
  expect(status).toBe(200);
  expect(body).toMatchObject({ expires_in: 3600, refresh_token_expires_in: 7776000 });
  expect(body.access_token).toMatch(/^shpat_/);
});

test.each([
  ['expired', { exp: 1 }],
  ['for another app', { aud: 'somebody else' }],
  ['of another shop', { dest: `https://${OTHER}` }],
])('a session token that is %s is an invalid subject', async (_name, overrides) => {
  const token = mintSessionToken({ shop: SHOP, ...APP, now: shop.clock, overrides });
  const { status, body } = await shop.exchange({ subject_token: token });
  expect([status, body.error]).toEqual([400, 'invalid_subject_token']);
});

test('a session token signed with another secret, or no token at all, is an invalid subject', async () => {
  const forged = mintSessionToken({ shop: SHOP, apiKey: 'key', apiSecret: 'guessed', now: shop.clock });
  expect((await shop.exchange({ subject_token: forged })).body.error).toBe('invalid_subject_token');
  expect((await shop.exchange({ subject_token: 'nonsense' })).body.error).toBe('invalid_subject_token');
});

test('a wrong client secret is refused', async () => {
  expect(await shop.exchange({ client_secret: 'guessed' })).toMatchObject({
    status: 401,
    body: { error: 'invalid_client' },
  });
});

test('a refresh may be repeated until its answer is used, and never afterwards', async () => {
  const first = (await shop.exchange()).body;
  const second = (await shop.refresh(first.refresh_token)).body;
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect((await shop.refresh(first.refresh_token)).body).toEqual(second);
  await shop.refresh(second.refresh_token);
  expect(await shop.refresh(first.refresh_token)).toMatchObject({
    status: 400,
    body: { error: 'invalid_grant' },
  });
});

test('an access token ends after an hour, its refresh token lives on', async () => {
  const pair = (await shop.exchange()).body;
  shop.clock = new Date(shop.clock.getTime() + 3_601_000);
  expect((await shop.graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
  const renewed = (await shop.refresh(pair.refresh_token)).body;
  expect((await shop.graphql('{ shop { id } }', {}, renewed.access_token)).status).toBe(200);
});

test('a token stays good when the stand-in is started again', async () => {
  const token = (await shop.exchange()).body.access_token;
  await shop.stop();
  await shop.start();
  expect((await shop.graphql('{ shop { id } }', {}, token)).status).toBe(200);
});

test('a token is good for its own shop only', async () => {
  const token = (await shop.exchange()).body.access_token;
  expect((await shop.graphql('{ shop { id } }', {}, token, OTHER)).status).toBe(401);
  expect((await shop.graphql('{ shop { id } }', {}, 'shpat_made_up')).status).toBe(401);
});

test('after uninstall everything answers 401, and old tokens stay dead after a new installation', async () => {
  const pair = (await shop.exchange()).body;
  await shop.post('/_control/uninstall', {});
  expect((await shop.graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
  expect((await shop.refresh(pair.refresh_token)).status).toBe(401);
  expect((await shop.exchange()).status).toBe(401);
  expect((await fetch(`${shop.url}/session-token`)).status).toBe(401);
  await shop.post('/_control/install', {});
  expect((await shop.graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
  expect((await shop.graphql('{ shop { id } }')).status).toBe(200);
});

test('revoked access tokens can be replaced by a refresh', async () => {
  const pair = (await shop.exchange()).body;
  await shop.post('/_control/revoke-access-tokens', {});
  expect((await shop.graphql('{ shop { id } }', {}, pair.access_token)).status).toBe(401);
  const renewed = (await shop.refresh(pair.refresh_token)).body;
  expect((await shop.graphql('{ shop { id } }', {}, renewed.access_token)).status).toBe(200);
  const issued = await (await fetch(`${shop.url}/_control/tokens`)).json();
  expect(issued).toHaveLength(4);
});
