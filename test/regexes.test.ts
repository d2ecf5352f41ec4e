import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { checkSync } from 'recheck';
import { expect, test } from 'vitest';
import { boundedRegexes, builtRegexes } from './support/judged-regexes.ts';
import { type FoundRegex, productFiles, regexesOf } from './support/source-regexes.ts';

const TIMEOUT_MS = 5_000;
const found = productFiles().flatMap(regexesOf);
const written = found.filter(({ source }) => source !== 'new RegExp');

/**
 * Judging takes up to seconds for one pattern, so what was judged linear once is remembered by its hash. What is new is judged in
 * each run until it is written down: UPDATE_REGEXES=1 npm test -- test/regexes
 */
const cacheFile = resolve(import.meta.dirname, 'linear-regexes.json');
const known = new Set<string>(JSON.parse(readFileSync(cacheFile, 'utf8')) as string[]);
const hashOf = ({ source, flags }: FoundRegex) =>
  createHash('sha256').update(`${source} ${flags}`).digest('base64url').slice(0, 16);

const isBounded = ({ file, source }: FoundRegex): boolean =>
  boundedRegexes.some((one) => one.file === file && source.startsWith(one.begins));

/** Whether time grows no faster than the input, by recheck. */
const isLinear = ({ source, flags }: FoundRegex): boolean =>
  checkSync(source, flags.replace('v', 'u'), { timeout: TIMEOUT_MS }).status === 'safe';

test('no regular expression of the product takes longer than its input is long', () => {
  const judged = written.filter((one) => !isBounded(one));
  const slow = judged.filter((one) => !known.has(hashOf(one)) && !isLinear(one));
  expect(slow.map(({ file, line, source }) => `${file}:${line} ${source}`)).toEqual([]);
  const linear = [...new Set(judged.map(hashOf))].sort();
  if (process.env.UPDATE_REGEXES === '1') {
    mkdirSync(resolve(cacheFile, '..'), { recursive: true });
    writeFileSync(cacheFile, `${JSON.stringify(linear, null, 2)}\n`);
  }
}, 120_000);

test('each exception is of a pattern that there is', () => {
  for (const { file, begins } of boundedRegexes) {
    expect(
      written.some((one) => one.file === file && one.source.startsWith(begins)),
      `${file} ${begins}`,
    ).toBe(true);
  }
});

test('a pattern that is put together at run time is put down', () => {
  const built = found.filter(({ source }) => source === 'new RegExp').map(({ file }) => file);
  expect([...new Set(built)].sort()).toEqual(builtRegexes.map(({ file }) => file).sort());
});

test('the judge says no to what is known to be slow', () => {
  for (const source of ['^\\S+@\\S+\\.\\S+$', '[.,!?]+$', '^(a+)+$', '(\\/+mitto\\/+)x']) {
    expect(isLinear({ file: '', line: 0, source, flags: 'u' }), source).toBe(false);
  }
  expect(isLinear({ file: '', line: 0, source: '^[a-z]+$', flags: '' })).toBe(true);
});
