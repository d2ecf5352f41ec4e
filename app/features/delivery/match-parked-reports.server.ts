import type { DeliveryReport } from '../../core/delivery/delivery-reports.ts';
import type { DeliveryStatus } from '../../core/delivery/delivery-status.ts';
import { pool } from '../../platform/database.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { overturnPresumption } from '../messaging/overturn-presumption.server.ts';
import { traceMessages } from '../messaging/resolve-unknown.server.ts';
import { writeReports } from './record-reports.server.ts';
import { boundParked, giveUpStrays, nameStrays } from './stray-reports.server.ts';

const PER_RUN = 2_000;

type Parked = {
  id: number;
  message_id: string;
  rank: number;
  state: DeliveryStatus;
  word: string;
  code: string | null;
  error: string | null;
  occurred_at: Date | null;
};

/**
 * Looks again at reports that belonged to no message when they came: those that overtook our commit find it now, those
 * that carry our reference and no id find it through the recipient, and those with both prove what became of an unknown
 * call, or overturn what was presumed of it.
 */
export async function matchParkedReports(): Promise<void> {
  await nameStrays();
  await traceUnknown();
  const { rows } = await pool.query<Parked>(
    `SELECT p.id, m.message_id, p.rank, p.state, p.word, p.code, p.error, p.occurred_at
     FROM parked_report p JOIN message m ON m.message_id = p.message_id
     UNION ALL
     SELECT p.id, m.message_id, p.rank, p.state, p.word, p.code, p.error, p.occurred_at
     FROM parked_report p
     JOIN campaign k ON k.id = p.campaign_id
     JOIN message m ON m.shop_id = k.shop_id AND m.campaign_id = k.id AND m.ordinal = p.ordinal
     WHERE p.message_id IS NULL
     LIMIT $1`,
    [PER_RUN],
  );
  if (rows.length > 0) {
    rows.sort((a, b) => a.id - b.id);
    // Written before they are deleted: a crash in between only makes them come twice, which is as once.
    await writeReports(rows.map(toReport));
    failpoint('after-parked-reports');
    await pool.query('DELETE FROM parked_report WHERE id = ANY ($1::bigint[])', [rows.map((row) => row.id)]);
  }
  await giveUpStrays();
  await boundParked();
  if (rows.length === PER_RUN) {
    await enqueue(pool, 'match-parked-reports', {}, { key: 'match-parked-reports', soon: 10 });
  }
}

/**
 * A report with our reference and Mitto's id names a person of an unknown batch, or of one that was resolved without her:
 * evidence that her text was taken.
 */
async function traceUnknown(): Promise<void> {
  let after: number | undefined = 0;
  while (after !== undefined) {
    after = await traceSome(after);
  }
}

/** @returns where to go on, so that evidence that proves nothing never hides what comes after it; undefined at the end. */
async function traceSome(after: number): Promise<number | undefined> {
  const { rows } = await pool.query<{
    id: number;
    shop_id: number;
    campaign_id: number;
    batch_no: number;
    ordinal: number;
    message_id: string;
    status: 'unknown' | 'resolved';
  }>(
    `SELECT p.id, b.shop_id, b.campaign_id, b.batch_no, b.status, p.ordinal, p.message_id
     FROM send_batch b
     JOIN parked_report p ON p.campaign_id = b.campaign_id
       AND p.ordinal BETWEEN b.first_ordinal AND b.last_ordinal
     WHERE b.status IN ('unknown', 'resolved') AND p.id > $1 AND p.message_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM message m
                       WHERE m.shop_id = b.shop_id AND m.campaign_id = b.campaign_id AND m.ordinal = p.ordinal)
     ORDER BY p.id LIMIT $2`,
    [after, PER_RUN],
  );
  for (const group of Map.groupBy(rows, (row) => `${row.campaign_id} ${row.batch_no}`).values()) {
    const [first] = group;
    if (first !== undefined) {
      const key = { shopId: first.shop_id, campaignId: first.campaign_id, batchNo: first.batch_no };
      const traces = group.map((row) => ({ ordinal: row.ordinal, messageId: row.message_id }));
      if (first.status === 'unknown') {
        await traceMessages(key, traces, 'report');
      } else {
        await overturnPresumption(key, traces);
      }
    }
  }
  return rows.length === PER_RUN ? rows.at(-1)?.id : undefined;
}

function toReport(row: Parked): DeliveryReport {
  return {
    messageId: row.message_id,
    word: row.word,
    status: row.state,
    rank: row.rank,
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.error === null ? {} : { description: row.error }),
    ...(row.occurred_at === null ? {} : { at: row.occurred_at.toISOString() }),
  };
}
