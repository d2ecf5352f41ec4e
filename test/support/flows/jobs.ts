import { Logger, runOnce, type Task, type TaskList } from 'graphile-worker';
import { sweep } from '../../../app/features/messaging/sweep.server.ts';
import { pool } from '../../../app/platform/database.server.ts';
import { type JobName, poolNames } from '../../../app/platform/job-catalog.ts';
import { taskListOf } from '../../../workers/task-list.ts';

const quiet = new Logger(() => () => {});
/** Rounds that end nothing: far more than any flow needs, so reaching it means that two jobs ask for each other forever. */
const ROUNDS_MAX = 60;

export type DrainOptions = {
  /** Runs after every job; jobs then run one by one. */
  afterEach?: (job: string) => Promise<void>;
  concurrency?: number;
  /** Jobs that stay where they are. */
  without?: JobName[];
};

/**
 * Runs the workers' own tasks until nothing is due any more. Background jobs that only gather bursts (a fraction of a
 * second ahead) are brought forward; a batch that waits for its next try is not: see `passRetryDelays`.
 */
export async function drainJobs(options: DrainOptions = {}): Promise<void> {
  const tasks = tasksFor(options);
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    if ((await bringForward(Object.keys(tasks))) === 0) {
      return;
    }
    await runOnce(
      {
        pgPool: pool,
        noHandleSignals: true,
        logger: quiet,
        preset: {
          worker: { concurrentJobs: options.afterEach === undefined ? (options.concurrency ?? 3) : 1 },
        },
      },
      tasks,
    );
    await failOnBrokenJobs();
  }
  throw new Error(`jobs were still due after ${ROUNDS_MAX} rounds: ${(await waitingJobs()).join(', ')}`);
}

/** Names of the jobs that wait, due or not. */
export async function waitingJobs(): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'SELECT task_identifier AS name FROM graphile_worker.jobs ORDER BY 1',
  );
  return rows.map((row) => row.name);
}

/** As a crash of the queue would: every wake-up hint is gone, only state is left. */
export async function deleteAllJobs(): Promise<void> {
  await pool.query('DELETE FROM graphile_worker._private_jobs');
}

/** Moves the time of the batches' next tries into the past instead of waiting for it. */
export async function passRetryDelays(): Promise<void> {
  await pool.query(
    `UPDATE send_batch SET next_attempt_at = now() - interval '1 second' WHERE next_attempt_at > now()`,
  );
  await pool.query(
    `UPDATE graphile_worker._private_jobs j SET run_at = now() FROM graphile_worker._private_tasks t
     WHERE t.id = j.task_id AND t.identifier = 'dispatch-batch'`,
  );
}

function tasksFor(options: DrainOptions): TaskList {
  const all = Object.assign({}, ...poolNames.map(taskListOf)) as TaskList;
  const wanted = Object.entries(all).filter(([name]) => !(options.without ?? []).some((one) => one === name));
  return Object.fromEntries(
    wanted.map(([name, task]): [string, Task] => [
      name,
      async (payload, helpers) => {
        await task?.(payload, helpers);
        await options.afterEach?.(name);
      },
    ]),
  );
}

/** Within two seconds is a burst being gathered, or a rate limit's next window. Returns how many jobs are due. */
async function bringForward(names: string[]): Promise<number> {
  await pool.query(
    `UPDATE graphile_worker._private_jobs j SET run_at = now() FROM graphile_worker._private_tasks t
     WHERE t.id = j.task_id AND t.identifier = ANY ($1) AND t.identifier <> 'dispatch-batch'
       AND j.run_at < now() + interval '2 seconds' AND j.locked_at IS NULL`,
    [names],
  );
  const { rows } = await pool.query<{ due: number }>(
    `SELECT count(*)::integer AS due FROM graphile_worker.jobs
     WHERE task_identifier = ANY ($1) AND run_at <= now() AND attempts < max_attempts`,
    [names],
  );
  return rows[0]?.due ?? 0;
}

async function failOnBrokenJobs(): Promise<void> {
  const { rows } = await pool.query<{ name: string; error: string }>(
    'SELECT task_identifier AS name, last_error AS error FROM graphile_worker.jobs WHERE last_error IS NOT NULL',
  );
  const broken = rows[0];
  if (broken !== undefined) {
    throw new Error(`job ${broken.name} failed: ${broken.error}`);
  }
}

/** The sweep that a worker runs every few seconds, and what it woke up. */
export async function sweepAndDrain(options: DrainOptions = {}): Promise<void> {
  await sweep();
  await drainJobs(options);
}
