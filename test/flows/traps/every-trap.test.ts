import { expect, test } from 'vitest';
import { testFiles } from './sources.ts';

const TRAPS = 30;

test('each of the traps of the platform has one test that is named after it', () => {
  const named = testFiles().flatMap(({ text }) =>
    [...text.matchAll(/\b(?:test|describe)(?:\.each\([^`]*?\))?\(\s*['"`]trap (\d+): /g)].map(([, number]) =>
      Number(number),
    ),
  );
  expect(named.sort((a, b) => a - b)).toEqual(Array.from({ length: TRAPS }, (_, at) => at + 1));
});
