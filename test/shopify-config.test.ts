import { readFileSync } from 'node:fs';
import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { handlers } from '../app/features/webhooks/handlers.server.ts';
import { webhooksPath } from '../app/platform/shopify/read-webhook.ts';
import { apiVersion } from '../app/platform/shopify/shopify.server.ts';
import { API_VERSION } from './simulators/shopify/admin-api/schema.ts';
import { optionsSchema } from './simulators/shopify/options.ts';

const subscription = z.object({
  uri: z.string(),
  topics: z.array(z.string()).optional(),
  compliance_topics: z.array(z.string()).optional(),
  include_fields: z.array(z.string()).optional(),
});
const config = z
  .object({
    access_scopes: z.object({ scopes: z.string() }),
    webhooks: z.object({ api_version: z.string(), subscriptions: z.array(subscription) }),
  })
  .parse(parse(readFileSync(new URL('../shopify.app.toml', import.meta.url), 'utf8')));
const { subscriptions } = config.webhooks;
const topics = subscriptions.flatMap((one) => [...(one.topics ?? []), ...(one.compliance_topics ?? [])]);

test('every topic that Shopify posts has a handler, and every handler a topic', () => {
  expect(topics.toSorted()).toEqual(Object.keys(handlers).sort());
});

test('every topic comes once, to the one address that takes webhooks', () => {
  expect(new Set(topics).size).toBe(topics.length);
  expect(new Set(subscriptions.map(({ uri }) => uri))).toEqual(new Set([webhooksPath]));
});

test('the three topics of privacy are there', () => {
  expect(subscriptions.flatMap((one) => one.compliance_topics ?? []).sort()).toEqual([
    'customers/data_request',
    'customers/redact',
    'shop/redact',
  ]);
});

test('what is narrowed to some fields still says which thing it is about', () => {
  const narrowed = subscriptions.flatMap((one) => one.include_fields ?? []);
  expect(narrowed.length).toBeGreaterThan(0);
  for (const one of subscriptions) {
    expect(one.include_fields ?? ['id']).toContain('id');
  }
});

test('trap 30: webhooks, queries and the stand-in speak one version of the Admin API', () => {
  expect([config.webhooks.api_version, API_VERSION]).toEqual([apiVersion, apiVersion]);
});

test('the stand-in grants the scopes that a merchant grants', () => {
  const granted = optionsSchema.shape.scopes.parse(undefined);
  expect(granted.split(',').sort()).toEqual(config.access_scopes.scopes.split(',').sort());
});
