import type pg from 'pg';
import type { Figure } from './figure.ts';
import { reviewedCampaign } from './send-campaign.ts';
import { benchShop } from './shop.ts';

const PER_REPORT_COMMIT = 500;
/** Of a hundred messages, so many are damaged. */
const DAMAGED_PERCENT = 1;

/**
 * All projections of one campaign whose texts are all handed over and reported on: comparing them with their events, and
 * putting them right after one message in a hundred was changed or lost. The state is made by the functions that make it
 * in production, without HTTP.
 */
export async function rebuild(recipients: number): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  const { verifyProjections } = await import('../../app/features/compliance/rebuild-verify.server.ts');
  const { rebuildProjections } = await import('../../app/features/compliance/rebuild.server.ts');
  const shopId = await shopWithCredits(pool, recipients);
  const campaignId = await sentCampaign(pool, shopId);
  await report(pool, campaignId);
  await pool.query('VACUUM ANALYZE');

  const verifying = performance.now();
  const before = await verifyProjections({ shopId });
  const verifySeconds = (performance.now() - verifying) / 1000;
  expectRight(before);

  const damaged = await damage(pool, campaignId);
  const rebuilding = performance.now();
  const rebuilt = await rebuildProjections({ scope: { shopId } });
  const rebuildSeconds = (performance.now() - rebuilding) / 1000;
  if (rebuilt.kind !== 'rebuilt') {
    throw new Error('another rebuild of the bench database is running');
  }
  expectRight(rebuilt.checks);
  const put = rebuilt.put.reduce((sum, { rows }) => sum + rows, 0);
  if (put !== damaged) {
    throw new Error(`${damaged} messages were damaged and ${put} rows put right`);
  }
  const texts = before.find(({ projection }) => projection === 'message')?.rows ?? 0;
  const of = `${texts.toLocaleString('en-GB')} texts`;
  return [
    { bench: 'rebuild', what: `verify, ${of}`, value: verifySeconds, unit: 's' },
    {
      bench: 'rebuild',
      what: `compare, put ${DAMAGED_PERCENT} % right, verify, ${of}`,
      value: rebuildSeconds,
      unit: 's',
    },
  ];
}

async function shopWithCredits(pool: pg.Pool, recipients: number): Promise<number> {
  const { withTransaction } = await import('../../app/platform/database.server.ts');
  const { appendLocked, toStream } = await import('../../app/platform/event-store.server.ts');
  const { creditsStream } = await import('../../app/core/streams.ts');
  const shopId = await benchShop(pool, recipients, 1);
  // The event of the credits that the shop was given by SQL, as if they had come together.
  const { rows } = await pool.query<{ credits: number }>(
    'SELECT sum(amount)::bigint AS credits FROM credit_transfer WHERE shop_id = $1',
    [shopId],
  );
  await withTransaction((tx) =>
    appendLocked(tx, [
      toStream(creditsStream(shopId, new Date()), [
        { type: 'CreditsGranted', data: { credits: rows[0]?.credits ?? 0, by: 'operator', why: 'bench' } },
      ]),
    ]),
  );
  await pool.query(
    `UPDATE credit_statement s SET at = e.recorded_at FROM event e
     WHERE s.shop_id = $1 AND e.category = 3 AND e.shop_id = s.shop_id`,
    [shopId],
  );
  return shopId;
}

/** Everybody frozen, confirmed and taken by a carrier that answers at once. */
async function sentCampaign(pool: pg.Pool, shopId: number): Promise<number> {
  const { freezeAudience } = await import('../../app/features/campaigns/freeze-audience.server.ts');
  const { confirmCampaign } = await import('../../app/features/campaigns/confirm-campaign.server.ts');
  const { claimBatch } = await import('../../app/features/messaging/claim-batch.server.ts');
  const { recordOutcome } = await import('../../app/features/messaging/record-outcome.server.ts');
  const campaignId = await reviewedCampaign(shopId, 'Everything in the shop is 20% off this weekend.');
  await freezeAudience(shopId, campaignId);
  const { rows } = await pool.query<{ stream_version: number }>(
    'SELECT stream_version FROM campaign WHERE id = $1',
    [campaignId],
  );
  await confirmCampaign(shopId, campaignId, { version: rows[0]?.stream_version ?? 0, startAt: null });
  const { rows: batches } = await pool.query<{ batch_no: number }>(
    'SELECT batch_no FROM send_batch WHERE campaign_id = $1 ORDER BY batch_no',
    [campaignId],
  );
  for (const { batch_no: batchNo } of batches) {
    const claim = await claimBatch({ shopId, campaignId, batchNo });
    if (claim.kind !== 'claimed') {
      throw new Error(`batch ${batchNo} was not claimed: ${claim.kind}`);
    }
    await recordOutcome(claim.batch, {
      class: 'accepted',
      bulkId: `bulk-${batchNo}`,
      ids: claim.batch.recipients.map(({ ordinal }) => ulidOf(campaignId, ordinal)),
    });
  }
  return campaignId;
}

/** As long as the carrier's ids are. */
const ulidOf = (campaignId: number, ordinal: number): string =>
  `01K${String(campaignId).padStart(8, '0')}${String(ordinal).padStart(15, '0')}`;

/** A final report each, in a random order; one text in fifty failed. Then the jobs that follow. */
async function report(pool: pg.Pool, campaignId: number): Promise<void> {
  const { writeReports } = await import('../../app/features/delivery/record-reports.server.ts');
  const { settleRefunds } = await import('../../app/features/credits/settle-refunds.server.ts');
  const { rows } = await pool.query<{ message_id: string; ordinal: number }>(
    'SELECT message_id, ordinal FROM message WHERE campaign_id = $1 ORDER BY md5(message_id)',
    [campaignId],
  );
  for (let from = 0; from < rows.length; from += PER_REPORT_COMMIT) {
    await writeReports(
      rows
        .slice(from, from + PER_REPORT_COMMIT)
        .map(({ message_id: messageId, ordinal }) =>
          ordinal % 50 === 0
            ? { messageId, word: 'Failure', status: 'failed', rank: 3 }
            : { messageId, word: 'Delivered', status: 'delivered', rank: 3 },
        ),
    );
  }
  await settleRefunds();
  await pool.query('SELECT project_campaign_counts()');
}

/** @returns how many messages are wrong or gone. */
async function damage(pool: pg.Pool, campaignId: number): Promise<number> {
  const { rowCount: wrong } = await pool.query(
    `UPDATE message SET state = 'handed_over', rank = 2 WHERE campaign_id = $1 AND ordinal % $2 = 0`,
    [campaignId, 200 / DAMAGED_PERCENT],
  );
  const { rowCount: gone } = await pool.query(
    'DELETE FROM message WHERE campaign_id = $1 AND ordinal % $2 = 1',
    [campaignId, 200 / DAMAGED_PERCENT],
  );
  return (wrong ?? 0) + (gone ?? 0);
}

function expectRight(
  checks: readonly { projection: string; liveHash: string | null; rebuiltHash: string | null }[],
): void {
  const wrong = checks.find(({ liveHash, rebuiltHash }) => liveHash !== rebuiltHash);
  if (wrong !== undefined) {
    throw new Error(`${wrong.projection} is not what its events say`);
  }
}
