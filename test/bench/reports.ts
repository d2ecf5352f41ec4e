import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { Pool } from 'undici';
import { type Figure, perSecond, quantile } from './figure.ts';
import { BenchProcess } from './process.ts';
import { sizes } from './sizes.ts';

const APP = 'http://127.0.0.1:3917';
/** One in so many reports is not counted: the process has just started, and compiles. */
const WARM_UP = 10;
const WARM_UP_CONNECTIONS = 128;

/**
 * Delivery reports over HTTP, one each, answered after the commit, for texts that were handed over before; and how far the
 * counters of the campaign's page are behind, which a worker keeps meanwhile.
 */
export async function reports(connections: readonly number[]): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  const { env } = await import('../../app/platform/env.server.ts');
  const web = new BenchProcess('app/server/index.ts', { PORT: '3917', SHOPIFY_APP_URL: APP });
  const worker = new BenchProcess('workers/index.ts');
  await untilUp();
  const figures: Figure[] = [];
  const { rows } = await pool.query<{ message_id: string }>(
    `SELECT message_id FROM message WHERE state = 'handed_over' ORDER BY random()`,
  );
  const path = `/mitto/reports/${env.MITTO_REPORT_SECRET}`;
  const ids = rows.map((row) => row.message_id);
  await report(pool, ids.splice(0, Math.floor(ids.length / WARM_UP)), WARM_UP_CONNECTIONS, path);
  const share = Math.floor(ids.length / connections.length);
  for (const [index, count] of connections.entries()) {
    const these = ids.slice(index * share, (index + 1) * share);
    const before = web.cpuMs();
    const { rate, p99, behind } = await report(pool, these, count, path);
    const cpu = (1_000 * (web.cpuMs() - before)) / these.length;
    figures.push(
      { bench: 'reports', what: `over ${count} connections`, value: rate, unit: 'reports/s' },
      { bench: 'reports', what: `p99 of the answer, ${count} connections`, value: p99, unit: 'ms' },
      // What a neighbour on the machine takes away moves the rate, and this hardly.
      { bench: 'reports', what: `processor per report, ${count} connections`, value: cpu, unit: 'µs' },
      { bench: 'reports', what: `counters behind at most, ${count} connections`, value: behind, unit: 's' },
    );
  }
  const { rows: all } = await pool.query<{ texts: number; hot: number }>(
    `SELECT (SELECT count(*) FROM message)::integer AS texts,
            (SELECT n_tup_hot_upd::float / greatest(n_tup_upd, 1) FROM pg_stat_user_tables WHERE relname = 'message') AS hot`,
  );
  const { texts, hot } = all[0] ?? { texts: 1, hot: 0 };
  figures.push(...(await sizes(pool, texts, 'after reports')));
  figures.push({ bench: 'reports', what: 'updates without an index (HOT)', value: 100 * hot, unit: '%' });
  figures.push({ bench: 'memory', what: 'web', value: web.peakMegabytes(), unit: 'MB' });
  await Promise.all([web.stop(), worker.stop()]);
  return figures;
}

async function report(
  pool: pg.Pool,
  ids: string[],
  connections: number,
  path: string,
): Promise<{ rate: number; p99: number; behind: number }> {
  const client = new Pool(APP, { connections, pipelining: 1 });
  const latencies: number[] = [];
  const countersBehind = watchCounters(pool);
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let id = ids[next++]; id !== undefined; id = ids[next++]) {
        const asked = performance.now();
        const answer = await client.request({
          path,
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ messageId: id, deliveryStatus: 'Delivered' }),
        });
        await answer.body.dump();
        if (answer.statusCode !== 200) {
          throw new Error(`a report was answered ${answer.statusCode}`);
        }
        latencies.push(performance.now() - asked);
      }
    }),
  );
  const rate = perSecond(ids.length, performance.now() - started);
  await client.close();
  return { rate, p99: quantile(latencies, 0.99), behind: await countersBehind() };
}

/**
 * Looks ten times a second for how long the oldest report that the counters have not read has been written.
 *
 * @returns ends it, and says how many seconds that was at most.
 */
function watchCounters(pool: pg.Pool): () => Promise<number> {
  let behind = 0;
  let ended = false;
  const watching = (async () => {
    while (!ended) {
      const { rows } = await pool.query<{ seconds: number }>(
        `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(e.recorded_at)), 0)::float AS seconds
         FROM event e
         WHERE e.category = 6
           AND e.position > (SELECT position FROM projection WHERE name = 'campaign_count' AND category = 6)`,
      );
      behind = Math.max(behind, rows[0]?.seconds ?? 0);
      await sleep(100);
    }
  })();
  return async () => {
    ended = true;
    await watching;
    return behind;
  };
}

async function untilUp(): Promise<void> {
  for (;;) {
    const answer = await fetch(`${APP}/readyz`).catch(() => undefined);
    if (answer?.ok === true) {
      return;
    }
    await sleep(100);
  }
}
