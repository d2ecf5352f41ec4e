import { beforeEach, expect, test } from 'vitest';
import { pool } from './database.server.ts';
import { beginAttempt, endAttempt } from './job-attempts.server.ts';
import { inTurn } from './turns.server.ts';

beforeEach(() => pool.query('DELETE FROM job_attempt'));

test('work at which three processes have died is given up, and tried again after an hour', async () => {
  for (let death = 1; death <= 3; death += 1) {
    expect((await beginAttempt('a-job', 'x')).kind).toBe('begun');
  }
  expect(await beginAttempt('a-job', 'x')).toEqual({ kind: 'given_up', deaths: 3 });
  expect((await beginAttempt('a-job', 'y')).kind).toBe('begun');
  expect((await beginAttempt('other', 'x')).kind).toBe('begun');
  await pool.query("UPDATE job_attempt SET began_at = now() - interval '61 minutes'");
  expect((await beginAttempt('a-job', 'x')).kind).toBe('begun');
  expect((await beginAttempt('a-job', 'x')).kind).toBe('given_up');
});

test('work that ends, well or with an error, is not counted against itself', async () => {
  for (let time = 1; time <= 10; time += 1) {
    expect((await beginAttempt('a-job', 'x')).kind).toBe('begun');
    await endAttempt('a-job', 'x');
  }
});

test('one works under a name at a time, and the turn ends also when the work fails', async () => {
  let end = () => {};
  const working = inTurn('files 7', () => new Promise((resolve) => (end = resolve)));
  await expect.poll(() => inTurn('files 7', async () => {})).toBe(false);
  expect(await inTurn('files 8', async () => {})).toBe(true);
  end();
  expect(await working).toBe(true);
  await expect(inTurn('files 7', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await inTurn('files 7', async () => {})).toBe(true);
});
