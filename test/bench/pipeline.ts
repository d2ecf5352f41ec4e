import { setTimeout as sleep } from 'node:timers/promises';
import type { MittoSimulator } from '../simulators/mitto/start.ts';
import { type Figure, perSecond } from './figure.ts';
import { limitOfSending } from './limit.ts';
import { watchPages } from './page-times.ts';
import { BenchProcess, peakMegabytesOf } from './process.ts';
import { benchShop } from './shop.ts';
import { sizes } from './sizes.ts';

const TEXT =
  'Hi {{ first_name | "there" }}, everything in the shop is 20% off this weekend: https://shop.example/sale?utm_source=sms';

/**
 * Confirm → all handed over, with personalised texts, over HTTP to the simulator, in the processes that run in
 * production; before it the freeze with its quote, meanwhile the pages a merchant has open, afterwards the
 * bytes per text and the memory of each process.
 */
export async function pipeline(mitto: MittoSimulator, recipients: number): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  const { saveDraft } = await import('../../app/features/campaigns/save-draft.server.ts');
  const { requestReview } = await import('../../app/features/campaigns/request-review.server.ts');
  const { confirmCampaign } = await import('../../app/features/campaigns/confirm-campaign.server.ts');
  const shopId = await benchShop(pool, recipients, 2);
  const limit = await limitOfSending(pool, mitto, recipients);
  const worker = new BenchProcess('workers/index.ts');

  const walBefore = await walPosition();
  const saved = await saveDraft(shopId, null, {
    name: 'Bench',
    body: TEXT,
    sender: 'Bench',
    audience: { kind: 'everyone' },
  });
  if (saved.kind !== 'saved') {
    throw new Error(`the campaign was not saved: ${JSON.stringify(saved)}`);
  }
  const { campaignId } = saved;
  const reviewed = performance.now();
  await requestReview(shopId, campaignId);
  const quoted = await until(async () => {
    const row = await campaignRow();
    return row.status === 'quoted' ? row : undefined;
  });
  const freezeSeconds = (performance.now() - reviewed) / 1000;

  const pages = await watchPages(shopId, campaignId);
  const confirming = performance.now();
  await confirmCampaign(shopId, campaignId, { version: quoted.stream_version, startAt: null });
  const confirmMs = performance.now() - confirming;
  await until(async () => {
    const { rows } = await pool.query<{ open: number }>(
      `SELECT count(*) AS open FROM send_batch WHERE campaign_id = $1 AND status <> 'accepted'`,
      [campaignId],
    );
    return rows[0]?.open === 0 ? true : undefined;
  });
  const sendMs = performance.now() - confirming;
  const texts = quoted.recipient_count;
  const workerMegabytes = worker.peakMegabytes();
  await worker.stop();
  const pageTimes = await pages.end();
  const wal = (await walPosition()) - walBefore;

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

  async function campaignRow() {
    const { rows } = await pool.query<{ status: string; stream_version: number; recipient_count: number }>(
      'SELECT status, stream_version, recipient_count FROM campaign WHERE id = $1',
      [campaignId],
    );
    return rows[0] ?? { status: 'gone', stream_version: 0, recipient_count: 0 };
  }
  async function walPosition(): Promise<number> {
    const { rows } = await pool.query<{ at: string }>(
      `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS at`,
    );
    return Number(rows[0]?.at ?? 0);
  }
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    await sleep(50);
  }
}
