import { performance } from 'node:perf_hooks';
import { keptDays } from '../../core/privacy/retention.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { eraseContact } from '../compliance/erase-contact.server.ts';
import { deleteInChunks } from './delete-in-chunks.server.ts';
import { emptyTexts } from './empty-texts.server.ts';

const EVERY_HOURS = 24;
const AT_ONCE = 500;

/** What went: texts that were emptied, contacts that were erased, rows that were deleted. */
export type RetentionRun = { texts: number; contacts: number; rows: number };

/**
 * Job apply-retention, once a day however many workers ask: what was kept long enough goes, in small transactions. It may be cut off
 * anywhere; the next one finds what is left by its age.
 *
 * @returns undefined when it is not time yet, or when somebody else is at it.
 */
export async function applyRetention(): Promise<RetentionRun | undefined> {
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_lock(2006, 0) AND NOT EXISTS (
         SELECT FROM retention_run WHERE at > now() - $1 * interval '1 hour') AS mine`,
      [EVERY_HOURS],
    );
    return rows[0]?.mine === true ? await run() : undefined;
  } finally {
    // Closed, not given back: the lock goes with it.
    client.release(true);
  }
}

async function run(): Promise<RetentionRun> {
  const started = performance.now();
  const done: RetentionRun = {
    texts: await emptyOldTexts(),
    contacts: await eraseDeleted(),
    rows: await deleteOldRows(),
  };
  const seconds = (performance.now() - started) / 1000;
  await pool.query('INSERT INTO retention_run (texts, contacts, rows, seconds) VALUES ($1, $2, $3, $4)', [
    done.texts,
    done.contacts,
    done.rows,
    seconds,
  ]);
  log.info({ ...done, seconds: Math.round(seconds * 10) / 10 }, 'what was kept long enough is gone');
  return done;
}

/** Numbers and names in the texts of campaigns that ended so long ago; their counts, credits and states stay. */
async function emptyOldTexts(): Promise<number> {
  let texts = 0;
  for (;;) {
    const { rows } = await pool.query<{ shop_id: number; id: number }>(
      `SELECT k.shop_id, k.id FROM shop s JOIN campaign k ON k.shop_id = s.id
       WHERE k.emptied_at IS NULL AND k.ended_at < now() - s.keep_texts_months * interval '1 month'
       LIMIT $1`,
      [AT_ONCE],
    );
    for (const { shop_id, id } of rows) {
      texts += await emptyTexts(shop_id, id);
      await pool.query('UPDATE campaign SET emptied_at = now() WHERE shop_id = $1 AND id = $2', [
        shop_id,
        id,
      ]);
    }
    if (rows.length < AT_ONCE) {
      return texts;
    }
  }
}

/** Customers who were deleted in Shopify so long ago. Whoever was merged into another lives on in her, and goes with her. */
async function eraseDeleted(): Promise<number> {
  let contacts = 0;
  for (;;) {
    const { rows } = await pool.query<{ shop_id: number; id: number }>(
      `SELECT c.shop_id, c.id FROM shop s JOIN contact c ON c.shop_id = s.id
       WHERE c.deleted_at < now() - s.keep_deleted_months * interval '1 month' AND c.erased_at IS NULL
         AND NOT EXISTS (SELECT FROM contact_alias a WHERE a.shop_id = c.shop_id AND a.shopify_id = c.shopify_id)
       LIMIT $1`,
      [AT_ONCE],
    );
    for (const { shop_id, id } of rows) {
      await eraseContact(shop_id, id, { request: 'retention' });
      contacts += 1;
    }
    if (rows.length < AT_ONCE) {
      return contacts;
    }
  }
}

async function deleteOldRows(): Promise<number> {
  const old = (column: string) => `${column} < now() - $1 * interval '1 day'`;
  const deleted = [
    await deleteInChunks('webhook', old('handled_at'), [keptDays.webhooks]),
    await deleteInChunks('access_log', old('minute'), [keptDays.accessLog]),
    await deleteInChunks('privacy_case', old('done_at'), [keptDays.closedCases]),
    await deleteInChunks('retention_run', old('at'), [keptDays.retentionRuns]),
    await emptyInChunks(MACHINES, keptDays.machines),
    await emptyInChunks(REPLIES, keptDays.replies),
  ];
  return deleted.reduce((sum, rows) => sum + rows, 0);
}

/** A click stays counted; what her browser said of itself served to judge it. */
const MACHINES = `
  UPDATE link_click SET user_agent = NULL
  WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM link_click WHERE user_agent IS NOT NULL AND at < now() - $1 * interval '1 day' LIMIT $2))`;

/** What was understood of a reply stays. */
const REPLIES = `
  UPDATE inbound_text SET phone = NULL, text = NULL
  WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM inbound_text
    WHERE (phone IS NOT NULL OR text IS NOT NULL) AND received_at < now() - $1 * interval '1 day' LIMIT $2))`;

async function emptyInChunks(sql: string, days: number): Promise<number> {
  const CHUNK = 5_000;
  let emptied = 0;
  for (;;) {
    const { rowCount } = await pool.query(sql, [days, CHUNK]);
    emptied += rowCount ?? 0;
    if ((rowCount ?? 0) < CHUNK) {
      return emptied;
    }
  }
}
