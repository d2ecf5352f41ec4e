import type { Queryable } from '../platform/database.server.ts';
import { type Migration, pendingMigrations, readMigrations } from '../platform/migrations.server.ts';
import type { Readiness } from './shell.ts';

const jobLateAfterSeconds = 300;
const answerWithinMs = 3_000;

let known: Promise<Migration[]> | undefined;

/** Asks the database, and nobody else. Never throws: what goes wrong is a reason. */
export async function readiness(db: Queryable): Promise<Readiness> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<Readiness>((resolve) => {
    timer = setTimeout(
      () => resolve(notReady(`the database did not answer within ${answerWithinMs / 1000} s`)),
      answerWithinMs,
    );
  });
  try {
    return await Promise.race([check(db), tooLate]);
  } catch (error) {
    return notReady(`the database can't be used: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

async function check(db: Queryable): Promise<Readiness> {
  known ??= readMigrations();
  const pending = await pendingMigrations(db, await known);
  if (pending.length > 0) {
    return notReady(`migrations are pending: ${pending.join(', ')}; run npm run db:migrate`);
  }
  const oldestDueJobSeconds = await oldestDueJob(db);
  if (oldestDueJobSeconds === null || oldestDueJobSeconds <= jobLateAfterSeconds) {
    return { ready: true, reasons: [], oldestDueJobSeconds };
  }
  // Said, but still ready: taking the web servers away because the workers are late would lose delivery reports.
  const minutes = Math.floor(oldestDueJobSeconds / 60);
  const reason = `a job has been due for ${minutes} minutes; are the workers running?`;
  return { ready: true, reasons: [reason], oldestDueJobSeconds };
}

/** Seconds since the oldest job that nobody works on was due; null when none is. */
async function oldestDueJob(db: Queryable): Promise<number | null> {
  const { rows } = await db.query<{ seconds: number | null }>(
    `SELECT extract(epoch FROM now() - min(run_at))::float8 AS seconds FROM graphile_worker.jobs
     WHERE locked_at IS NULL AND attempts < max_attempts AND run_at <= now()`,
  );
  const seconds = rows[0]?.seconds ?? null;
  return seconds === null ? null : Math.round(seconds);
}

const notReady = (reason: string): Readiness => ({
  ready: false,
  reasons: [reason],
  oldestDueJobSeconds: null,
});
