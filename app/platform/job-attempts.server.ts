import { pool } from './database.server.ts';

export type Attempt =
  | { kind: 'begun' }
  /** So many processes have died at it in a row: it is not begun again. `rests`: it may be, later. */
  | { kind: 'given_up'; deaths: number };

/** Deaths in a row that are put down to the work itself, and not to a deployment or a power cut. */
const DEATHS_MOST = 3;
/** After so long it is tried once more: what killed the process may have been mended by a release. */
const REST_HOURS = 1;

/**
 * Counts an attempt at some work before it is done. Whoever ends it, well or with an error, calls `endAttempt`; so only the death of
 * the process leaves it counted.
 *
 * @param work names it among all of its job.
 */
export async function beginAttempt(job: string, work: string): Promise<Attempt> {
  const { rows } = await pool.query<{ attempts: number }>({
    name: 'begin_attempt',
    text: `INSERT INTO job_attempt AS a (job, work, attempts) VALUES ($1, $2, 1)
           ON CONFLICT (job, work) DO UPDATE SET attempts = a.attempts + 1, began_at = now()
             WHERE a.attempts < $3 OR a.began_at < now() - $4 * interval '1 hour'
           RETURNING attempts`,
    values: [job, work, DEATHS_MOST, REST_HOURS],
  });
  return rows[0] === undefined ? { kind: 'given_up', deaths: DEATHS_MOST } : { kind: 'begun' };
}

export async function endAttempt(job: string, work: string): Promise<void> {
  await pool.query({
    name: 'end_attempt',
    text: 'DELETE FROM job_attempt WHERE job = $1 AND work = $2',
    values: [job, work],
  });
}
