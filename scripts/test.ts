import { mkdir, readFile, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, printLine, runSteps } from './checks/run-steps.ts';
import { build, staticChecks } from './checks/static-checks.ts';
import { startStep } from './checks/step.ts';
import { summaryLine } from './checks/test-summary.ts';

/**
 * `npm test`: the static checks and the build, then the tests. Arguments go to vitest (`npm test -- credits`), and
 * then only it runs. The last line is for CI: "N passed, N failed".
 */
const reportFolder = resolve(import.meta.dirname, '../.cache');
const reportFile = resolve(reportFolder, 'test-report.json');
const vitestArguments = process.argv.slice(2);

async function main(): Promise<number> {
  if (vitestArguments.length > 0) {
    printLine('Only the tests asked for: no static checks, no build (browser tests use the last one).');
  } else {
    const failed = await runSteps([...staticChecks, build]);
    if (failed !== undefined) {
      printLine(`${failed.name} failed; the tests were not run.`);
      printLine('0 passed, 1 failed');
      return 1;
    }
  }
  await mkdir(reportFolder, { recursive: true });
  await rm(reportFile, { force: true });
  const vitest = startStep(
    {
      name: 'tests (vitest)',
      tool: 'vitest',
      args: [
        'run',
        '--reporter=default',
        '--reporter=json',
        `--outputFile.json=${reportFile}`,
        ...vitestArguments,
      ],
      env: { NODE_ENV: 'test' },
    },
    'shown',
  );
  // Whoever ends this must end vitest too, and wait for it: it stops the test server.
  process.on('SIGTERM', () => vitest.stop());
  process.on('SIGINT', () => {});
  const result = await vitest.finished;
  printLine(describe(result));
  printLine(summaryLine(await readReport(), result.ok));
  return result.ok ? 0 : 1;
}

async function readReport(): Promise<unknown> {
  try {
    return JSON.parse(await readFile(reportFile, 'utf8'));
  } catch {
    return undefined;
  }
}

process.exitCode = await main();
