import type { PauseReason } from '../../core/campaigns/campaign-events.ts';
import {
  type CampaignDecision,
  type CampaignRefusal,
  cancel,
  expire,
  pause,
  resume,
  start,
} from '../../core/campaigns/decide.ts';
import { move } from '../../core/delivery/recipient-state.ts';
import { creditsStream, sendStream } from '../../core/streams.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { hintCounts } from '../../platform/jobs.server.ts';
import { retryDiscount } from '../discounts/plan-discount.server.ts';
import { queueWave } from '../messaging/queue-wave.server.ts';
import { type CampaignChange, changeCampaign } from './change-campaign.server.ts';

export type StopResult =
  /** `stopped`: people who now will not get the text. */
  | { kind: 'done'; stopped?: number }
  | { kind: 'ignored' }
  | { kind: 'rejected'; reason: CampaignRefusal }
  | { kind: 'not_found' };

/** No further call begins once this has committed; a call that is open ends as it ends. */
export async function pauseCampaign(
  shopId: number,
  campaignId: number,
  why: { by: 'merchant' | 'system'; reason: PauseReason } = {
    by: 'merchant',
    reason: 'merchant',
  },
): Promise<StopResult> {
  return toResult(await changeCampaign(shopId, campaignId, (state) => pause(state, why)));
}

/** Goes on with those who have not been handed over; nobody who has is looked at again. */
export async function resumeCampaign(shopId: number, campaignId: number): Promise<StopResult> {
  return toResult(
    await changeCampaign(
      shopId,
      campaignId,
      (state) => resume(state, { by: 'merchant' }),
      async (tx) => {
        await retryDiscount(tx, shopId, campaignId);
        await queueWave(tx, shopId, campaignId);
        return [];
      },
    ),
  );
}

/** The job of a scheduled campaign, at its minute. */
export async function startCampaign(shopId: number, campaignId: number): Promise<StopResult> {
  return toResult(
    await changeCampaign(
      shopId,
      campaignId,
      (state, now) => start(state, { now }),
      async (tx) => {
        await queueWave(tx, shopId, campaignId);
        return [];
      },
    ),
  );
}

/** Stops what has not left and releases its credits at once. */
export const cancelCampaign = (
  shopId: number,
  campaignId: number,
  by: 'merchant' | 'system' = 'merchant',
): Promise<StopResult> => stop(shopId, campaignId, 'cancelled', (state) => cancel(state, { by }));

/** As a cancel, when the campaign's own end has come ("do not send after Sunday"). */
export const expireCampaign = (shopId: number, campaignId: number): Promise<StopResult> =>
  stop(shopId, campaignId, 'expired', expire);

async function stop(
  shopId: number,
  campaignId: number,
  why: 'cancelled' | 'expired',
  decide: (state: Parameters<typeof expire>[0]) => CampaignDecision,
): Promise<StopResult> {
  let stopped = 0;
  const change = await changeCampaign(shopId, campaignId, decide, async (tx, { now }) => {
    const batches = await stopBatches(tx, shopId, campaignId, why, now);
    stopped = batches.stopped;
    return batches.appends;
  });
  await hintCounts();
  const result = toResult(change);
  return result.kind === 'done' ? { kind: 'done', stopped } : result;
}

/**
 * Stops what came back to the queue after the campaign's end: a call that was open then, and turned out not to have
 * been taken. The sweep asks; otherwise its people would be queued, and its credits held, forever.
 */
export async function stopLeftovers(shopId: number, campaignId: number): Promise<void> {
  await withTransaction(async (tx) => {
    const { rows } = await tx.query<{ status: string; now: Date }>(
      'SELECT status, now() AS now FROM campaign WHERE shop_id = $1 AND id = $2 FOR UPDATE',
      [shopId, campaignId],
    );
    const campaign = rows[0];
    if (campaign?.status !== 'cancelled' && campaign?.status !== 'expired') {
      return;
    }
    const { appends } = await stopBatches(tx, shopId, campaignId, campaign.status, campaign.now);
    if (appends.length > 0) {
      await appendLocked(tx, appends);
    }
  });
  await hintCounts();
}

/** Ends every batch that is not with Mitto, and gives the credits back. */
async function stopBatches(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  why: 'cancelled' | 'expired',
  now: Date,
): Promise<{ stopped: number; appends: StreamAppend[] }> {
  const { rows: batches } = await tx.query<{
    batch_no: number;
    stream_version: number;
    hold_id: string;
    recipients: number;
  }>(
    `UPDATE send_batch b SET
       status = 'stopped', reason = $3, stream_version = stream_version + 1, settled_at = now(), queued_at = NULL
     WHERE shop_id = $1 AND campaign_id = $2 AND status IN ('ready', 'deferred')
     RETURNING batch_no, stream_version, hold_id,
       (last_ordinal - first_ordinal + 1
        - (SELECT count(*) FROM recipient_omission o
           WHERE o.shop_id = $1 AND o.campaign_id = $2 AND o.ordinal BETWEEN b.first_ordinal AND b.last_ordinal)
       )::integer AS recipients`,
    [shopId, campaignId, why],
  );
  if (batches.length === 0) {
    return { stopped: 0, appends: [] };
  }
  const { rows } = await tx.query<{ released: number }>(
    'SELECT released FROM credit_resolve($1, $2, $3, $4)',
    [shopId, campaignId, batches.map((batch) => batch.hold_id), batches.map(() => 0)],
  );
  return {
    stopped: batches.reduce((sum, batch) => sum + batch.recipients, 0),
    appends: [
      ...batches.map((batch) =>
        toStream(
          sendStream(shopId, campaignId, batch.batch_no),
          [{ type: 'BatchStopped', data: { why, moved: move('queued', 'not_sent', batch.recipients) } }],
          batch.stream_version - 1,
        ),
      ),
      toStream(creditsStream(shopId, now), [
        {
          type: 'CreditsReleased',
          data: { credits: rows[0]?.released ?? 0, campaign: campaignId, holds: batches.length, why },
        },
      ]),
    ],
  };
}

function toResult(change: CampaignChange): StopResult {
  if (change.kind === 'not_found') {
    return change;
  }
  switch (change.decision.kind) {
    case 'accepted':
      return { kind: 'done' };
    case 'ignored':
      return { kind: 'ignored' };
    default:
      return { kind: 'rejected', reason: change.decision.reason };
  }
}
