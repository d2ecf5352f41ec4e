import type { DeliveryReport } from '../../core/delivery/delivery-reports.ts';
import type { DeliveryStatus } from '../../core/delivery/delivery-status.ts';
import { parseReference } from '../../core/messaging/reference.ts';
import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { traceMessages } from '../messaging/resolve-unknown.server.ts';
import { writeReports } from './record-reports.server.ts';

const PER_RUN = 2_000;
/** After so long a report for a message that we never knew is not ours; it is forgotten. */
const FORGET_AFTER_DAYS = 7;

type Parked = {
  id: number;
  message_id: string | null;
  reference: string | null;
  rank: number;
  state: DeliveryStatus;
  word: string;
  code: string | null;
  error: string | null;
  occurred_at: Date | null;
};

/**
 * Looks again at reports that belonged to no message when they came: those that overtook our commit find it now, and
 * those that carry our reference prove what became of an unknown call.
 */
export async function matchParkedReports(): Promise<void> {
  await traceUnknown();
  const { rows } = await pool.query<Parked>(
    `SELECT p.id, p.message_id, p.reference, p.rank, p.state, p.word, p.code, p.error, p.occurred_at
     FROM parked_report p JOIN message m ON m.message_id = p.message_id
     ORDER BY p.id LIMIT $1`,
    [PER_RUN],
  );
  if (rows.length > 0) {
    // Written before they are deleted: a crash in between only makes them come twice, which is as once.
    await writeReports(rows.map(toReport));
    await pool.query('DELETE FROM parked_report WHERE id = ANY ($1::bigint[])', [rows.map((row) => row.id)]);
  }
  await pool.query(`DELETE FROM parked_report WHERE received_at < now() - $1 * interval '1 day'`, [
    FORGET_AFTER_DAYS,
  ]);
  if (rows.length === PER_RUN) {
    await enqueue(pool, 'match-parked-reports', {}, { key: 'match-parked-reports', soon: 10 });
  }
}

/**
 * A report with our reference and Mitto's id names a person of an unknown batch: evidence that the call was taken. All
 * parked reports are gone through, so that thousands that are not ours never hide the one that is.
 */
async function traceUnknown(): Promise<void> {
  const { rows: unknown } = await pool.query(`SELECT FROM send_batch WHERE status = 'unknown' LIMIT 1`);
  let after: number | undefined = unknown.length > 0 ? 0 : undefined;
  while (after !== undefined) {
    after = await traceSome(after);
  }
}

/** @returns where to go on; undefined at the end. */
async function traceSome(after: number): Promise<number | undefined> {
  const { rows } = await pool.query<{ id: number; message_id: string; reference: string }>(
    `SELECT id, message_id, reference FROM parked_report
     WHERE id > $1 AND message_id IS NOT NULL AND reference IS NOT NULL
     ORDER BY id LIMIT $2`,
    [after, PER_RUN],
  );
  const named = rows.flatMap((row) => {
    const reference = parseReference(row.reference);
    return reference === undefined ? [] : [{ ...reference, messageId: row.message_id }];
  });
  const { rows: found } = await pool.query<{
    shop_id: number;
    campaign_id: number;
    batch_no: number;
    ordinal: number;
    message_id: string;
  }>(
    `SELECT b.shop_id, b.campaign_id, b.batch_no, n.ordinal, n.message_id
     FROM unnest($1::bigint[], $2::integer[], $3::text[]) AS n(campaign_id, ordinal, message_id)
     JOIN send_batch b ON b.status = 'unknown' AND b.campaign_id = n.campaign_id
       AND n.ordinal BETWEEN b.first_ordinal AND b.last_ordinal`,
    [named.map((one) => one.campaignId), named.map((one) => one.ordinal), named.map((one) => one.messageId)],
  );
  for (const group of Map.groupBy(found, (row) => `${row.campaign_id} ${row.batch_no}`).values()) {
    const [first] = group;
    if (first !== undefined) {
      await traceMessages(
        { shopId: first.shop_id, campaignId: first.campaign_id, batchNo: first.batch_no },
        group.map((row) => ({ ordinal: row.ordinal, messageId: row.message_id })),
        'report',
      );
    }
  }
  return rows.length === PER_RUN ? rows.at(-1)?.id : undefined;
}

function toReport(row: Parked): DeliveryReport {
  return {
    word: row.word,
    status: row.state,
    rank: row.rank,
    ...(row.message_id === null ? {} : { messageId: row.message_id }),
    ...(row.reference === null ? {} : { reference: row.reference }),
    ...(row.code === null ? {} : { code: row.code }),
    ...(row.error === null ? {} : { description: row.error }),
    ...(row.occurred_at === null ? {} : { at: row.occurred_at.toISOString() }),
  };
}
