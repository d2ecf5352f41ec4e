import type { PoolClient } from 'pg';
import { expect, test, vi } from 'vitest';
import { createPool, pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { log } from '../../app/platform/log.server.ts';
import { startPool } from '../../workers/start-pool.ts';

/** Connections of which the first that looks for the tasks is lost. */
function losingTheFirstLookUp() {
  const connections = createPool(env.DATABASE_URL, 3);
  let lost = false;
  connections.on('connect', (client: PoolClient) => {
    const query = client.query.bind(client) as (...args: unknown[]) => unknown;
    vi.spyOn(client, 'query').mockImplementation((...args: unknown[]) => {
      const [what] = args as [{ text?: string } | undefined];
      if (!lost && what?.text?.includes('_private_tasks') === true) {
        lost = true;
        return Promise.reject(new Error('read ECONNRESET'));
      }
      return query(...args);
    });
  });
  return connections;
}

test('a pool whose first look for a job fails says so instead of idling for ever', async () => {
  vi.spyOn(log, 'warn').mockImplementation(() => {});
  await expect(startPool('test', 1, { rest: async () => {} }, losingTheFirstLookUp())).rejects.toThrow(
    'read ECONNRESET',
  );
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
