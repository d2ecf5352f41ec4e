import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failpointNames } from '../../app/platform/failpoint-names.ts';
import { build, isBuildStale } from '../../scripts/demo/build.ts';
import { tooSeldom } from './armed-failpoints.ts';
import { withLane } from './lane-database.ts';
import { type RunOrder, type RunResult, runOne, runResult } from './one-run.ts';
import { inWords, sumOfOptOuts } from './opt-out-result.ts';
import { type DrillOptions, parseOptions } from './options.ts';
import { endWithParent } from './supervised.ts';

/** A run that is still going after this hangs; so much more for each recipient. */
const RUN_MS = 420_000;
const RUN_EACH_MS = 9;
/** In so many runs each failpoint must kill so often, or the drill has not shown what it is for. */
const RUNS_FOR_ALL_FAILPOINTS = 200;
const HITS_MIN = 10;
const ORDER = 'DRILL_ORDER';
/** Each run starts half a dozen processes: compiled once, they start in half the time. */
const compileCache = join(tmpdir(), 'sendbook-drill-compiled');

/** `npm run drill`: many runs, one line each, and a summary as JSON. Each run is a process of its own. */
async function main(): Promise<number> {
  const argv = process.argv.slice(2);
  if (argv.includes('--mutants')) {
    const { runMutants } = await import('./mutants/run-mutants.ts');
    return runMutants(argv.filter((one) => one !== '--mutants'));
  }
  const parsed = parseOptions(argv);
  if (!parsed.ok) {
    process.stderr.write(`${parsed.problem}\n`);
    return 64;
  }
  const { options } = parsed;
  const started = performance.now();
  if (await isBuildStale()) {
    process.stdout.write('Building the pages.\n');
    await build(new AbortController().signal);
  }
  const results: RunResult[] = [];
  let next = 0;
  let stopped = false;
  const stop = () => {
    stopped = true;
    process.stdout.write('Stopping after the runs that are under way.\n');
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const inLane = async (lane: number) => {
    while (next < options.runs && !stopped) {
      const seed = options.seed + next;
      next += 1;
      const result = await inChild({ seed, recipients: options.recipients, lane, only: options.only });
      results.push(result);
      printRun(result, options);
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.lanes, options.runs) }, () => withLane(inLane)));
  const failed = results.filter(({ problems }) => problems.length > 0);
  const hits = Object.fromEntries(
    failpointNames.map((name) => [
      name,
      results.reduce((sum, { failpoints }) => sum + failpoints.filter((one) => one === name).length, 0),
    ]),
  );
  // Fewer runs, or runs of one kind, need not come everywhere.
  const complete = results.length >= RUNS_FOR_ALL_FAILPOINTS && options.only === undefined;
  const below10 = tooSeldom(hits, HITS_MIN);
  const summary = {
    runs: results.length,
    failed: failed.length,
    recipients: options.recipients,
    seed: options.seed,
    accepted: results.reduce((sum, { accepted }) => sum + accepted, 0),
    kills: results.reduce((sum, { kills }) => sum + kills, 0),
    secondsToMoveMax: Math.max(0, ...results.map(({ movingAfter }) => movingAfter)),
    secondsPerRun: median(results.map(({ seconds }) => seconds)),
    seconds: Math.round((performance.now() - started) / 1000),
    failpoints: hits,
    failpointsBelow10: below10,
    ...sumOfOptOuts(results),
    failedSeeds: failed.map(({ seed }) => seed),
  };
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return failed.length === 0 && !(complete && below10.length > 0) ? 0 : 1;
}

async function inChild(order: RunOrder): Promise<RunResult> {
  const child = spawn(process.execPath, ['--import', endWithParent, import.meta.filename], {
    env: { ...process.env, [ORDER]: JSON.stringify(order), NODE_COMPILE_CACHE: compileCache },
    // Ctrl-C is for this process alone, which lets runs come to their end; the pipe ends them if it dies.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  let complaint = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = `${complaint}${chunk}`.slice(-2_000);
  });
  const hanging = setTimeout(() => child.kill('SIGKILL'), RUN_MS + order.recipients * RUN_EACH_MS);
  await once(child, 'close');
  clearTimeout(hanging);
  const line = output.trim().split('\n').at(-1) ?? '';
  const parsed = line.startsWith('{') ? runResult.safeParse(JSON.parse(line)) : undefined;
  return parsed?.success === true
    ? parsed.data
    : {
        seed: order.seed,
        scenario: 'broken off',
        seconds: 0,
        kills: 0,
        movingAfter: 0,
        failpoints: [],
        connections: {},
        accepted: 0,
        states: {},
        problems: [`the run did not come to its end (${child.signalCode ?? child.exitCode}): ${complaint}`],
      };
}

function printRun(result: RunResult, options: DrillOptions): void {
  const { seed, scenario, seconds, kills, movingAfter, failpoints, accepted, states, problems } = result;
  const befell = Object.entries(result.connections).map(([what, times]) => `${times} ${what}`);
  const verdict = problems.length === 0 ? 'ok  ' : 'FAIL';
  const people = Object.entries(states).map(([state, count]) => `${count} ${state}`);
  process.stdout.write(
    `${verdict} seed ${seed} ${scenario}: ${seconds} s, ${kills} deaths, moving after ${movingAfter} s, ` +
      `${accepted} accepted, ${people.join(', ')}${inBrackets(failpoints)}${inBrackets(befell)}${inBrackets(inWords(result.optOuts))}\n`,
  );
  if (problems.length > 0) {
    const only = options.only === undefined ? '' : ` --only ${options.only}`;
    process.stdout.write(
      `${problems.map((one) => `     ${one}\n`).join('')}` +
        `     again: npm run drill -- --runs 1 --seed ${seed} --recipients ${options.recipients}${only}\n` +
        `${result.logs === undefined ? '' : `     logs: ${result.logs}\n`}`,
    );
  }
}

const inBrackets = (list: readonly string[]) => (list.length === 0 ? '' : ` [${list.join(', ')}]`);

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const order = process.env[ORDER];
if (order === undefined) {
  process.exitCode = await main();
} else {
  // Ours, written by inChild.
  const result = await runOne(JSON.parse(order) as RunOrder);
  // Not by running out of work: a socket that was reset while it was ending keeps Node's own clean-up spinning for ever.
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit());
}
