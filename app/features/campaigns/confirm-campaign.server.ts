import { type CampaignRefusal, confirm } from '../../core/campaigns/decide.ts';
import { creditsStream, sendStream } from '../../core/streams.ts';
import type { Transaction } from '../../platform/database.server.ts';
import { type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { enqueue, hintCounts } from '../../platform/jobs.server.ts';
import { subscriptionInForce } from '../billing/billing-shop.server.ts';
import { hintTopUp } from '../billing/wake-billing.server.ts';
import { creditBalanceIn } from '../credits/credit-balance.server.ts';
import { planDiscount } from '../discounts/plan-discount.server.ts';
import { queueWave } from '../messaging/queue-wave.server.ts';
import { changeCampaign } from './change-campaign.server.ts';

export type ConfirmResult =
  | { kind: 'started' | 'scheduled' | 'already_confirmed' }
  | { kind: 'rejected'; reason: CampaignRefusal; missingCredits?: number }
  | { kind: 'not_found' };

/**
 * The merchant presses Send. What she saw (`version`) is what happens: its price is held, batch by batch, in the
 * transaction that confirms, so two campaigns can't spend one balance and a campaign can't run out half-way.
 * Pressing twice is one campaign.
 */
export async function confirmCampaign(
  shopId: number,
  campaignId: number,
  command: { version: number; startAt: Date | null; expiresAt?: Date | null; riskAccepted?: boolean },
): Promise<ConfirmResult> {
  let missing = 0;
  const change = await changeCampaign(
    shopId,
    campaignId,
    async (state, now, tx) => {
      const { available } = await creditBalanceIn(tx, shopId, { lock: true });
      missing = Math.max(0, state.credits - available);
      const subscription = await subscriptionInForce(tx, shopId);
      return confirm(state, {
        ...command,
        expiresAt: command.expiresAt ?? null,
        riskAccepted: command.riskAccepted ?? false,
        available,
        subscriptionFrozen: subscription?.status === 'frozen',
        now,
        by: 'merchant',
      });
    },
    async (tx, { after, now }) => {
      const planned = await holdBatches(tx, shopId, campaignId, now, after.credits);
      await planDiscount(tx, shopId, campaignId, after);
      await hintTopUp(tx, shopId);
      if (after.status === 'scheduled' && command.startAt !== null) {
        await enqueue(
          tx,
          'start-campaign',
          { shopId, campaignId },
          { key: `start-${campaignId}`, runAt: command.startAt },
        );
      } else {
        await queueWave(tx, shopId, campaignId);
      }
      return planned;
    },
  );
  await hintCounts();
  if (change.kind === 'not_found') {
    return change;
  }
  const { decision, campaign } = change;
  if (decision.kind === 'ignored') {
    return { kind: 'already_confirmed' };
  }
  if (decision.kind === 'rejected') {
    return decision.reason === 'not_enough_credits'
      ? { kind: 'rejected', reason: decision.reason, missingCredits: missing }
      : { kind: 'rejected', reason: decision.reason };
  }
  return { kind: campaign.status === 'scheduled' ? 'scheduled' : 'started' };
}

async function holdBatches(
  tx: Transaction,
  shopId: number,
  campaignId: number,
  now: Date,
  credits: number,
): Promise<StreamAppend[]> {
  const { rows: batches } = await tx.query<{
    batch_no: number;
    first_ordinal: number;
    last_ordinal: number;
    recipients: number;
    credits: number;
    hold_id: string;
  }>(
    `UPDATE send_batch SET
       status = 'ready', stream_version = 1, hold_id = md5('hold:' || campaign_id || ':' || batch_no)::uuid
     WHERE shop_id = $1 AND campaign_id = $2 AND status = 'planned'
     RETURNING batch_no, first_ordinal, last_ordinal, recipients, credits, hold_id`,
    [shopId, campaignId],
  );
  const held = await tx.query<{ held: number | null }>('SELECT credit_hold($1, $2, 1) AS held', [
    shopId,
    campaignId,
  ]);
  if (held.rows[0]?.held !== credits) {
    // The balance was read under the account's lock and the batches add up to the quote, so this is our mistake.
    throw new Error(`held ${held.rows[0]?.held} credits for a quote of ${credits}`);
  }
  return [
    ...batches.map((batch) =>
      toStream(
        sendStream(shopId, campaignId, batch.batch_no),
        [
          {
            type: 'BatchPlanned',
            data: {
              first: batch.first_ordinal,
              last: batch.last_ordinal,
              recipients: batch.recipients,
              credits: batch.credits,
              hold: batch.hold_id,
            },
          },
        ],
        0,
      ),
    ),
    toStream(creditsStream(shopId, now), [
      { type: 'CreditsHeld', data: { credits, campaign: campaignId, holds: batches.length } },
    ]),
  ];
}
