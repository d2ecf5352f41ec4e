import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTooDeep } from './json-depth.ts';

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

test.each([
  ['fifty levels', nested(50), false],
  ['fifty-one', nested(51), true],
  ['objects and lists in turn', '{"a":['.repeat(30), true],
  ['brackets that are not closed', '['.repeat(900_000), true],
  ['brackets side by side', `[${'[],'.repeat(10_000)}0]`, false],
  ['brackets in a text', `"${'['.repeat(1_000)}"`, false],
  ['brackets behind a quotation mark in a text', `"\\"${'['.repeat(1_000)}"`, false],
  ['brackets behind a text that ends with a backslash', `["\\\\",${'['.repeat(60)}`, true],
  ['more closed than opened', ']'.repeat(100), false],
])('%s', (_, json, deep) => {
  expect(isTooDeep(json)).toBe(deep);
});

test('no JSON of a few levels is too deep, whatever is in it', () => {
  fc.assert(fc.property(fc.json({ maxDepth: 20 }), (json) => !isTooDeep(json)));
});
