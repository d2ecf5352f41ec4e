import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { boundaryHeaders } from '../platform/shopify/boundary-headers.server.ts';
import { setDocumentHeaders } from '../platform/shopify/document-headers.server.ts';

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

test.each([
  ['of a shop, its own admin only', '/app?shop=demo.myshopify.com', 'https://demo.myshopify.com'],
  ['of no shop, nobody', '/app/nothing-here', "'none'"],
])('a document %s may frame, whatever it shows', (_, path, framedBy) => {
  const headers = new Headers();
  setDocumentHeaders(new Request(`https://sendbook.example.com${path}`), headers);
  expect(headers.get('content-security-policy')).toMatch(/^frame-ancestors /);
  expect(headers.get('content-security-policy')).toContain(framedBy);
  expect(headers.get('cache-control')).toBe('no-store');
});
