import { expect, test } from 'vitest';
import { pool } from '../platform/database.server.ts';
import { readiness } from './readiness.server.ts';

test('a migrated database without late jobs is ready', async () => {
  expect(await readiness(pool)).toEqual({ ready: true, reasons: [], oldestDueJobSeconds: null });
});

test('a job that nobody has taken for five minutes is said, and does not take the web servers away', async () => {
  await pool.query("SELECT graphile_worker.add_job('sweep', '{}', run_at := now() - interval '7 minutes')");
  const state = await readiness(pool);
  expect(state.ready).toBe(true);
  expect(state.reasons).toEqual([expect.stringContaining('due for 7 minutes')]);
  await pool.query('DELETE FROM graphile_worker._private_jobs');
});

test('jobs that are not due yet, or given up, are no reason', async () => {
  await pool.query("SELECT graphile_worker.add_job('sweep', '{}', run_at := now() + interval '7 minutes')");
  await pool.query(
    "SELECT graphile_worker.add_job('sweep', '{}', run_at := now() - interval '1 day', max_attempts := 1)",
  );
  await pool.query('UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE run_at < now()');
  expect(await readiness(pool)).toMatchObject({ ready: true });
  await pool.query('DELETE FROM graphile_worker._private_jobs');
});

test('a database that answers with an error is a reason, not an exception', async () => {
  const broken = { query: () => Promise.reject(new Error('connection refused')) };
  expect(await readiness(broken)).toEqual({
    ready: false,
    reasons: ["the database can't be used: connection refused"],
    oldestDueJobSeconds: null,
  });
});
