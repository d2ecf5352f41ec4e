import type { PersonInFile } from '../../core/privacy/person-in-file.ts';
import { pool } from '../../platform/database.server.ts';
import { keptRows } from './kept-rows.server.ts';
import { type KnownPerson, knownInFile } from './known-person.server.ts';

/** How long a file is kept once somebody was erased who may be in it: enough to end an import. */
const FILE_HOURS = 24;

/**
 * Forgets somebody in the files of a shop: rows that wait to be imported, rows that could not be taken and
 * are kept with their cells, and names of files. A file that waits cannot be edited: it goes in FILE_HOURS.
 *
 * DANGER: in transactions of its own and before the erasure, never in it. An import holds its row and then
 * waits for contacts, which an erasure holds. And whoever is erased has no name any more to be found by.
 */
export async function forgetInImports(shopId: number, known: KnownPerson): Promise<void> {
  await markWaiting(shopId);
  const person = await knownInFile(shopId, known);
  await forgetRows(shopId, person);
  await forgetNames(shopId, person);
  await pool.query(
    `DELETE FROM import_person p USING contact_import i
     WHERE i.shop_id = $1 AND i.emptied_at IS NULL AND p.shop_id = i.shop_id AND p.import_id = i.id
       AND (p.phone = ANY ($2::bigint[]) OR p.email_hmac = $3)`,
    [shopId, known.phones, known.emailHmac],
  );
}

/** First: what a check that is running stores from now on goes with its file. */
async function markWaiting(shopId: number): Promise<void> {
  await pool.query(
    `UPDATE contact_import SET delete_by = least(delete_by, now() + $2 * interval '1 hour')
     WHERE shop_id = $1 AND emptied_at IS NULL
       AND status IN ('uploading', 'mapping', 'checking', 'checked', 'importing', 'failed')`,
    [shopId, FILE_HOURS],
  );
}

async function forgetRows(shopId: number, person: PersonInFile): Promise<void> {
  for await (const rows of keptRows(shopId)) {
    const theirs = rows.filter(({ cells }) => person.hasRow(cells));
    if (theirs.length > 0) {
      await pool.query(
        `DELETE FROM import_problem p
         USING unnest($2::bigint[], $3::text[], $4::integer[]) AS gone(import_id, reason, row_no)
         WHERE p.shop_id = $1 AND p.import_id = gone.import_id
           AND p.reason = gone.reason AND p.row_no = gone.row_no`,
        [
          shopId,
          theirs.map((row) => row.import_id),
          theirs.map(({ reason }) => reason),
          theirs.map((row) => row.row_no),
        ],
      );
    }
  }
}

async function forgetNames(shopId: number, person: PersonInFile): Promise<void> {
  const { rows } = await pool.query<{ id: number; file_name: string }>(
    'SELECT id, file_name FROM contact_import WHERE shop_id = $1 AND file_name IS NOT NULL',
    [shopId],
  );
  const theirs = rows.filter((row) => person.hasName(row.file_name));
  await pool.query('UPDATE contact_import SET file_name = NULL WHERE shop_id = $1 AND id = ANY ($2)', [
    shopId,
    theirs.map(({ id }) => id),
  ]);
}
