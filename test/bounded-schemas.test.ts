import ts from 'typescript';
import { expect, test } from 'vitest';
import { productFiles } from './support/source-regexes.ts';
import { unboundedSchemasOf } from './support/unbounded-schemas.ts';

/** Files whose schemas read what nobody outside has written, or what is bounded where it is read; and why. */
const trusted: readonly { file: RegExp; because: string }[] = [
  { file: /^app\/core\/[a-z]+\/[a-z]+-events\.ts$/, because: 'events come from our own table' },
  {
    file: /^app\/platform\/shopify\//,
    because: "answers of Shopify's API, over TLS, to questions with page sizes of ours",
  },
  {
    file: /^app\/core\/contacts\/shopify-customer\.ts$/,
    because: "an answer of Shopify's; export-file reads lines to a limit",
  },
  { file: /^app\/features\/shops\/read-shop-profile\.server\.ts$/, because: "an answer of Shopify's" },
  {
    file: /^app\/platform\/env\.server\.ts$/,
    because: 'the environment of the process, written by its operator',
  },
  {
    file: /^app\/platform\/mitto\//,
    because: "the carrier's answers to questions of ours, over TLS, ended by a time-out",
  },
  {
    file: /^app\/core\/messaging\/bulk-answer\.ts$/,
    because: "the carrier's answer to a call of ours, ended by a time-out",
  },
  {
    file: /^app\/features\/campaigns\/(campaign-review-page|campaign-report-page|resend-campaign)\.server\.ts$/,
    because: 'counts of our own tables',
  },
  { file: /^app\/features\/messaging\/write-texts\.server\.ts$/, because: 'merge values of our own table' },
];

test('whatever comes from outside has a maximum where it is parsed', () => {
  const read = productFiles().filter((file) => !trusted.some((one) => one.file.test(file)));
  expect(read.length).toBeGreaterThan(300);
  const unbounded = read.flatMap((file) => unboundedSchemasOf(file));
  expect(unbounded.map(({ file, line, schema }) => `${file}:${line} ${schema}`)).toEqual([]);
});

test('each trusted place is one that there is', () => {
  const files = productFiles();
  for (const { file } of trusted) {
    expect(
      files.some((one) => file.test(one)),
      String(file),
    ).toBe(true);
  }
});

test.each([
  ['z.string()', 1],
  ['z.object({ a: z.string().min(1) })', 1],
  ['z.string().regex(/^[a-z]+$/)', 1],
  ['z.string().regex(/a{3}/)', 1],
  ['z.array(z.string().max(5))', 1],
  ['z.array(z.string()).max(5)', 1],
  ['z.record(z.string().max(9), z.boolean())', 1],
  ['z.coerce.string().trim()', 1],
  ['z.string().trim().max(5).optional()', 0],
  ['z.array(z.string().length(2)).min(1).max(9).nullable()', 0],
  ['z.string().regex(/^[A-Z]{2}$/)', 0],
  ["z.record(z.enum(['a']), z.string().max(1))", 0],
  ['z.number().int()', 0],
])('%s has %i schemas without a maximum', (code, count) => {
  const tree = ts.createSourceFile('a.ts', code, ts.ScriptTarget.Latest, true);
  expect(unboundedSchemasOf('a.ts', tree)).toHaveLength(count);
});
