import { EventEmitter } from 'node:events';
import { Logger, type Runner, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import type { Pool } from 'pg';
import { DISPATCH_STOP_MS } from '../app/features/messaging/dispatch-batch.server.ts';
import { log } from '../app/platform/log.server.ts';

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
 * @throws what the first fetch failed with.
 */
export async function startPool(
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
