import { expect, test } from 'vitest';
import { loader } from '../../../app/routes/auth.$.ts';
import { testVariables } from '../../setup/variables.ts';
import { filesThatSay, projectFile, sources } from './sources.ts';

test('trap 14: no page asks for the address of a shop, and an error of any page has a page of ours', async () => {
  const request = new Request(`${testVariables.SHOPIFY_APP_URL}/auth/login`);
  const response = await loader({ request, params: {}, context: {} });
  expect(response?.headers.get('location')).toBe('/');
  expect(filesThatSay(/name="shop"|\.myshopify\.com"/)).toEqual([]);
  for (const file of ['app/root.tsx', 'app/routes/app.tsx']) {
    expect(projectFile(file)).toMatch(/export (function ErrorBoundary|\{[^}]*ErrorBoundary)/);
  }
});

test('trap 27: within Shopify’s frame every way leads through Remix or Shopify’s library, which keep shop and host', () => {
  expect(
    filesThatSay(/<a\s|\b(window|document|globalThis)\.location\b|\blocation\.(href|assign|replace)\b/),
  ).toEqual([]);
  const redirecting = sources()
    .filter(({ file }) => file.startsWith('app/routes/app.') || file.startsWith('app/features/'))
    .filter(({ text }) => /import \{[^}]*\bredirect\w*\b[^}]*\} from '@remix-run\/\w+'/.test(text));
  expect(redirecting.map(({ file }) => file)).toEqual([]);
});
