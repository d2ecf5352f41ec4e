import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build, isBuildStale } from '../../../scripts/demo/build.ts';
import { ensureEmbeddedPostgres } from '../../../scripts/postgres/ensure-postgres.ts';
import { throwawaySettings } from '../../../scripts/postgres/settings.ts';
import { type Check, describeCheck, type Mutant, type TestCheck } from './mutant.ts';
import { mutants } from './mutants.ts';
import { type Asked, runDrill, runTests } from './run-checks.ts';
import { copySource, copyWithMistake, discardCopy } from './source-copy.ts';
import type { Verdict } from './verdict.ts';

const LANES = 2;
const usage = `npm run drill -- --mutants [options]
  --only NAME   one mutant
  --list        what mutants there are`;

/**
 * Plants each known mistake into a copy of the source and has its checks run there: every one must find it, and must pass
 * without the mistake. Prints a line for each, and last a summary as JSON.
 *
 * @returns the exit code: 0 when all were caught.
 */
export async function runMutants(argv: readonly string[]): Promise<number> {
  const chosen = choose(argv);
  if (typeof chosen === 'number') {
    return chosen;
  }
  const started = performance.now();
  const stopping = new AbortController();
  const stop = () => stopping.abort(new Error('stopped'));
  process.on('SIGINT', stop).on('SIGTERM', stop);
  const folder = await mkdtemp(join(tmpdir(), 'sendbook-mutants-'));
  try {
    // One server for all copies: each run of the tests has databases of its own there. It does not wait for the disk, so
    // what must be on the disk is there by our own doing.
    const server = await ensureEmbeddedPostgres({
      dataDir: join(folder, '.data', 'postgres'),
      settings: throwawaySettings,
    });
    const source = join(folder, 'source');
    const asked = { folder: source, databaseUrl: server.adminUrl, signal: stopping.signal };
    // Once, before it is copied: two drills of one copy would build in the same folder at the same time.
    if (chosen.some(({ caughtBy }) => caughtBy.some((check) => 'drill' in check)) && (await isBuildStale())) {
      process.stdout.write('Building the pages.\n');
      await build(stopping.signal);
    }
    await copySource(source);
    const sound = await without(chosen, asked);
    const survived: string[] = [];
    const waiting = [...chosen];
    const lane = async () => {
      for (let mutant = waiting.shift(); mutant !== undefined; mutant = waiting.shift()) {
        if (!(await isCaught(mutant, { ...asked, folder: join(folder, mutant.name) }, source, sound))) {
          survived.push(mutant.name);
        }
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    const summary = {
      mutants: chosen.length,
      caught: chosen.length - survived.length,
      survived,
      seconds: Math.round((performance.now() - started) / 1000),
    };
    process.stdout.write(`${JSON.stringify(summary)}\n`);
    return survived.length === 0 ? 0 : 1;
  } catch (error) {
    if (!stopping.signal.aborted) {
      throw error;
    }
    process.stderr.write('Stopped before all mutants were tried.\n');
    return 130;
  } finally {
    await discardCopy(join(folder, 'source'));
    await discardCopy(folder);
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

function choose(argv: readonly string[]): readonly Mutant[] | number {
  let options: { only?: string | undefined; list?: boolean | undefined };
  try {
    const boolean = { type: 'boolean' } as const;
    ({ values: options } = parseArgs({
      args: [...argv],
      options: { mutants: boolean, list: boolean, only: { type: 'string' } },
    }));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}\n`);
    return 64;
  }
  if (options.list === true) {
    process.stdout.write(mutants.map(({ name, mistake }) => `${name}: ${mistake}\n`).join(''));
    return 0;
  }
  const chosen = mutants.filter(({ name }) => options.only === undefined || name === options.only);
  if (chosen.length === 0) {
    process.stderr.write(`There is no mutant ${options.only}.\n\n${usage}\n`);
    return 64;
  }
  return chosen;
}

/** What each check says about the source as it is. */
async function without(chosen: readonly Mutant[], asked: Asked): Promise<Map<string, Verdict>> {
  const began = performance.now();
  const all = new Map(
    chosen.flatMap(({ caughtBy }) => caughtBy).map((check) => [describeCheck(check), check]),
  );
  const checks = [...all.values()];
  const verdicts = await runChecks(checks, asked);
  const passed = verdicts.filter(({ kind }) => kind === 'passed').length;
  process.stdout.write(
    `${passed} of ${checks.length} checks pass on the source as it is (${since(began)})\n`,
  );
  return new Map([...all.keys()].map((name, i) => [name, verdicts[i] ?? { kind: 'broken', why: 'not run' }]));
}

async function isCaught(
  mutant: Mutant,
  asked: Asked,
  source: string,
  sound: ReadonlyMap<string, Verdict>,
): Promise<boolean> {
  const began = performance.now();
  const problems: string[] = [];
  const names = mutant.caughtBy.map(describeCheck);
  for (const name of names) {
    const verdict = sound.get(name);
    if (verdict?.kind !== 'passed') {
      problems.push(
        `without the mistake, ${name} does not pass${verdict?.kind === 'broken' ? `: ${verdict.why}` : ''}`,
      );
    }
  }
  if (problems.length === 0) {
    try {
      await copyWithMistake(source, asked.folder, mutant);
      const verdicts = await runChecks(mutant.caughtBy, asked);
      verdicts.forEach((verdict, i) => {
        if (verdict.kind !== 'failed') {
          problems.push(`${names[i]} ${verdict.kind === 'passed' ? 'passes' : `is broken: ${verdict.why}`}`);
        }
      });
    } finally {
      await discardCopy(asked.folder);
    }
  }
  process.stdout.write(
    problems.length === 0
      ? `caught    ${mutant.name} by ${names.join(', and by ')} (${since(began)})\n`
      : `SURVIVED  ${mutant.name}: ${mutant.mistake}\n${problems.map((one) => `          ${one}\n`).join('')}`,
  );
  return problems.length === 0;
}

/** The tests in one run, beside the drills. */
async function runChecks(checks: readonly Check[], asked: Asked): Promise<Verdict[]> {
  const tests = checks.filter((check): check is TestCheck => !('drill' in check));
  const testing = tests.length === 0 ? Promise.resolve([]) : runTests(tests, asked);
  return Promise.all(
    checks.map(async (check) =>
      'drill' in check
        ? await runDrill(check, asked)
        : ((await testing)[tests.indexOf(check)] ?? { kind: 'broken', why: 'it was not run' }),
    ),
  );
}

const since = (began: number): string => `${((performance.now() - began) / 1000).toFixed(1)} s`;

if (import.meta.main) {
  process.exitCode = await runMutants(process.argv.slice(2));
}
