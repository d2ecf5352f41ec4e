import { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import { DISPATCH_STOP_MS } from '../app/features/messaging/dispatch-batch.server.ts';
import { log } from '../app/platform/log.server.ts';

/** A pool that takes longer to start hangs on a connection that swallows what it is asked. */
const START_MS = 20_000;

export type TaskPool = { runner: Runner; end: () => Promise<void> };

/**
 * Starts Graphile's runner for some of the tasks, on database connections of its own, so that page reads of tasks can't
 * starve it. No local queue: a batch is fetched by whoever can send it now.
 *
 * Resolves when the pool has looked for a job once.
 *
 * DANGER: Graphile looks its tasks up before its first fetch and keeps the answer for ever, a failure too: a pool whose
 * first fetch met a lost connection would run on and never fetch a job (found by a drill, graphile-worker 0.18.0). So a
 * first fetch that fails is the end of the pool.
 *
 * The same without an answer: a drill left a worker whose second pool never came up while its first one sent, so that nothing
 * was swept. So a first fetch that has not ended in time is the end of it too.
 *
 * @param startMs how long it may take until the pool has looked for a job.
 * @throws what the first fetch failed with, or that there was none in time.
 */
export async function startPool(
  name: string,
  concurrentJobs: number,
  taskList: TaskList,
  connections: Pool,
  startMs = START_MS,
): Promise<TaskPool> {
  const starting = start(name, concurrentJobs, taskList, connections);
  const ended = new AbortController();
  const late = sleep(startMs, undefined, { signal: ended.signal }).then(() => {
    // Nobody holds it any more, should it come up after all.
    starting.then(({ runner, end }) => runner.stop().then(end)).catch(() => {});
    throw new Error(`the pool "${name}" has not looked for a job within ${startMs / 1000} s`);
  });
  late.catch(() => {});
  return Promise.race([starting, late]).finally(() => ended.abort());
}

async function start(
  name: string,
  concurrentJobs: number,
  taskList: TaskList,
  connections: Pool,
): Promise<TaskPool> {
  const events: WorkerEvents = new EventEmitter();
  const firstFetch = new Promise<void>((resolve, reject) => {
    events.once('worker:getJob:empty', () => resolve());
    events.once('job:start', () => resolve());
    events.once('worker:getJob:error', ({ error }) => reject(error));
  });
  // `run` may fail first, and then nobody waits for this one.
  firstFetch.catch(() => {});
  const runner = await run({
    pgPool: connections,
    taskList,
    events,
    noHandleSignals: true,
    parsedCronItems: [],
    preset: {
      worker: {
        concurrentJobs,
        pollInterval: 1000,
        maxPoolSize: connections.options.max,
        gracefulShutdownAbortTimeout: DISPATCH_STOP_MS,
      },
    },
    logger: new Logger((scope) => (level, message) => {
      if (level === 'error' || level === 'warning') {
        log.warn({ pool: name, scope: scope.label }, message);
      } else {
        log.debug({ pool: name, scope: scope.label }, message);
      }
    }),
  });
  const end = () => connections.end();
  try {
    await firstFetch;
  } catch (error) {
    await runner.stop();
    await end();
    throw error;
  }
  return { runner, end };
}
