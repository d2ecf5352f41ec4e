import { afterAll, beforeAll, expect, test } from 'vitest';
import { mintSessionToken, openAppUrl } from './session-token.ts';
import { CREDENTIALS, SHOP, startTinyApp, type TinyApp } from './tiny-app/tiny-app.ts';

// shopify-app-remix answers 410 to what looks like a bot.
const BROWSER = {
  'user-agent':
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36',
};

let app: TinyApp;
beforeAll(async () => {
  app = await startTinyApp();
});
afterAll(() => app.stop());

const get = (url: string, headers: Record<string, string> = {}) =>
  fetch(url, { headers: { ...BROWSER, ...headers }, redirect: 'manual' });

test('the address that the admin opens passes every check of shopify-app-remix, and the token is exchanged', async () => {
  const opened = await get(app.admin.url);
  const response = await get(opened.headers.get('location') ?? '');
  expect(response.status).toBe(200);
  const session = app.sessions.get(`offline_${SHOP}`);
  expect(session?.accessToken).toMatch(/^shpat_/);
  expect(session?.refreshToken).toMatch(/^shprt_/);
  expect(session?.expires?.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
});

test('a document whose session token is too old is sent to the bounce page', async () => {
  const now = new Date(Date.now() - 120_000);
  const response = await get(openAppUrl({ ...CREDENTIALS, shop: SHOP, appUrl: app.url, now }));
  expect(response.status).toBe(302);
  expect(response.headers.get('location')).toContain('/auth/session-token?');
});

test('a fetch with a forged session token is refused, and asked for a better one', async () => {
  const forged = mintSessionToken({ ...CREDENTIALS, apiSecret: 'guessed', shop: SHOP });
  const response = await get(`${app.url}/api/shop`, { authorization: `Bearer ${forged}` });
  expect(response.status).toBe(401);
  expect(response.headers.get('x-shopify-retry-invalid-session-request')).toBe('1');
});

test('a worker reads the shop with the stored token, and the library refreshes it when it has expired', async () => {
  await get(openAppUrl({ ...CREDENTIALS, shop: SHOP, appUrl: app.url }));
  expect(await app.shopName()).toBe(SHOP);
  const session = app.sessions.get(`offline_${SHOP}`);
  const before = session?.accessToken;
  Object.assign(session ?? {}, { expires: new Date(Date.now() - 1_000) });
  expect(await app.shopName()).toBe(SHOP);
  expect(app.sessions.get(`offline_${SHOP}`)?.accessToken).not.toBe(before);
});
