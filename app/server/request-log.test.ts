import { expect, test } from 'vitest';
import { loggablePath } from './request-log.ts';

test.each([
  ['/app/campaigns/7?id_token=eyJ&shop=x', '/app/campaigns/7'],
  ['/mitto/reports/the-secret?x=1', '/mitto/reports/*'],
  ['/aB3dE6gH9k/x', '/*'],
  ['/aB3dE6gH9k.data', '/*'],
  ['/', '/'],
])('%s is logged as %s', (url, path) => {
  expect(loggablePath(url)).toBe(path);
});

test('an endless path is cut', () => {
  expect(loggablePath(`/${'a'.repeat(5_000)}`)).toHaveLength(200);
});
