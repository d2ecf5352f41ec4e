import { beforeEach, expect, test, vi } from 'vitest';
import { deleteAllJobs, drainJobs, waitingJobs } from '../../../test/support/flows/jobs.ts';
import { deliverWebhook } from '../../../test/support/flows/webhooks.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { sweep } from '../messaging/sweep.server.ts';
import { handleWebhooks } from './handle-webhooks.server.ts';
import { handlers } from './handlers.server.ts';
import { takeWebhook } from './take-webhook.server.ts';
import type { Webhook } from './webhook.ts';

const shop = 'inbox.myshopify.com';
const otherShop = 'other-inbox.myshopify.com';
const seen: Webhook[] = [];
let failing = false;

vi.mock('./handlers.server.ts', () => ({
  handlers: {
    'customers/update': async (webhook: Webhook) => {
      if (failing) {
        throw new Error('Shopify is down');
      }
      seen.push(webhook);
      return { kind: 'handled' };
    },
    'app/uninstalled': async (webhook: Webhook) => {
      if (failing) {
        throw new Error('a lock');
      }
      seen.push(webhook);
      return { kind: 'handled' };
    },
  },
}));

beforeEach(async () => {
  failing = false;
  seen.length = 0;
  await pool.query('DELETE FROM webhook');
  await pool.query('INSERT INTO shop (domain) VALUES ($1), ($2) ON CONFLICT DO NOTHING', [shop, otherShop]);
});

const received = (id: string, topic = 'customers/update', body = '{"id":706405506930370084}') => ({
  id,
  topic,
  domain: shop,
  triggeredAt: new Date('2026-11-24T10:00:00Z'),
  body,
});
const row = async (id: string) => {
  const { rows } = await pool.query<{
    outcome: string | null;
    body: string | null;
    attempts: number;
    waits: boolean;
  }>('SELECT outcome, body, attempts, next_attempt_at > now() AS waits FROM webhook WHERE id = $1', [id]);
  return rows[0];
};

/** Seconds until the job that works them off runs; a job that may run already is due. */
const dueIn = async () => {
  const { rows } = await pool.query<{ seconds: number }>(
    `SELECT extract(epoch FROM run_at - now())::float AS seconds FROM graphile_worker.jobs WHERE task_identifier = 'handle-webhooks'`,
  );
  return rows[0]?.seconds;
};

test('a webhook is worked off by the job that its coming asks for, and its body is gone', async () => {
  await takeWebhook(received('w-1'));
  await drainJobs();
  expect(seen).toMatchObject([
    {
      id: 'w-1',
      topic: 'customers/update',
      domain: shop,
      installed: true,
      payload: { id: '706405506930370084' },
    },
  ]);
  expect(await row('w-1')).toMatchObject({ outcome: 'handled', body: null });
});

test('one that comes again, at once or when it was worked off, is handled once', async () => {
  await Promise.all([takeWebhook(received('w-1')), takeWebhook(received('w-1'))]);
  await handleWebhooks();
  await takeWebhook(received('w-1'));
  await handleWebhooks();
  expect(seen).toHaveLength(1);
});

test('two workers share what waits, and none is handled twice', async () => {
  for (let n = 0; n < 120; n += 1) {
    await takeWebhook(received(`w-${n}`));
  }
  await Promise.all([handleWebhooks(), handleWebhooks()]);
  expect(new Set(seen.map(({ id }) => id)).size).toBe(120);
  expect(seen).toHaveLength(120);
});

test('what must be in force within a second overtakes everything that waits', async () => {
  for (let n = 0; n < 60; n += 1) {
    await takeWebhook(received(`w-${n}`));
  }
  await takeWebhook(received('last', 'app/uninstalled'));
  await handleWebhooks();
  expect(seen[0]?.id).toBe('last');
});

test('a shop of which very many wait queues behind itself, and another one comes first', async () => {
  await takeWebhook(received('first'));
  // As after a thousand of them.
  await pool.query("UPDATE webhook SET turn_at = now() + interval '50 seconds'");
  await takeWebhook(received('second'));
  await takeWebhook(received('third'));
  await takeWebhook({ ...received('other'), domain: otherShop });
  await takeWebhook(received('other-topic', 'app/uninstalled'));
  const { rows } = await pool.query<{ ms: number }>(
    `SELECT extract(epoch FROM max(turn_at) - min(turn_at))::float * 1000 AS ms FROM webhook
     WHERE id IN ('first', 'second', 'third')`,
  );
  expect(rows[0]?.ms).toBeCloseTo(100);
  await handleWebhooks();
  // A turn is an order, and nothing that anybody waits for.
  expect(seen.map(({ id }) => id)).toEqual(['other-topic', 'other', 'first', 'second', 'third']);
});

test('one whose job was lost is found by the sweep', async () => {
  await takeWebhook(received('w-1'));
  await deleteAllJobs();
  await sweep();
  expect(await waitingJobs()).toContain('handle-webhooks');
});

test('one that can’t be worked off now waits for another try and keeps its body', async () => {
  const logged = vi.spyOn(log, 'error').mockImplementation(() => {});
  failing = true;
  await takeWebhook(received('w-1'));
  await handleWebhooks();
  expect(await row('w-1')).toMatchObject({ outcome: null, attempts: 1, waits: true });
  expect(logged).toHaveBeenCalledWith(
    expect.not.objectContaining({ alert: expect.anything() }),
    expect.stringContaining('tried again'),
  );
  await pool.query('UPDATE webhook SET attempts = 4, next_attempt_at = now()');
  await handleWebhooks();
  expect(logged).toHaveBeenLastCalledWith(
    expect.objectContaining({ alert: 'webhook_failing', attempt: 5 }),
    expect.anything(),
  );
  failing = false;
  await pool.query('UPDATE webhook SET next_attempt_at = now()');
  await handleWebhooks();
  expect(await row('w-1')).toMatchObject({ outcome: 'handled', body: null });
  logged.mockRestore();
});

test('what is urgent runs without waiting for others, and when it fails it is tried again within the second', async () => {
  const logged = vi.spyOn(log, 'error').mockImplementation(() => {});
  await takeWebhook(received('w-1', 'app/uninstalled'));
  expect(await dueIn()).toBeLessThanOrEqual(0);
  await deleteAllJobs();
  failing = true;
  await handleWebhooks();
  expect(await row('w-1')).toMatchObject({ outcome: null, waits: true });
  expect(await dueIn()).toBeGreaterThan(0);
  expect(await dueIn()).toBeLessThan(1);
  expect(logged).toHaveBeenCalledOnce();
  logged.mockRestore();
});

test('a body that is no JSON, and a topic that nothing handles, are ended with a reason', async () => {
  const warned = vi.spyOn(log, 'warn').mockImplementation(() => {});
  expect(await deliverWebhook({ shop, topic: 'customers/update', payload: '{"id":' })).toBe('unreadable');
  expect(await deliverWebhook({ shop, topic: 'constructor', payload: {} })).toBe('no_handler');
  expect(Object.keys(handlers)).not.toContain('constructor');
  expect(warned).toHaveBeenCalledWith(
    expect.objectContaining({ topic: 'constructor' }),
    expect.stringContaining('handles'),
  );
  warned.mockRestore();
});
