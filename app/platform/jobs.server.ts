import { pool, type Queryable } from './database.server.ts';
import { type JobName, type JobPayload, jobCatalog } from './job-catalog.ts';

/**
 * Puts a job into the queue, in the caller's transaction: the fact and the job that it causes commit together.
 *
 * `key` makes it one job however often it is asked for while it waits. `soon` (milliseconds) gathers bursts: the first
 * request fixes when it runs, later ones change nothing. Graphile may drop a keyed request under contention
 * (graphile/worker#580); nothing depends on it, because the sweep asks again.
 */
export async function enqueue<N extends JobName>(
  db: Queryable,
  name: N,
  payload: JobPayload<N>,
  options: { key?: string; runAt?: Date; soon?: number } = {},
): Promise<void> {
  await db.query({
    name: 'enqueue',
    text: `SELECT graphile_worker.add_job(
             $1::text, $2::json,
             run_at       := CASE WHEN $5::int IS NULL THEN $4::timestamptz ELSE now() + $5 * interval '1 millisecond' END,
             job_key      := $3::text,
             job_key_mode := CASE WHEN $3 IS NULL THEN NULL WHEN $5 IS NULL THEN 'replace' ELSE 'preserve_run_at' END,
             priority     := $6::int)`,
    values: [
      name,
      JSON.stringify(payload),
      options.key ?? null,
      options.runAt ?? null,
      options.soon ?? null,
      jobCatalog[name].priority,
    ],
  });
}

/**
 * Asks for the page counters to be brought up to date; many requests within the half second are one job.
 *
 * Never inside a transaction, so it takes none: the one row of this job would be locked until the commit, all outcomes
 * would wait for each other, and crosswise with the locks of credits they would deadlock. A hint that is lost in a
 * crash is given again by the sweep.
 */
export const hintCounts = () =>
  enqueue(pool, 'project-campaign-counts', {}, { key: 'project-campaign-counts', soon: 400 });

/**
 * Asks for stored webhooks to be worked off; a burst of them is one job.
 *
 * @param soon milliseconds until then; null: now, which Graphile tells a waiting worker of, while it finds what is to run later
 * by looking once a second.
 */
export const hintWebhooks = (soon: number | null) =>
  enqueue(pool, 'handle-webhooks', {}, { key: 'handle-webhooks', ...(soon === null ? {} : { soon }) });

/** Asks for refunds of texts that failed since the last time; as hintCounts. */
export const hintRefunds = () => enqueue(pool, 'settle-refunds', {}, { key: 'settle-refunds', soon: 1000 });
