// DANGER: imports the app, which parses the environment while it is loaded: import it after process.env is set.
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type CampaignReport,
  campaignReport,
} from '../../app/features/campaigns/campaign-report-page.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import type { Merchant } from './merchant.ts';
import type { Progress } from './progress.ts';
import { number } from './result-table.ts';

const lookEveryMs = 300;
/** How often the report page itself is opened, as the merchant's browser would. */
const openPageEveryMs = 1_000;
/** Mitto may ask us to wait for a minute, and retries are up to 48 s apart. */
const patienceBeforeMs = 150_000;
const patienceAfterMs = 60_000;
/** Silent texts are asked for 30 s and 2 min after the call; no movement is expected between the two. */
const secondPollMs = 130_000;

/**
 * Watches a campaign on its report page until everybody has come to an end and failed texts are refunded, or until
 * nothing has moved for a minute. What it ended with is read afterwards.
 */
export async function watchCampaign(
  merchant: Merchant,
  options: { shopId: number; campaignId: number; progress: Progress; signal: AbortSignal },
): Promise<void> {
  const { shopId, campaignId, progress, signal } = options;
  let last = '';
  let movedAt = performance.now();
  let openedAt = Number.NEGATIVE_INFINITY;
  let handedOverAt: number | undefined;
  for (;;) {
    if (performance.now() - openedAt >= openPageEveryMs) {
      await merchant.get(`/app/campaigns/${campaignId}/report`);
      openedAt = performance.now();
    }
    const report = await campaignReport(shopId, campaignId);
    if (report === undefined) {
      throw new Error(`campaign ${campaignId} is gone`);
    }
    progress.update(progressLine(report));
    const waiting = waitingOf(report);
    if (waiting === 0) {
      handedOverAt ??= performance.now();
    }
    if (
      waiting + openOf(report) === 0 &&
      report.status !== 'sending' &&
      (await isRefunded(shopId, campaignId))
    ) {
      return;
    }
    const state = JSON.stringify([report.status, report.counts, report.credits]);
    if (state !== last) {
      last = state;
      movedAt = performance.now();
    }
    const now = performance.now();
    const patience = handedOverAt === undefined ? patienceBeforeMs : patienceAfterMs;
    const pollsAreOver = handedOverAt === undefined || now - handedOverAt > secondPollMs;
    if (report.status === 'paused' || (now - movedAt > patience && pollsAreOver)) {
      return;
    }
    await sleep(lookEveryMs, undefined, { signal });
  }
}

const waitingOf = ({ counts }: CampaignReport): number => (counts.queued ?? 0) + (counts.sending ?? 0);
const openOf = ({ counts }: CampaignReport): number => (counts.handed_over ?? 0) + (counts.unknown ?? 0);

function progressLine({ counts, recipients }: CampaignReport): string {
  const { delivered = 0, failed = 0, unknown = 0, handed_over = 0, no_report = 0 } = counts;
  const taken = delivered + failed + handed_over + no_report;
  const bar = '█'.repeat(Math.round((20 * taken) / Math.max(1, recipients))).padEnd(20, '░');
  const doubt = unknown === 0 ? '' : `, ${number(unknown)} unknown`;
  return (
    `Sending ${bar} ${number(taken)} of ${number(recipients)} handed over, ` +
    `${number(delivered)} delivered, ${number(failed)} failed${doubt}`
  );
}

/** Whether every failed text is refunded: the refunds are settled by a job, a moment after the reports. */
async function isRefunded(shopId: number, campaignId: number): Promise<boolean> {
  const { rows } = await pool.query<{ settled: boolean }>(
    `SELECT coalesce((SELECT amount FROM credit_statement
                      WHERE shop_id = $1 AND campaign_id = $2 AND kind = 'refunded'), 0) =
            coalesce(sum(credits) FILTER (WHERE state = 'failed'), 0) AS settled
     FROM message WHERE shop_id = $1 AND campaign_id = $2`,
    [shopId, campaignId],
  );
  return rows[0]?.settled === true;
}
