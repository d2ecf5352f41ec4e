import { z } from 'zod';

/** The part of vitest's JSON report that is used (vitest, reporters/json). */
const reportSchema = z.object({
  success: z.boolean(),
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number().default(0),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/**
 * The last line of `npm test`, which CI reads: "N passed, N failed", and ", N skipped" where there are any. A test
 * file that could not even be loaded, and a run that failed outside of every test, count as one failure each: a
 * failed run never ends with "0 failed".
 *
 * @param report vitest's JSON report; undefined when there is none.
 * @param ok whether vitest ended with code 0.
 */
export function summaryLine(report: unknown, ok: boolean): string {
  const parsed = reportSchema.safeParse(report);
  if (!parsed.success) {
    return ok ? '0 passed, 0 failed' : '0 passed, 1 failed';
  }
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const unloadable = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  ).length;
  const failed = Math.max(numFailedTests + unloadable, ok ? 0 : 1);
  const skipped = numPendingTests + numTodoTests;
  return `${numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
