import { formatPhone } from '../../core/contacts/phone-number.ts';
import { lastRowBefore } from '../../core/imports/import-settings.ts';
import { type RowReason, rowReasons } from '../../core/imports/row-problems.ts';
import { type Cursor, type KeysetPage, pageOf, scanFor } from '../../core/keyset.ts';
import { pool } from '../../platform/database.server.ts';
import { type ExportPiece, pieceOf, ROWS_PER_PIECE } from '../exports/csv-piece.server.ts';
import { firstRows } from './first-rows.server.ts';
import { type ContactImport, importOf } from './import-row.server.ts';

const SIZE = 50;
/** What a list shows of a row, in characters. */
const SHOWN_MAX = 200;

export type ProblemRow = { row: number; shown: string };

type Found = { row_no: number; cells: string[] | null; phone: number | null };

/** The rows of a file that have one reason; undefined when the shop has no such import, or its rows are gone. */
export async function importProblems(
  shopId: number,
  importId: number,
  query: { reason: RowReason; cursor: Cursor | null },
): Promise<(KeysetPage<ProblemRow> & { fileName: string | null }) | undefined> {
  const found = await importOf(pool, shopId, importId);
  if (found === undefined) {
    return undefined;
  }
  const scan = scanFor(query.cursor, 'ascending');
  const { rows } = await pool.query<Found>(
    `SELECT row_no, cells, phone FROM import_problem
     WHERE shop_id = $1 AND import_id = $2 AND reason = $3 AND ($4::bigint IS NULL OR row_no ${scan.operator} $4)
     ORDER BY row_no ${scan.order}
     LIMIT $5`,
    [shopId, importId, query.reason, scan.key, SIZE + 1],
  );
  const items = rows.map((row) => ({ row: row.row_no, shown: shownOf(row) }));
  return { ...pageOf(items, query.cursor, SIZE, (item) => item.row), fileName: found.file_name };
}

function shownOf({ cells, phone }: Found): string {
  const text = cells === null ? phoneOf(phone) : cells.filter((cell) => cell.trim() !== '').join(' · ');
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}

const phoneOf = (phone: number | null): string => (phone === null ? '' : formatPhone(`+${phone}`));

/** The words of the page, which features do not know. */
export type ProblemWords = Readonly<Record<RowReason, { label: string; todo: string }>>;

/** A row that has several reasons stands there for each; the place of a piece is its reason and row in one number. */
const ROW_MAX = 10 ** 9;

/**
 * The rows that are not taken, or not as they say, with their cells as they came, to be corrected and imported again.
 *
 * @param from where the piece before ended.
 */
export async function exportProblems(
  shopId: number,
  importId: number,
  from: number,
  words: ProblemWords,
): Promise<ExportPiece | undefined> {
  const found = await importOf(pool, shopId, importId);
  if (found === undefined) {
    return undefined;
  }
  const phoneColumn = found.settings?.columns.indexOf('phone') ?? 0;
  const { rows } = await pool.query<Found & { reason: RowReason; place: number }>(
    `SELECT reason, row_no, cells, phone, place
     FROM import_problem p
     JOIN unnest($3::text[]) WITH ORDINALITY AS r(name, no) ON r.name = p.reason
     CROSS JOIN LATERAL (SELECT r.no * $4::bigint + p.row_no AS place) AS placed
     WHERE shop_id = $1 AND import_id = $2
       AND (r.no > $5::bigint / $4 OR (r.no = $5::bigint / $4 AND row_no > $5::bigint % $4))
     ORDER BY r.no, row_no
     LIMIT $6`,
    [shopId, importId, rowReasons, ROW_MAX, from, ROWS_PER_PIECE + 1],
  );
  return pieceOf(
    rows,
    from,
    ['Row', 'What is wrong', 'What to do', ...(await columnNames(shopId, found))],
    ({ reason, row_no: row, cells, phone }) => [
      row,
      words[reason].label,
      words[reason].todo,
      ...(cells ??
        Array.from({ length: phoneColumn + 1 }, (_, at) => (at === phoneColumn ? phoneOf(phone) : ''))),
    ],
    ({ place }) => place,
  );
}

/** From the file itself while it is there, else by what the merchant said of its columns. */
async function columnNames(shopId: number, { id, settings }: ContactImport): Promise<string[]> {
  const columns = settings?.columns ?? [];
  const named = columns.map((field, at) => field ?? `Column ${at + 1}`);
  if (settings?.format.header !== true) {
    return named;
  }
  const first = await firstRows({ shopId, importId: id }, settings.format);
  const names = lastRowBefore(settings.format);
  const cells = first.kind === 'rows' ? first.rows.find(({ no }) => no === names)?.cells : undefined;
  return named.map((name, at) => cells?.[at]?.trim() || name);
}
