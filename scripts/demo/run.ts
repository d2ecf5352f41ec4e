import { once } from 'node:events';
import { PostgresProblem } from '../postgres/problem.ts';
import { peakMemoryOf } from './child.ts';
import { type DemoOptions, defaultText } from './options.ts';
import { demoPaths } from './paths.ts';
import { DemoProblem, Interrupted } from './problem.ts';
import { Progress } from './progress.ts';
import type { DemoResult } from './result.ts';
import { type ProcessMemory, resultTable } from './result-table.ts';
import { leaveRun, noteRun, takeRun } from './run-lock.ts';
import { Running } from './running.ts';
import { type Stage, type Started, startDemo } from './start.ts';

const exitFailed = 1;
const exitOf = { SIGINT: 130, SIGTERM: 143 } as const;

/**
 * The demo from its start to its end.
 *
 * @returns the exit code. Everything it has started is stopped by then.
 */
export async function runDemo(options: DemoOptions): Promise<number> {
  const progress = new Progress();
  const stop = new AbortController();
  const { signal } = stop;
  const running = new Running({
    onStart: (pids) => noteRun(demoPaths.run, pids),
    onDeath: (problem) => stop.abort(problem),
  });
  listenForSignals(stop, running);

  let exitCode = exitFailed;
  let result: DemoResult | undefined;
  try {
    await takeRun(demoPaths.run, (line) => progress.update(line), signal);
  } catch (error) {
    return explain(signal.aborted ? signal.reason : error, progress);
  }
  try {
    const stage = { running, progress, signal };
    const started = await startDemo(options, stage);
    if (options.once) {
      result = await sendAndShow(options, started, stage);
      exitCode = result.promisesKept ? 0 : exitFailed;
    } else {
      exitCode = await untilStopped(started, stage);
    }
  } catch (error) {
    exitCode = explain(signal.aborted ? signal.reason : error, progress);
  }
  if (!(await stopAll(running, progress))) {
    exitCode = exitFailed;
  }
  if (result !== undefined) {
    // The last line, for programs.
    progress.say(JSON.stringify(result));
  }
  return exitCode;
}

async function sendAndShow(options: DemoOptions, started: Started, stage: Stage): Promise<DemoResult> {
  // Only here: it loads the app, which reads the variables that starting has set.
  const { liveWithShopify } = await import('./live-with-shopify.ts');
  await liveWithShopify(started.merchant, started.shopify, { ...stage, shopId: started.shopId });
  const { sendOnce } = await import('./once.ts');
  const result = await sendOnce(started.merchant, {
    ...stage,
    shopId: started.shopId,
    text: options.text ?? defaultText,
    exportFile: options.export,
    mittoLog: started.mittoLog,
  });
  stage.progress.say(resultTable(result, memoryOf(stage.running)));
  return result;
}

/** Ctrl-C is how a demo ends, so it is no failure. */
async function untilStopped({ address }: Started, { progress, signal }: Stage): Promise<number> {
  progress.say(`Sendbook runs. Open ${address} in your browser; Ctrl-C here stops it.`);
  if (!signal.aborted) {
    await once(signal, 'abort');
  }
  if (signal.reason instanceof Interrupted) {
    return 0;
  }
  throw signal.reason;
}

async function stopAll(running: Running, progress: Progress): Promise<boolean> {
  if (running.children.length > 0) {
    progress.update('Stopping: what is being sent comes to its end first');
  }
  try {
    await running.stop();
    leaveRun(demoPaths.run);
    progress.clear();
    return true;
  } catch (error) {
    explain(error, progress);
    return false;
  }
}

/** The first signal stops in order, a second one at once. */
function listenForSignals(stop: AbortController, running: Running): void {
  const onSignal = (signal: 'SIGINT' | 'SIGTERM') => {
    if (stop.signal.aborted) {
      running.kill();
      process.stderr.write(
        'Stopped at once. PostgreSQL may still run: the next start uses it, npm run db:stop ends it.\n',
      );
      process.exit(exitOf[signal]);
    }
    stop.abort(new Interrupted(signal));
  };
  process.on('SIGINT', () => onSignal('SIGINT'));
  process.on('SIGTERM', () => onSignal('SIGTERM'));
  // The terminal was closed.
  process.on('SIGHUP', () => onSignal('SIGTERM'));
}

/** Says what went wrong. @returns the exit code for it. */
function explain(error: unknown, progress: Progress): number {
  if (error instanceof Interrupted) {
    return exitOf[error.signal];
  }
  progress.clear();
  const known = error instanceof DemoProblem || error instanceof PostgresProblem;
  const text = error instanceof Error ? (known ? error.message : error.stack) : String(error);
  process.stderr.write(`${text}\n`);
  return exitFailed;
}

function memoryOf({ children }: Running): ProcessMemory[] {
  return [
    ...children.map((child) => ({ name: child.name, bytes: child.peakMemory() })),
    { name: 'this command', bytes: peakMemoryOf('self') },
  ];
}
