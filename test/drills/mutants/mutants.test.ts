import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesOf } from './mutant.ts';
import { mutants } from './mutants.ts';
import { judgeDrill, judgeTests } from './verdict.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('each mutant still fits the source, so that its mistake is really made', () => {
  test.each(mutants.map((mutant) => [mutant.name, mutant] as const))('%s', async (_, mutant) => {
    const files = await filesOf(mutant, root);
    expect(files.size).toBeGreaterThan(0);
    for (const check of mutant.caughtBy) {
      expect('drill' in check || existsSync(resolve(root, check.file)), JSON.stringify(check)).toBe(true);
    }
  });

  test('no two have one name', () => {
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
  });

  test('an edit that fits nowhere is our mistake, and is told', async () => {
    const stale = {
      name: 'stale',
      mistake: '',
      caughtBy: [],
      edits: [{ in: 'package.json', find: 'not there', replace: '' }],
    };
    await expect(filesOf(stale, root)).rejects.toThrow(/mutant stale: what it changes occurs 0 times/);
  });
});

describe('a mistake is caught by a broken promise only, not by a source that does not run', () => {
  const check = { project: 'db', file: 'test/a.test.ts', named: 'b is c' } as const;
  const ran = (status: string, failure?: string) => ({
    testResults: [
      {
        name: '/somewhere/test/a.test.ts',
        message: 'Cannot find module\n    at …',
        assertionResults: [
          { fullName: 'a b is c', status, failureMessages: failure === undefined ? [] : [failure] },
          { fullName: 'another', status: 'failed', failureMessages: ['AssertionError: no'] },
        ],
      },
    ],
  });

  test.each([
    ['passed', ran('passed'), { kind: 'passed' }],
    ['failed by an assertion', ran('failed', 'AssertionError: expected 2 to be 1'), { kind: 'failed' }],
    ['waited in vain', ran('failed', 'Error: expected 1 to be 2 // Object.is equality'), { kind: 'failed' }],
    ['saw no error', ran('failed', 'Error: promise resolved "x" instead of rejecting'), { kind: 'failed' }],
    [
      'failed by an error',
      ran('failed', 'SyntaxError: x\n at'),
      { kind: 'broken', why: expect.stringMatching(/SyntaxError: x$/) },
    ],
    ['not run', ran('skipped'), { kind: 'broken', why: expect.stringMatching(/Cannot find module$/) }],
  ])('a test that %s', (_, report, verdict) => {
    expect(judgeTests(report, check)).toEqual(verdict);
  });

  test.each([
    ['passed', 'Building.\nok   seed 1 failpoints: 9 s\n{}', 'passed'],
    ['failed', 'FAIL seed 1 failpoints: 9 s\n     2 were texted twice\n{}', 'failed'],
    ['was broken off', 'FAIL seed 1 broken off: 0 s', 'broken'],
    ['did not start', 'SyntaxError', 'broken'],
  ])('a drill that %s', (_, output, kind) => {
    expect(judgeDrill(output)).toMatchObject({ kind });
  });
});
