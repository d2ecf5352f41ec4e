import type { PoolClient } from 'pg';
import { expect, test, vi } from 'vitest';
import { createPool, pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { log } from '../../app/platform/log.server.ts';
import { startPool } from '../../workers/start-pool.ts';

/** Connections of which the first look for the tasks ends as `fate` does. */
function withFirstLookUp(fate: () => Promise<never>) {
  const connections = createPool(env.DATABASE_URL, 3);
  let lost = false;
  connections.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    vi.spyOn(client, 'query').mockImplementation((...args: unknown[]) => {
      const [what] = args as [{ text?: string } | undefined];
      if (!lost && what?.text?.includes('_private_tasks') === true) {
        lost = true;
        return fate();
      }
      return query(...args);
    });
  });
  return connections;
}

test('a pool whose first look for a job fails says so instead of idling for ever', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => {});
  const connections = withFirstLookUp(() => Promise.reject(new Error('read ECONNRESET')));
  await expect(startPool('test', 1, { rest: async () => {} }, connections)).rejects.toThrow(
    'read ECONNRESET',
  );
});

test('a pool whose first look for a job is never answered says so, and ends when the answer comes', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => {});
  const swallowed = Promise.withResolvers<never>();
  const connections = withFirstLookUp(() => swallowed.promise);
  await expect(startPool('test', 1, { rest: async () => {} }, connections, 300)).rejects.toThrow(
    'has not looked for a job within 0.3 s',
  );
  swallowed.reject(new Error('read ECONNRESET'));
  await vi.waitFor(() => expect(connections.ended).toBe(true), 10_000);
});

test('a pool that could look for a job does the next one', async () => {
  const done = Promise.withResolvers<unknown>();
  const tasks = { note: async (payload: unknown) => done.resolve(payload) };
  const { runner, end } = await startPool('test', 1, tasks, createPool(env.DATABASE_URL, 3));
  await pool.query(`SELECT graphile_worker.add_job('note', '{"of": "note"}'::json)`);
  expect(await done.promise).toEqual({ of: 'note' });
  await runner.stop();
  await end();
});
