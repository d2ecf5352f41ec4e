import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

/** How long what a file holds of people is kept after the merchant last touched it, or the import ended. */
export const DAYS_KEPT = 7;
const PER_SWEEP = 20;
/** A step of a job takes a few seconds at most. */
const LOST_AFTER_SECONDS = 30;
/** What one sweep deletes, so that it is not kept from the rest of its work. */
const ROWS_PER_SWEEP = 20_000;
const PIECES_PER_SWEEP = 50;

/** Checks and imports whose process died go on from where they were. */
export async function wakeImports(): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; id: number; status: 'checking' | 'importing' }>(
    `SELECT shop_id, id, status FROM contact_import
     WHERE status IN ('checking', 'importing') AND moved_at < now() - $1 * interval '1 second'
     ORDER BY moved_at LIMIT $2`,
    [LOST_AFTER_SECONDS, PER_SWEEP],
  );
  for (const { shop_id: shopId, id: importId, status } of rows) {
    const job = status === 'checking' ? 'check-import' : 'run-import';
    await enqueue(pool, job, { shopId, importId }, { key: `${job}:${importId}` });
  }
}

/**
 * Deletes what files hold of people as soon as nobody needs it: the file itself, and what it was called, once
 * its import runs; everything of an import that was discarded; after DAYS_KEPT days the rows that were not
 * taken, and files that nobody imported. Where somebody was erased meanwhile who may be in it, everything
 * goes by the hour that the erasure has set.
 */
export async function emptyImports(): Promise<void> {
  await pool.query(
    `UPDATE contact_import SET status = 'expired', ended_at = now()
     WHERE emptied_at IS NULL AND (
       (status IN ('uploading', 'mapping', 'checking', 'checked', 'importing', 'failed')
        AND moved_at < now() - $1 * interval '1 day')
       OR (status IN ('uploading', 'mapping', 'checked', 'failed') AND delete_by < now()))`,
    [DAYS_KEPT],
  );
  const { rows } = await pool.query<{ shop_id: number; id: number; all: boolean }>(
    `SELECT i.shop_id, i.id, old.rows_too AS all
     FROM contact_import i
     CROSS JOIN LATERAL (
       SELECT i.status = 'expired'
         OR (i.status = 'done' AND least(i.ended_at + $1 * interval '1 day', i.delete_by) < now()) AS rows_too
     ) old
     WHERE i.emptied_at IS NULL AND (
       old.rows_too
       OR (i.status IN ('importing', 'done') AND (
         i.file_name IS NOT NULL
         OR EXISTS (SELECT FROM import_piece p WHERE p.shop_id = i.shop_id AND p.import_id = i.id))))
     ORDER BY i.moved_at LIMIT $2`,
    [DAYS_KEPT, PER_SWEEP],
  );
  for (const { shop_id: shopId, id: importId, all } of rows) {
    if ((await emptySome(shopId, importId, all)) === 0) {
      await pool.query(
        `UPDATE contact_import SET file_name = NULL, emptied_at = CASE WHEN $3 THEN now() END
         WHERE shop_id = $1 AND id = $2`,
        [shopId, importId, all],
      );
    }
  }
}

/** @returns how much was deleted; 0: nothing is left. */
async function emptySome(shopId: number, importId: number, all: boolean): Promise<number> {
  const tables: [string, string, number][] = [
    ['import_piece', 'no', PIECES_PER_SWEEP],
    ...(all
      ? ([
          ['import_person', 'phone', ROWS_PER_SWEEP],
          ['import_problem', '(reason, row_no)', ROWS_PER_SWEEP],
        ] as [string, string, number][])
      : []),
  ];
  let deleted = 0;
  for (const [table, key, most] of tables) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM ${table} WHERE shop_id = $1 AND import_id = $2 ORDER BY ${key} LIMIT $3))`,
      [shopId, importId, most],
    );
    deleted += rowCount ?? 0;
  }
  return deleted;
}
