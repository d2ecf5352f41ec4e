import type pg from 'pg';
import type { MittoSimulator } from '../simulators/mitto/start.ts';
import { type Figure, perSecond } from './figure.ts';
import { limitOfSending } from './limit.ts';
import { watchPages } from './page-times.ts';
import { BenchProcess, peakMegabytesOf } from './process.ts';
import { confirm, quoteCampaign, untilHandedOver } from './send-campaign.ts';
import { benchShop } from './shop.ts';
import { sizes } from './sizes.ts';

/**
 * Confirm → all handed over, with personalised texts, over HTTP to the simulator, in the processes that run in
 * production; before it the freeze with its quote, meanwhile the pages a merchant has open, afterwards the
 * bytes per text and the memory of each process.
 */
export async function pipeline(mitto: MittoSimulator, recipients: number): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  const shopId = await benchShop(pool, recipients, 2);
  const limit = await limitOfSending(pool, mitto, recipients);
  const worker = new BenchProcess('workers/index.ts');

  const walBefore = await walPosition(pool);
  const reviewed = performance.now();
  const campaign = await quoteCampaign(pool, shopId);
  const freezeSeconds = (performance.now() - reviewed) / 1000;

  const pages = await watchPages(shopId, campaign.campaignId);
  const confirming = performance.now();
  const confirmMs = await confirm(campaign);
  await untilHandedOver(pool, campaign);
  const sendMs = performance.now() - confirming;
  const texts = campaign.recipients;
  const workerMegabytes = worker.peakMegabytes();
  await worker.stop();
  const pageTimes = await pages.end();
  const wal = (await walPosition(pool)) - walBefore;

  return [
    {
      bench: 'pipeline',
      what: `confirm → handed over, ${texts.toLocaleString('en-GB')} texts`,
      value: perSecond(texts, sendMs),
      unit: 'texts/s',
      limit: limit.calls,
    },
    { bench: 'limit', what: 'least SQL for the same, with the calls', value: limit.calls, unit: 'texts/s' },
    { bench: 'limit', what: 'least SQL for the same, without them', value: limit.sql, unit: 'texts/s' },
    { bench: 'pipeline', what: 'freeze and quote', value: freezeSeconds, unit: 's' },
    { bench: 'pipeline', what: 'launch: holds and batches', value: confirmMs, unit: 'ms' },
    ...pageTimes,
    ...(await sizes(pool, texts, 'before reports')),
    { bench: 'size', what: 'WAL until handed over', value: wal / texts, unit: 'B/text' },
    { bench: 'memory', what: 'worker', value: workerMegabytes, unit: 'MB' },
    { bench: 'memory', what: 'simulator', value: peakMegabytesOf(mitto.pid), unit: 'MB' },
  ];
}

async function walPosition(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ at: string }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS at`,
  );
  return Number(rows[0]?.at ?? 0);
}
