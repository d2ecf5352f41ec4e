import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrillCheck, TestCheck } from './mutant.ts';
import { judgeDrill, judgeTests, type TestReport, testReport, type Verdict } from './verdict.ts';

const TESTS_MS = 240_000;
const DRILL_MS = 300_000;
/** How long a drill that is asked to stop may take to stop its servers. */
const STOP_MS = 60_000;

export type Asked = { folder: string; databaseUrl: string; signal: AbortSignal };

/** Runs the tests of all these checks at once. */
export async function runTests(checks: readonly TestCheck[], asked: Asked): Promise<Verdict[]> {
  const reportFile = join(asked.folder, '.cache', 'mutant-report.json');
  await rm(reportFile, { force: true });
  const names = [...new Set(checks.map(({ named }) => escaped(named)))];
  const output = await runNode(
    asked,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      ...new Set(checks.map(({ file }) => file)),
      ...[...new Set(checks.map(({ project }) => project))].map((project) => `--project=${project}`),
      `--testNamePattern=${names.join('|')}`,
      '--reporter=json',
      `--outputFile=${reportFile}`,
      // Its caches lie among the packages, which all copies share.
      '--no-cache',
      '--no-fsModuleCache',
    ],
    TESTS_MS,
  );
  const report = await readReport(reportFile);
  return checks.map((check) =>
    report === undefined
      ? { kind: 'broken', why: `the tests did not run: ${output.trim().slice(-500)}` }
      : judgeTests(report, check),
  );
}

async function readReport(file: string): Promise<TestReport | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  return text === undefined ? undefined : testReport.parse(JSON.parse(text));
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Runs a drill once. */
export async function runDrill(check: DrillCheck, asked: Asked): Promise<Verdict> {
  const { drill, seed, recipients } = check;
  const args = ['--runs', 1, '--lanes', 1, '--only', drill, '--seed', seed, '--recipients', recipients];
  return judgeDrill(await runNode(asked, ['test/drills/index.ts', ...args.map(String)], DRILL_MS));
}

/** @returns what the process printed, and how it ended. */
async function runNode({ folder, databaseUrl, signal }: Asked, args: string[], ms: number): Promise<string> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: databaseUrl, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const collect = (chunk: Buffer) => {
    output += chunk;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let killing: NodeJS.Timeout | undefined;
  const stop = () => {
    child.kill('SIGTERM');
    killing ??= setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  };
  const hanging = setTimeout(stop, ms);
  signal.addEventListener('abort', stop);
  const ended: unknown[] = await once(child, 'close');
  signal.removeEventListener('abort', stop);
  clearTimeout(hanging);
  clearTimeout(killing);
  return `${output.trimEnd()}\n(ended with ${ended.find((how) => how !== null)})`;
}
