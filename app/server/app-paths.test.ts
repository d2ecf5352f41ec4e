import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { isAppPath } from './app-paths.ts';

/** As Remix reads the names of route files: dots part segments, a trailing _ and what is in parentheses is not shown. */
const pathOf = (file: string): string => {
  const name = file.replace(/\.tsx?$/, '').replaceAll('[.]', '\u0000');
  const segments = name.split('.').filter((segment) => !segment.startsWith('_'));
  return `/${segments
    .map((segment) => segment.replace(/_$/, '').replace(/^\$.*/, '17').replaceAll('\u0000', '.'))
    .join('/')}`;
};

test('every page that there is passes', () => {
  const files = readdirSync(resolve(import.meta.dirname, '../routes')).filter(
    (file) => !file.includes('.test.'),
  );
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    expect(isAppPath(pathOf(file)), `${file}: ${pathOf(file)}`).toBe(true);
  }
});

test.each(['/_root.data', '/app.data', '/app/campaigns/17.data', '/__manifest', '/auth/session-token'])(
  'what Remix itself asks for passes: %s',
  (path) => {
    expect(isAppPath(path)).toBe(true);
  },
);

test.each(['/application', '/authors', '/.data', '/index.php', '/a', '/apps/x', '/App', '/auth.x', '/app.x'])(
  'a stranger’s guess does not: %s',
  (path) => {
    expect(isAppPath(path)).toBe(false);
  },
);
