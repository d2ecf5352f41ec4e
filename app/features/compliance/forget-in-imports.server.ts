import { type PersonInFile, personInFile } from '../../core/privacy/person-in-file.ts';
import { pool } from '../../platform/database.server.ts';
import { emailHmac } from './email-hmac.server.ts';

/** By what somebody is known here; an e-mail address only as its hash. */
export type KnownPerson = {
  phones: readonly number[];
  firstName: string | null;
  lastName: string | null;
  emailHmac: Buffer | null;
};

/**
 * How long a file is kept once somebody was erased who may be in it: long enough to end an import that is under way. The page of
 * the import says it.
 */
export const FILE_HOURS = 24;
/** Rows that are looked through at once. */
const ROWS = 2_000;

/**
 * Forgets somebody in the files of a shop: rows that wait to be imported, rows that could not be taken and are kept with their
 * cells, and names of files. A file itself cannot be edited, so whatever is left of those that wait goes within FILE_HOURS.
 *
 * DANGER: in transactions of its own and before the erasure, never in it. A check holds an import's row and then waits for
 * contacts; an erasure holds contacts. And whoever is erased already has no name any more to be found by.
 */
export async function forgetInImports(shopId: number, known: KnownPerson): Promise<void> {
  await markWaiting(shopId);
  const hmacOf = await emailHmac(shopId);
  const person = personInFile({
    ...known,
    isTheirEmail: (email) => known.emailHmac?.equals(hmacOf(email)) ?? false,
  });
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

type Row = {
  import_id: number;
  reason: string;
  row_no: number;
  cells: string[] | null;
  phone: number | null;
};

/** Piece by piece, in the order of the key, so that no statement is long and no file is in memory. */
async function forgetRows(shopId: number, person: PersonInFile): Promise<void> {
  let after: Row | undefined;
  do {
    const { rows }: { rows: Row[] } = await pool.query<Row>(
      `SELECT p.import_id, p.reason, p.row_no, p.cells, p.phone
       FROM contact_import i JOIN import_problem p ON p.shop_id = i.shop_id AND p.import_id = i.id
       WHERE i.shop_id = $1 AND i.emptied_at IS NULL AND (p.import_id, p.reason, p.row_no) > ($2, $3, $4)
       ORDER BY p.import_id, p.reason, p.row_no LIMIT ${ROWS}`,
      [shopId, after?.import_id ?? 0, after?.reason ?? '', after?.row_no ?? 0],
    );
    const theirs = rows.filter(({ cells, phone }) =>
      person.hasRow([...(cells ?? []), ...(phone === null ? [] : [`${phone}`])]),
    );
    if (theirs.length > 0) {
      await pool.query(
        `DELETE FROM import_problem p
         USING unnest($2::bigint[], $3::text[], $4::integer[]) AS gone(import_id, reason, row_no)
         WHERE p.shop_id = $1 AND p.import_id = gone.import_id AND p.reason = gone.reason AND p.row_no = gone.row_no`,
        [
          shopId,
          theirs.map((row) => row.import_id),
          theirs.map(({ reason }) => reason),
          theirs.map((row) => row.row_no),
        ],
      );
    }
    after = rows.length < ROWS ? undefined : rows.at(-1);
  } while (after !== undefined);
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
