import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { enqueue, hintCounts, hintRefunds } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { wakeBilling } from '../billing/wake-billing.server.ts';
import {
  cancelCampaign,
  expireCampaign,
  pauseCampaign,
  stopLeftovers,
} from '../campaigns/stop-campaign.server.ts';
import { wakeConfirmations } from '../consent/ask-to-confirm.server.ts';
import { wakeWritebacks } from '../consent/wake-writebacks.server.ts';
import { wakeSync } from '../contacts/wake-sync.server.ts';
import { wakeDiscounts } from '../discounts/wake-discounts.server.ts';
import { emptyImports, wakeImports } from '../imports/tidy-imports.server.ts';
import { wakeDomains } from '../links/prove-domain.server.ts';
import { wakeRedactions, warnOfDueCases } from '../privacy/watch-cases.server.ts';
import { forgetLostFetches } from '../segments/segment-fetch.server.ts';
import { wakeWebhooks } from '../webhooks/handle-webhooks.server.ts';
import { recheckAccount } from './block-account.server.ts';
import { lockOpenBatch } from './lock-batch.server.ts';
import { markUnknown } from './mark-unknown.server.ts';
import { queueDispatch } from './queue-dispatch.server.ts';
import { queueWave } from './queue-wave.server.ts';
import { resolveAtDeadline } from './resolve-unknown.server.ts';
import { sayUnknown } from './say-unknown.server.ts';
import { wakeParked } from './wake-parked.server.ts';

type Found = { shop_id: number; campaign_id: number; batch_no: number };

const PER_SWEEP = 500;
/** A waiting job older than this may have been lost; asking for it again is free. */
const LOST_AFTER_SECONDS = 10;

/**
 * Makes everything go on that nobody holds any more, from state alone: all jobs may be gone. Runs every few seconds and
 * right after a worker starts; any number may run at once. This is all the crash recovery there is.
 */
export async function sweep(): Promise<void> {
  const failures: unknown[] = [];
  const attempt: Attempt = async (work) => {
    try {
      await work();
    } catch (err) {
      log.error(
        { err, alert: 'sweep_failed' },
        'the sweep could not mend something and goes on with the rest',
      );
      failures.push(err);
    }
  };
  for (const step of steps) {
    await attempt(() => step(attempt));
  }
  if (failures.length > 0) {
    throw new AggregateError(
      failures,
      `${failures.length} of the things to mend could not be; the first: ${failures[0]}`,
    );
  }
}

/** Runs work whose failure must not keep the rest of the sweep, all crash recovery there is, from happening. */
type Attempt = (work: () => Promise<unknown>) => Promise<void>;

const steps: readonly ((attempt: Attempt) => Promise<unknown>)[] = [
  callUnknown,
  resolveOverdue,
  stopLeftBehind,
  pauseUninstalled,
  cancelUninstalled,
  () => recheckAccount(pool),
  queueLostDispatches,
  queueWaves,
  wakeCampaigns,
  wakeSync,
  wakeDiscounts,
  forgetLostFetches,
  wakeImports,
  emptyImports,
  wakeWritebacks,
  wakeConfirmations,
  wakeBilling,
  wakeWebhooks,
  wakeDomains,
  wakeRedactions,
  warnOfDueCases,
  hintCounts,
  hintRefunds,
  () => wakeParked(pool),
];

/** Calls whose process died, or slept past its deadline, between intent and outcome. */
async function callUnknown(attempt: Attempt): Promise<void> {
  const { rows } = await pool.query<Found>(
    `SELECT shop_id, campaign_id, batch_no FROM send_batch
     WHERE status = 'dispatching' AND deadline < now() ORDER BY deadline LIMIT $1`,
    [PER_SWEEP],
  );
  for (const row of rows) {
    await attempt(() => withTransaction((tx) => callOneUnknown(tx, row)));
  }
}

async function callOneUnknown(tx: Transaction, row: Found): Promise<void> {
  const open = await lockOpenBatch(tx, keyOf(row));
  const { rows: due } = await tx.query(
    `SELECT FROM send_batch WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3
       AND status = 'dispatching' AND deadline < now()`,
    [row.shop_id, row.campaign_id, row.batch_no],
  );
  if (open !== undefined && due.length > 0) {
    sayUnknown(keyOf(row), 'process_died');
    await queueWave(tx, open.shopId, open.campaignId);
    await markUnknown(tx, open, 'process_died');
    failpoint('before-unknown-commit');
  }
}

async function resolveOverdue(attempt: Attempt): Promise<void> {
  const { rows } = await pool.query<Found>(
    `SELECT shop_id, campaign_id, batch_no FROM send_batch
     WHERE status = 'unknown' AND deadline < now() ORDER BY deadline LIMIT $1`,
    [PER_SWEEP],
  );
  for (const row of rows) {
    await attempt(() => resolveAtDeadline(keyOf(row)));
  }
}

