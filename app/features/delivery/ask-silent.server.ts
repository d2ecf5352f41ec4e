import { type DeliveryReport, parseDeliveryReports } from '../../core/delivery/delivery-reports.ts';
import { move } from '../../core/delivery/recipient-state.ts';
import { deliveryStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { enqueue, hintCounts } from '../../platform/jobs.server.ts';
import { type MessageStatus, messageStatus } from '../../platform/mitto/message-status.server.ts';
import { takeCallToken } from '../../platform/rate-limits.server.ts';
import { compareParts, type PartsCounted } from './compare-parts.server.ts';
import { writeReports } from './record-reports.server.ts';

/** When a batch's silent messages are asked for, in seconds after the call; then hourly until the deadline. */
const POLL_SECONDS = [30, 120, 300];
const HOUR_SECONDS = 3600;
const BATCHES_PER_RUN = 20;
/** Until everybody of a batch was asked for once, its next sample is not put off for longer than this. */
const ROUND_SECONDS = 60;
/** Asked per batch and round: enough to see whether reports are late or lost, not a query per text. */
const SAMPLE = 50;

type Due = {
  shop_id: number;
  campaign_id: number;
  batch_no: number;
  poll_round: number;
  asked_ordinal: number;
  last_ordinal: number;
  overdue: boolean;
  age: number;
};

/**
 * Asks Mitto about messages that stay silent: a sample of each batch whose time has come. Where the answers show that
 * reports got lost, the rest of the batch is asked at once. Past the deadline silence is its own final state.
 */
export async function askSilent(): Promise<void> {
  const { rows } = await pool.query<Due>(
    `SELECT shop_id, campaign_id, batch_no, poll_round, asked_ordinal, last_ordinal,
            settled_at < now() - $2 * interval '1 hour' AS overdue,
            extract(epoch FROM now() - settled_at)::integer AS age
     FROM send_batch WHERE next_poll_at <= now() ORDER BY next_poll_at LIMIT $1`,
    [BATCHES_PER_RUN, env.UNKNOWN_DEADLINE_HOURS],
  );
  for (const batch of rows) {
    await askBatch(batch);
  }
  if (rows.length === BATCHES_PER_RUN) {
    await enqueue(pool, 'ask-silent', {}, { key: 'ask-silent', soon: 100 });
  }
}

async function askBatch(batch: Due): Promise<void> {
  const { rows: silent } = await pool.query<{ message_id: string; ordinal: number; parts: number }>(
    `SELECT m.message_id, m.ordinal, r.parts
     FROM message m JOIN recipient r USING (shop_id, campaign_id, ordinal)
     WHERE m.shop_id = $1 AND m.campaign_id = $2 AND m.batch_no = $3 AND m.state = 'handed_over'
       AND m.ordinal BETWEEN (SELECT first_ordinal FROM send_batch WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3)
                       AND (SELECT last_ordinal  FROM send_batch WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3)
     -- Whoever was asked for comes last, so that a round reaches everybody.
     ORDER BY m.ordinal <= $5, m.ordinal LIMIT $4`,
    [batch.shop_id, batch.campaign_id, batch.batch_no, SAMPLE, batch.asked_ordinal],
  );
  if (silent.length === 0) {
    return planNext(batch, null, batch.asked_ordinal);
  }
  if (batch.overdue) {
    await closeOverdue(batch);
    return planNext(batch, null, batch.asked_ordinal);
  }
  const reports: DeliveryReport[] = [];
  const counted: PartsCounted[] = [];
  let asked = 0;
  for (const { message_id, ordinal, parts } of silent) {
    if ((await takeCallToken(batch.shop_id)) > 0) {
      break;
    }
    const status = await messageStatus(message_id);
    asked += 1;
    if (status.kind === 'found') {
      reports.push(...asReports(message_id, status));
      counted.push({ ordinal, ours: parts, theirs: status.parts });
    }
  }
  const final = reports.filter((report) => report.rank >= 3).length;
  if (reports.length > 0) {
    await writeReports(reports);
  }
  await compareParts(batch.shop_id, batch.campaign_id, counted);
  const last = silent[asked - 1]?.ordinal ?? batch.asked_ordinal;
  await planNext(batch, secondsToGoOn(batch, { silent: silent.length, asked, final, last }), last);
}

/**
 * Where answers were news, reports do not reach us: go on at once. So where the rate was used up before anybody was asked.
 * Otherwise as planned, but no hour's pause before everybody was asked for once.
 */
function secondsToGoOn(
  batch: Due,
  round: { silent: number; asked: number; final: number; last: number },
): number {
  if (round.asked === 0 || (round.final > 0 && round.final >= round.asked / 2)) {
    return 1;
  }
  const planned = secondsToNext(batch);
  const reachedAll =
    round.silent < SAMPLE || round.last <= batch.asked_ordinal || round.last >= batch.last_ordinal;
  return reachedAll && round.final === 0 ? planned : Math.min(planned, ROUND_SECONDS);
}

/** Read as a callback is: what Mitto writes into a time or a description must not make the write of the others fail. */
function asReports(messageId: string, status: Extract<MessageStatus, { kind: 'found' }>): DeliveryReport[] {
  const { word, description, at } = status;
  return parseDeliveryReports({
    contentType: 'application/json',
    body: JSON.stringify({ messageId, deliveryStatus: word, description, updatedAt: at }),
  }).reports;
}

function secondsToNext(batch: Due): number {
  const next = POLL_SECONDS.find((seconds) => seconds > batch.age);
  return next === undefined ? HOUR_SECONDS : next - batch.age;
}

async function planNext(batch: Due, seconds: number | null, asked: number): Promise<void> {
  await pool.query(
    `UPDATE send_batch SET next_poll_at = now() + $4 * interval '1 second', poll_round = poll_round + 1,
       asked_ordinal = $5
     WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3`,
    [batch.shop_id, batch.campaign_id, batch.batch_no, seconds, asked],
  );
  if (seconds !== null && seconds <= 1) {
    await enqueue(pool, 'ask-silent', {}, { key: 'ask-silent', soon: 1000 });
  }
}

/** A late report still counts: it moves the person on from here. */
async function closeOverdue(batch: Due): Promise<void> {
  await withTransaction(async (tx) => {
    // The lane before the rows, as record_delivery_reports does: both write message.state.
    await tx.query('SELECT pg_advisory_xact_lock(1000, 6)');
    const { rows } = await tx.query<{ ordinal: number }>(
      `UPDATE message SET state = 'no_report'
       WHERE shop_id = $1 AND campaign_id = $2 AND batch_no = $3 AND state = 'handed_over'
       RETURNING ordinal`,
      [batch.shop_id, batch.campaign_id, batch.batch_no],
    );
    await appendLocked(tx, [
      toStream(deliveryStream(batch.shop_id, batch.campaign_id), [
        {
          type: 'ReportsOverdue',
          data: {
            ordinals: rows.map((row) => row.ordinal),
            moved: move('handed_over', 'no_report', rows.length),
          },
        },
      ]),
    ]);
  });
  await hintCounts();
}
