import { expect, test } from 'vitest';
import { summaryLine } from './test-summary.ts';

const report = {
  success: true,
  numPassedTests: 12,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{}] }],
};

test('a good run says how many passed', () => {
  expect(summaryLine(report, true)).toBe('12 passed, 0 failed');
});

test('skipped tests are told', () => {
  expect(summaryLine({ ...report, numPendingTests: 2, numTodoTests: 1 }, true)).toBe(
    '12 passed, 0 failed, 3 skipped',
  );
});

test('a file that could not be loaded counts as a failure', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  expect(summaryLine({ ...report, numFailedTests: 1, testResults }, false)).toBe('12 passed, 2 failed');
});

test('a run that failed outside of every test never says that nothing failed', () => {
  expect(summaryLine(report, false)).toBe('12 passed, 1 failed');
  expect(summaryLine(undefined, false)).toBe('0 passed, 1 failed');
});
