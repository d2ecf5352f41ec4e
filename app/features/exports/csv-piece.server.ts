import { stringify } from 'csv-stringify/sync';
import { safeCsv } from '../../core/imports/cell.ts';

/** A cell; null is empty. */
export type Cell = string | number | null;
/** A part of a table and where the next one begins; null: this was the last. */
export type ExportPiece = { header: readonly string[] | null; rows: Cell[][]; next: number | null };

/** The rows of one piece: a request stays short, and what is held in memory is bounded also where each is as long as it may be. */
export const ROWS_PER_PIECE = 1_000;

/** Without it, Excel takes UTF-8 for the code page of the machine and shows Greek as signs. */
const BYTE_ORDER_MARK = '\ufeff';

/** Where an export goes on: `?from=…`, as the piece before said; from the beginning if it says nothing that can be read. */
export function readFrom(request: Request): number {
  const from = new URL(request.url).searchParams.get('from') ?? '';
  return /^\d{1,15}$/.test(from) ? Number(from) : 0;
}

/**
 * One piece of a CSV file as the answer to a request. The page asks for piece after piece (`x-next`) and puts them together:
 * Remix writes an answer without regard to how fast it is taken, so a file of a million rows in one answer would lie in memory.
 * Only the first piece has the names of the columns.
 */
export function csvPiece({ header, rows, next }: ExportPiece): Response {
  const lines = header === null ? rows : [header, ...rows];
  const text = stringify(lines, { ...safeCsv, record_delimiter: '\r\n' });
  const body = `${header === null ? '' : BYTE_ORDER_MARK}${text}`;
  return new Response(body, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'cache-control': 'no-store',
      ...(next === null ? {} : { 'x-next': String(next) }),
    },
  });
}

/** What a query for `ROWS_PER_PIECE + 1` rows found, as a piece. */
export function pieceOf<Row>(
  found: readonly Row[],
  from: number,
  header: readonly string[],
  toCells: (row: Row) => Cell[],
  keyOf: (row: Row) => number,
): ExportPiece {
  const rows = found.slice(0, ROWS_PER_PIECE);
  const last = rows.at(-1);
  return {
    header: from === 0 ? header : null,
    rows: rows.map(toCells),
    next: found.length > ROWS_PER_PIECE && last !== undefined ? keyOf(last) : null,
  };
}
