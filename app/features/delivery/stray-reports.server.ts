import { parseReference } from '../../core/messaging/reference.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { messageStatus } from '../../platform/mitto/message-status.server.ts';

/** After so long a report for a text that we never knew is given up. */
const GIVE_UP_AFTER_DAYS = 7;
/** A report that overtook our own commit is matched well within this; older ones are strays. */
const STRAY_AFTER_SECONDS = 60;
const LISTED = 50;
/** Asked per run: strays are rare, and a flood of them must not become a flood of ours. */
const ASKED = 10;

export type StrayReport = {
  messageId: string | null;
  campaignId: number | null;
  ordinal: number | null;
  word: string;
  receivedAt: Date;
  /** Of whom our reference names: why the report is not about her text. */
  why: 'no_such_recipient' | 'other_id' | 'no_id' | 'not_sent' | 'waiting';
};

/** Reports that belong to no text we know, the oldest first; for the operator. */
export async function strayReports(): Promise<{ count: number; oldest: StrayReport[] }> {
  const { rows } = await pool.query<StrayReport & { count: number }>(
    `SELECT p.message_id AS "messageId", p.campaign_id AS "campaignId", p.ordinal, p.word, p.received_at AS "receivedAt",
            count(*) OVER ()::integer AS count,
            CASE WHEN r.ordinal IS NULL THEN 'no_such_recipient'
                 WHEN m.message_id IS NOT NULL THEN 'other_id'
                 WHEN o.ordinal IS NULL AND p.message_id IS NULL AND b.status IN ('unknown', 'resolved') THEN 'no_id'
                 WHEN o.ordinal IS NULL AND b.status IN ('ready', 'deferred', 'dispatching', 'unknown', 'resolved')
                   THEN 'waiting'
                 ELSE 'not_sent' END AS why
     FROM parked_report p
     LEFT JOIN campaign k ON k.id = p.campaign_id
     LEFT JOIN recipient r ON r.shop_id = k.shop_id AND r.campaign_id = k.id AND r.ordinal = p.ordinal
     LEFT JOIN send_batch b ON b.shop_id = r.shop_id AND b.campaign_id = r.campaign_id AND b.batch_no = r.batch_no
     LEFT JOIN message m ON m.shop_id = r.shop_id AND m.campaign_id = r.campaign_id AND m.ordinal = r.ordinal
     LEFT JOIN recipient_omission o
       ON o.shop_id = r.shop_id AND o.campaign_id = r.campaign_id AND o.ordinal = r.ordinal
     WHERE p.received_at < now() - $1 * interval '1 second'
     ORDER BY p.id LIMIT $2`,
    [STRAY_AFTER_SECONDS, LISTED],
  );
  return { count: rows[0]?.count ?? 0, oldest: rows.map(({ count: _, ...report }) => report) };
}

/** Looks once at each stray that may still be explained. */
export async function nameStrays(): Promise<void> {
  await tellOtherIds();
  await askForReferences();
}

/** A report whose reference names somebody whom Mitto knows under another id: she may have got two texts. Told once. */
async function tellOtherIds(): Promise<void> {
  const { rowCount: reports } = await pool.query(
    `UPDATE parked_report SET tries = tries + 1
     WHERE id IN (
       SELECT p.id FROM parked_report p
       JOIN campaign k ON k.id = p.campaign_id
       JOIN message m ON m.shop_id = k.shop_id AND m.campaign_id = k.id AND m.ordinal = p.ordinal
       WHERE p.tries = 0 AND m.message_id <> p.message_id
         AND NOT EXISTS (SELECT FROM message own WHERE own.message_id = p.message_id)
       ORDER BY p.id FOR UPDATE OF p SKIP LOCKED)`,
  );
  if (reports !== null && reports > 0) {
    log.error(
      { reports, alert: 'contradiction' },
      'delivery reports name people whose texts Mitto knows under other ids; see npm run unknowns -- list',
    );
  }
}

/** Mitto's status of a text may name our reference where its report did not: then the report is evidence as any other. */
async function askForReferences(): Promise<void> {
  const { rows } = await pool.query<{ id: number; message_id: string }>(
    `SELECT p.id, p.message_id FROM parked_report p
     WHERE p.tries = 0 AND p.campaign_id IS NULL AND p.message_id IS NOT NULL
       AND p.received_at < now() - $1 * interval '1 second'
       AND NOT EXISTS (SELECT FROM message m WHERE m.message_id = p.message_id)
     ORDER BY p.id LIMIT $2`,
    [STRAY_AFTER_SECONDS, ASKED],
  );
  for (const { id, message_id } of rows) {
    const status = await messageStatus(message_id);
    if (status.kind === 'unavailable') {
      // The next run asks again.
      return;
    }
    const named =
      status.kind === 'found' && status.reference !== null ? parseReference(status.reference) : undefined;
    await pool.query('UPDATE parked_report SET tries = 1, campaign_id = $2, ordinal = $3 WHERE id = $1', [
      id,
      named?.campaignId ?? null,
      named?.ordinal ?? null,
    ]);
  }
}

/** Forgets strays that nothing has explained in a week, and says so: each may be a text that somebody got. */
export async function giveUpStrays(): Promise<void> {
  const { rows } = await pool.query<{ reports: number; named: number }>(
    `WITH gone AS (
       DELETE FROM parked_report WHERE received_at < now() - $1 * interval '1 day' RETURNING campaign_id
     )
     SELECT count(*)::integer AS reports, count(campaign_id)::integer AS named FROM gone`,
    [GIVE_UP_AFTER_DAYS],
  );
  const { reports = 0, named = 0 } = rows[0] ?? {};
  if (reports > 0) {
    log.error(
      { reports, named, days: GIVE_UP_AFTER_DAYS, alert: 'reports_without_a_text' },
      'delivery reports that belong to no text we know were given up',
    );
  }
}

/** Whoever has the secret can post reports of texts that never were, without end. */
const PARKED_MOST = 1_000_000;

/** Lets go of the oldest parked reports beyond what is kept of them in all, and says so. @param most for tests. */
export async function boundParked(most = PARKED_MOST): Promise<void> {
  const { rowCount } = await pool.query(
    `DELETE FROM parked_report
     WHERE id <= (SELECT id FROM parked_report ORDER BY id DESC OFFSET $1 LIMIT 1)`,
    [most],
  );
  if ((rowCount ?? 0) > 0) {
    log.error(
      { reports: rowCount, kept: most, alert: 'reports_without_a_text' },
      'too many delivery reports belong to no text we know: the oldest were given up',
    );
  }
}
