import { afterEach, beforeEach, expect, test } from 'vitest';
import { OTHER, SHOP, TestShop } from './test-shop.ts';

let shop: TestShop;
beforeEach(async () => {
  shop = new TestShop();
  await shop.start();
});
afterEach(() => shop.stop());

const follow = (path: string) => fetch(`${shop.url}${path}`, { redirect: 'manual' });

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
  const response = await fetch(`${shop.url}/session-token?shop=${SHOP}`);
  expect(response.headers.get('access-control-allow-origin')).toBe('http://127.0.0.1:3000');
  expect((await fetch(`${shop.url}/session-token?shop=unknown.myshopify.com`)).status).toBe(404);
});

test('a shop that uninstalled the app is offered to install it', async () => {
  await shop.post('/_control/uninstall', {});
  expect((await follow('/')).headers.get('location')).toBe(`/admin?shop=${SHOP}`);
  expect(await (await follow('/admin')).text()).toContain('Install Sendbook');
  const installed = await fetch(`${shop.url}/admin/install`, { method: 'POST', redirect: 'manual' });
  expect(installed.status).toBe(303);
  expect((await follow('/')).status).toBe(302);
});
