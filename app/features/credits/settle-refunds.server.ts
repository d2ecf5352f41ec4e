import { creditsStream } from '../../core/streams.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { appendLocked, type StreamAppend, toStream } from '../../platform/event-store.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';

/**
 * Refunds texts that failed since the last time, once: what was refunded and how far the reports were read move in one
 * transaction. One refund per campaign and run, however many texts failed.
 */
export async function settleRefunds(): Promise<void> {
  await withTransaction(async (tx) => {
    const { rows: checkpoints } = await tx.query<{ position: number; now: Date }>(
      `SELECT position, now() AS now FROM projection WHERE name = 'refunds' AND category = 6 FOR UPDATE`,
    );
    const checkpoint = checkpoints[0];
    if (checkpoint === undefined) {
      throw new Error('the checkpoint of the refunds is missing');
    }
    const { rows: refunds } = await tx.query<{
      shop_id: number;
      campaign_id: number;
      credits: number;
      texts: number;
      last: number;
    }>(
      `SELECT shop_id, stream_key AS campaign_id, sum((data ->> 'refund')::bigint)::bigint AS credits,
              sum((data ->> 'failed')::bigint)::bigint AS texts, max(position) AS last
       FROM event
       WHERE category = 6 AND position > $1 AND type = 'DeliveryReported'
       GROUP BY shop_id, stream_key
       ORDER BY shop_id, stream_key`,
      [checkpoint.position],
    );
    if (refunds.length === 0) {
      return;
    }
    const appends: StreamAppend[] = [];
    for (const refund of refunds.filter((one) => one.credits > 0)) {
      await tx.query(`SELECT credit_receive($1, md5($2)::uuid, 'refund', $3, $4)`, [
        refund.shop_id,
        `refund:${refund.campaign_id}:${checkpoint.position}-${refund.last}`,
        refund.credits,
        refund.campaign_id,
      ]);
      appends.push(
        toStream(creditsStream(refund.shop_id, checkpoint.now), [
          {
            type: 'CreditsRefunded',
            data: { credits: refund.credits, campaign: refund.campaign_id, texts: refund.texts },
          },
        ]),
      );
    }
    await tx.query(
      `UPDATE projection SET position = $1, updated_at = now() WHERE name = 'refunds' AND category = 6`,
      [Math.max(...refunds.map((one) => one.last))],
    );
    if (appends.length > 0) {
      await appendLocked(tx, appends);
    }
    failpoint('before-refunds-commit');
  });
}
