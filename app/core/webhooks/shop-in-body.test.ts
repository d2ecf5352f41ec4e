import { expect, test } from 'vitest';
import { shopInBody } from './shop-in-body.ts';

const isOfAlpha = (topic: string, payload: object) =>
  shopInBody(topic, JSON.stringify(payload), 'alpha.myshopify.com');

test.each([
  ['app/uninstalled', { id: 1, myshopify_domain: 'alpha.myshopify.com' }],
  // As in Shopify's own sample.
  ['app/uninstalled', { id: 1, myshopify_domain: null }],
  ['customers/update', { id: 1 }],
  ['shop/redact', { shop_id: 1, shop_domain: 'Alpha.myshopify.com' }],
])('%s with %j may be of the shop', (topic, payload) => {
  expect(isOfAlpha(topic, payload)).toBe(true);
});

test.each([
  ['app/uninstalled', { id: 1, myshopify_domain: 'beta.myshopify.com' }],
  ['shop/redact', { shop_id: 1, shop_domain: 'beta.myshopify.com' }],
  ['shop/redact', { id: 4711 }],
  ['shop/redact', { shop_domain: null }],
  ['customers/redact', { customer: { id: 1 } }],
  ['customers/data_request', { shop_domain: 'beta.myshopify.com', customer: { id: 1 } }],
  ['a/topic of tomorrow', { shopify_domain: 'beta.myshopify.com' }],
  ['customers/update', { id: 1, shop_domain: 'alpha.myshopify.com', myshopify_domain: 'beta.myshopify.com' }],
])('%s with %j is of another shop, or does not say what it must', (topic, payload) => {
  expect(isOfAlpha(topic, payload)).toBe(false);
});
