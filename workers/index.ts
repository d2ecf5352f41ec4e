import { setTimeout as sleep } from 'node:timers/promises';
import { DISPATCH_STOP_MS } from '../app/features/messaging/dispatch-batch.server.ts';
import { wrongKey } from '../app/platform/book-key.server.ts';
import { closeDatabase, createPool, pool } from '../app/platform/database.server.ts';
import { env } from '../app/platform/env.server.ts';
import type { PoolName } from '../app/platform/job-catalog.ts';
import { enqueue } from '../app/platform/jobs.server.ts';
import { log } from '../app/platform/log.server.ts';
import { closeTurns } from '../app/platform/turns.server.ts';
import { waitForDatabase } from '../app/platform/wait-for-database.server.ts';
import { startPool, type TaskPool } from './start-pool.ts';
import { taskListOf } from './task-list.ts';

/** How often state is searched for what nobody holds any more; a crash is noticed within this and the lease. */
const SWEEP_MS = 5_000;
/** How often the books are asked to be checked; the job itself does so once an hour, however many workers ask. */
const AUDIT_MS = 300_000;
const BACKGROUND_CONCURRENCY = 3;
const PROMPT_CONCURRENCY = 2;
const SHORT_CONCURRENCY = 2;

/**
 * The worker process: four pools of Graphile's own runner, so that a freeze of a million contacts never stands in the way
 * of a batch, of what must happen at once, nor of progress and refunds. Any number of these processes may run.
 */
async function main(): Promise<void> {
  const found = await waitForDatabase(env.DATABASE_URL, {
    seconds: env.DATABASE_WAIT_SECONDS,
    report: (line) => log.warn(line),
  });
  if (!found.ok) {
    log.fatal(found.problem);
    process.exit(1);
  }
  const wrong = await wrongKey();
  if (wrong !== undefined) {
    log.fatal(wrong);
    process.exit(78);
  }
  const dispatch = await poolOf('dispatch', env.DISPATCH_CONCURRENCY);
  // Batches may be on their way already: they are finished whatever becomes of the others.
  const orLeave = async (err: unknown) => {
    log.fatal({ err }, "a pool of tasks can't fetch jobs: the worker leaves, to be started again");
    // Nobody sweeps in this process: one that waited for a lost connection to stop would stay like this (found by a drill).
    await Promise.race([dispatch.runner.stop(), sleep(DISPATCH_STOP_MS)]).catch(() => {});
    process.exit(1);
  };
  const prompt = await poolOf('prompt', PROMPT_CONCURRENCY).catch(orLeave);
  const short = await poolOf('short', SHORT_CONCURRENCY).catch(orLeave);
  const background = await poolOf('background', BACKGROUND_CONCURRENCY).catch(orLeave);
  const pools = [dispatch, prompt, short, background];
  await askFor('sweep');
  const asking = [
    setInterval(() => askFor('sweep'), SWEEP_MS),
    setInterval(() => askFor('ask-silent', { soon: 100 }), 2 * SWEEP_MS),
    setInterval(() => askFor('audit-books'), AUDIT_MS),
    setInterval(() => askFor('apply-retention'), AUDIT_MS),
  ];
  log.info(
    {
      dispatch: env.DISPATCH_CONCURRENCY,
      prompt: PROMPT_CONCURRENCY,
      short: SHORT_CONCURRENCY,
      background: BACKGROUND_CONCURRENCY,
    },
    'worker ready',
  );

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) {
      log.warn({ signal }, 'second signal: leaving at once; open calls will be called unknown');
      process.exit(1);
    }
    stopping = true;
    log.info(
      { signal, seconds: Math.ceil(DISPATCH_STOP_MS / 1000) },
      'stopping: open calls are finished first',
    );
    for (const timer of asking) {
      clearInterval(timer);
    }
    await Promise.all(pools.map(({ runner }) => runner.stop()));
    await Promise.all([...pools.map(({ end }) => end()), closeTurns(), closeDatabase()]);
    log.info('worker stopped');
    process.exit(0);
  };
  process.on('SIGTERM', () => void stop('SIGTERM'));
  process.on('SIGINT', () => void stop('SIGINT'));
  await Promise.race(pools.map(({ runner }) => runner.promise));
  if (!stopping) {
    log.fatal('a pool of tasks ended by itself: the worker leaves, to be started again');
    process.exit(1);
  }
}

/** The spare connections are for Graphile itself, which listens and looks after locks. */
const poolOf = (name: PoolName, concurrentJobs: number): Promise<TaskPool> =>
  startPool(name, concurrentJobs, taskListOf(name), createPool(env.DATABASE_URL, concurrentJobs + 2));

/** Asks for a job that looks at state; however many workers ask, it is one. What is lost is asked for again. */
async function askFor(
  job: 'sweep' | 'ask-silent' | 'audit-books' | 'apply-retention',
  options: { soon?: number } = {},
): Promise<void> {
  try {
    await enqueue(pool, job, {}, { key: job, ...options });
  } catch (err) {
    log.warn({ err, job }, 'a job could not be asked for');
  }
}

process.on('uncaughtException', (err) => {
  log.fatal({ err }, 'a mistake of ours: the worker leaves');
  process.exit(1);
});
process.on('unhandledRejection', (err) => {
  log.fatal({ err }, 'a mistake of ours: the worker leaves');
  process.exit(1);
});

await main();
