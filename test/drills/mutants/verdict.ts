import { z } from 'zod';
import type { TestCheck } from './mutant.ts';

/** 'broken': nothing was asked, or it ended for another reason than a promise that was found broken. */
export type Verdict = { kind: 'passed' } | { kind: 'failed' } | { kind: 'broken'; why: string };

/** What we read of vitest's JSON report. */
export const testReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});
export type TestReport = z.infer<typeof testReport>;

/** How vitest words a failed assertion; one that was awaited (poll, rejects) is an ordinary Error. */
const broken =
  /^(?:AssertionError: |Error: (?:.*: )?(?:expected .* to |promise resolved .* instead of rejecting))/;

/**
 * What a run of tests says about one check. A test that failed otherwise than by an assertion proves nothing: the mistake may
 * just have kept the source from running.
 */
export function judgeTests(report: TestReport, check: TestCheck): Verdict {
  const files = report.testResults.filter(({ name }) => name.endsWith(`/${check.file}`));
  const tests = files.flatMap(({ assertionResults }) =>
    assertionResults.filter(
      ({ fullName, status }) =>
        fullName.includes(check.named) && (status === 'passed' || status === 'failed'),
    ),
  );
  const failed = tests.filter(({ status }) => status === 'failed');
  const messages = failed.flatMap(({ failureMessages }) => failureMessages ?? []);
  if (messages.some((message) => broken.test(message))) {
    return { kind: 'failed' };
  }
  if (failed.length > 0) {
    return { kind: 'broken', why: `it failed without an assertion: ${firstLine(messages[0])}` };
  }
  return tests.length > 0
    ? { kind: 'passed' }
    : { kind: 'broken', why: `no such test ran: ${firstLine(files[0]?.message)}` };
}

/** What a drill of one run says: `FAIL` and its seed, or `ok`; one that was broken off proves nothing. */
export function judgeDrill(output: string): Verdict {
  const line = output.split('\n').find((one) => /^(?:ok {2}|FAIL) seed /.test(one));
  if (line === undefined || line.includes('broken off')) {
    return { kind: 'broken', why: `the drill did not come to its end: ${output.trim().slice(-500)}` };
  }
  return line.startsWith('FAIL') ? { kind: 'failed' } : { kind: 'passed' };
}

const firstLine = (text: string | undefined): string => (text ?? '').split('\n')[0] || 'nothing was said';