/** Batches of campaigns that have ended, whose call was open at that moment and turned out not to have been taken. */
async function stopLeftBehind(attempt: Attempt): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; campaign_id: number }>(
    `SELECT DISTINCT b.shop_id, b.campaign_id
     FROM send_batch b JOIN campaign k ON k.shop_id = b.shop_id AND k.id = b.campaign_id
     WHERE b.status IN ('ready', 'deferred') AND k.status IN ('cancelled', 'expired')
     LIMIT $1`,
    [PER_SWEEP],
  );
  for (const row of rows) {
    await attempt(() => stopLeftovers(row.shop_id, row.campaign_id));
  }
}

/**
 * Running campaigns of shops that are gone. Nothing of theirs leaves anyway; but if the shop comes back in months, its
 * texts must wait for the merchant's word.
 */
async function pauseUninstalled(attempt: Attempt): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; id: number }>(
    `SELECT k.shop_id, k.id FROM campaign k JOIN shop s ON s.id = k.shop_id
     WHERE k.status = 'sending' AND s.uninstalled_at IS NOT NULL
     LIMIT $1`,
    [PER_SWEEP],
  );
  for (const row of rows) {
    await attempt(() => pauseCampaign(row.shop_id, row.id, { by: 'system', reason: 'shop_uninstalled' }));
  }
}

/** A merchant who takes the app away by mistake is back within this. */
const GONE_HOURS = 48;

/**
 * What shops that are gone have planned: it would lie there with its credits held, and at its minute nobody who planned it is
 * there. What was already leaving waits a while for the merchant to come back.
 */
async function cancelUninstalled(attempt: Attempt): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; id: number }>(
    `SELECT k.shop_id, k.id FROM campaign k JOIN shop s ON s.id = k.shop_id
     WHERE s.uninstalled_at IS NOT NULL
       AND (k.status = 'scheduled'
            OR (k.status = 'paused' AND s.uninstalled_at < now() - $2 * interval '1 hour'))
     LIMIT $1`,
    [PER_SWEEP, GONE_HOURS],
  );
  for (const row of rows) {
    await attempt(() => cancelCampaign(row.shop_id, row.id, 'system'));
  }
}

/** Batches that are in a wave but whose job should have run by now. The time it was queued keeps its place in line. */
async function queueLostDispatches(): Promise<void> {
  const { rows } = await pool.query<Found & { run_at: Date }>(
    `SELECT b.shop_id, b.campaign_id, b.batch_no, coalesce(b.next_attempt_at, b.queued_at) AS run_at
     FROM send_batch b JOIN campaign k ON k.shop_id = b.shop_id AND k.id = b.campaign_id
     WHERE b.status IN ('ready', 'deferred') AND k.status = 'sending'
       AND b.queued_at IS NOT NULL
       AND coalesce(b.next_attempt_at, b.queued_at) < now() - $2 * interval '1 second'
     LIMIT $1`,
    [PER_SWEEP, LOST_AFTER_SECONDS],
  );
  for (const row of rows) {
    await queueDispatch(pool, keyOf(row), { runAt: row.run_at });
  }
}

/** Batches put off without a job (quiet hours, a blocked account) whose time has come, and waves that have room. */
async function queueWaves(attempt: Attempt): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; id: number }>(
    `SELECT k.shop_id, k.id FROM campaign k
     WHERE k.status = 'sending' AND EXISTS (
       SELECT FROM send_batch b WHERE b.shop_id = k.shop_id AND b.campaign_id = k.id
         AND b.status IN ('ready', 'deferred') AND b.queued_at IS NULL
         AND (b.next_attempt_at IS NULL OR b.next_attempt_at <= now()))
     LIMIT $1`,
    [PER_SWEEP],
  );
  for (const row of rows) {
    await attempt(() => withTransaction((tx) => queueWave(tx, row.shop_id, row.id)));
  }
}

/** Reviews whose job is gone, scheduled campaigns whose minute has come, running ones whose end has come. */
async function wakeCampaigns(attempt: Attempt): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; id: number; status: string; expired: boolean }>(
    `SELECT shop_id, id, status, coalesce(expires_at < now(), false) AS expired FROM campaign
     WHERE (status = 'preparing' AND updated_at < now() - interval '15 seconds')
        OR (status = 'scheduled' AND scheduled_for < now())
        OR (status IN ('scheduled', 'sending', 'paused') AND expires_at < now())
     LIMIT $1`,
    [PER_SWEEP],
  );
  for (const row of rows) {
    const payload = { shopId: row.shop_id, campaignId: row.id };
    if (row.expired) {
      await attempt(() => expireCampaign(row.shop_id, row.id));
    } else if (row.status === 'preparing') {
      await enqueue(pool, 'freeze-audience', payload, { key: `freeze-${row.id}` });
    } else {
      await enqueue(pool, 'start-campaign', payload, { key: `start-${row.id}` });
    }
  }
}

const keyOf = (row: Found) => ({ shopId: row.shop_id, campaignId: row.campaign_id, batchNo: row.batch_no });
