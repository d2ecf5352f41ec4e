import { pool } from '../../platform/database.server.ts';

/** Rows that are looked through at once: some 50 ms of work, between which others get their turn. */
const ROWS = 1_000;

export type KeptRow = {
  import_id: number;
  reason: string;
  row_no: number;
  file_name: string | null;
  /** As they came; of a row that is told by its number alone, that number. */
  cells: string[];
};

/**
 * The rows of a shop's files that were not taken as they say and are still kept, piece by piece in the order
 * of their key, so that no statement is long and no file is in memory.
 */
export async function* keptRows(shopId: number): AsyncGenerator<KeptRow[]> {
  for (let after: KeptRow | undefined, more = true; more; ) {
    const { rows }: { rows: KeptRow[] } = await pool.query<KeptRow>(
      `SELECT p.import_id, p.reason, p.row_no, i.file_name,
              coalesce(p.cells, '[]')
                || CASE WHEN p.phone IS NULL THEN '[]' ELSE jsonb_build_array(p.phone::text) END AS cells
       FROM contact_import i JOIN import_problem p ON p.shop_id = i.shop_id AND p.import_id = i.id
       WHERE i.shop_id = $1 AND i.emptied_at IS NULL AND (p.import_id, p.reason, p.row_no) > ($2, $3, $4)
       ORDER BY p.import_id, p.reason, p.row_no LIMIT ${ROWS}`,
      [shopId, after?.import_id ?? 0, after?.reason ?? '', after?.row_no ?? 0],
    );
    yield rows;
    after = rows.at(-1);
    more = rows.length === ROWS;
  }
}
