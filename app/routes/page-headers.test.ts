import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { boundaryHeaders } from '../platform/shopify/boundary-headers.server.ts';

type Route = { default?: unknown; ErrorBoundary?: unknown; headers?: unknown };
const files = readdirSync(import.meta.dirname).filter(
  (name) => /^app\..*tsx$/.test(name) || name === 'app.tsx',
);

test('trap 26: every page that shows its own errors passes on the headers of what was thrown', async () => {
  const without: string[] = [];
  for (const file of files.filter((name) => !name.includes('.test.'))) {
    const route = (await import(new URL(file, import.meta.url).href)) as Route;
    if (route.ErrorBoundary !== undefined && route.headers !== boundaryHeaders) {
      without.push(file);
    }
  }
  expect(without).toEqual([]);
});

test('the way to Shopify’s page of a payment reaches App Bridge', () => {
  const errorHeaders = new Headers({
    'x-shopify-api-request-failure-reauthorize-url': 'https://admin.shopify.com/x',
  });
  const none = new Headers();
  const headers = boundaryHeaders({
    parentHeaders: none,
    loaderHeaders: none,
    actionHeaders: none,
    errorHeaders,
  });
  expect(headers.get('x-shopify-api-request-failure-reauthorize-url')).toBe('https://admin.shopify.com/x');
});
