import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const files = ['app', 'scripts', 'workers'].flatMap((folder) =>
  readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
    .map((name) => ({
      file: `${folder}/${name}`,
      text: readFileSync(resolve(root, folder, name), 'utf8'),
    })),
);
const filesThat = (words: RegExp) => files.filter(({ text }) => words.test(text)).map(({ file }) => file);

test('every file that writes CSV writes cells that no spreadsheet calculates', () => {
  const writers = files.filter(({ text }) => /from 'csv-stringify/.test(text));
  expect(writers.map(({ file }) => file).sort()).toEqual([
    'app/features/exports/csv-piece.server.ts',
    'scripts/demo/export-csv.ts',
  ]);
  for (const { file, text } of writers) {
    const calls = text.match(/\bstringify\(/g)?.length ?? 0;
    expect(text.match(/\bstringify\([^;]*?\.\.\.safeCsv\b/g)?.length, file).toBe(calls);
  }
});

test('no other file makes an answer or a file of CSV', () => {
  // The page puts together the pieces that the server has written.
  expect(filesThat(/['"`]text\/csv[;'"`]/).sort()).toEqual([
    'app/components/use-download.ts',
    'app/features/exports/csv-piece.server.ts',
  ]);
  // What is put together with list separators and is no table: a call's messages, SQL, scopes, a pattern.
  expect(filesThat(/\.join\((['"`])(,|;|\\t|\|)\1\)/).sort()).toEqual([
    'app/core/messaging/bulk-request.ts',
    'app/core/messaging/parse-template.ts',
    'app/features/shops/change-scopes.server.ts',
    'app/platform/event-store.server.ts',
  ]);
});
