import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { NumberedRow } from '../../core/imports/find-names-row.ts';
import { COLUMNS_MAX, type FileFormat } from '../../core/imports/import-settings.ts';
import type { FileProblem } from '../../core/imports/row-problems.ts';
import { pool } from '../../platform/database.server.ts';
import { detectCodePage } from './detect-code-page.server.ts';
import { parserOptions } from './parser-options.ts';
import { countryOf } from './shop-country.server.ts';

/** What is looked at to tell how a file is to be read, and to be shown, whatever its size. */
const BEGINNING_BYTES = 262_144;
const ROWS_MAX = 1_000;

export type FirstRows =
  | { kind: 'rows'; rows: NumberedRow[]; whole: boolean }
  | { kind: 'refused'; problem: FileProblem; row: number | null };

/** The beginning of an uploaded file; `whole`: there is no more of it. */
export async function beginningOf(file: {
  shopId: number;
  importId: number;
}): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const { rows } = await pool.query<{ bytes: Buffer; whole: boolean }>(
    `SELECT substring(p.bytes FROM 1 FOR $3) AS bytes, i.file_bytes <= $3 AS whole
     FROM import_piece p JOIN contact_import i ON i.shop_id = p.shop_id AND i.id = p.import_id
     WHERE p.shop_id = $1 AND p.import_id = $2 AND p.no = 0`,
    [file.shopId, file.importId, BEGINNING_BYTES],
  );
  return rows[0] ?? { bytes: new Uint8Array(), whole: true };
}

/** The first rows of a file in which something stands, in the order of the file. */
export async function firstRows(
  file: { shopId: number; importId: number },
  format: FileFormat,
): Promise<FirstRows> {
  const { bytes, whole } = await beginningOf(file);
  return rowsOf(await textOf(bytes, whole, format, file.shopId), whole, format);
}

/** A character that the cut went through is not there, rather than another one. */
async function textOf(
  bytes: Uint8Array,
  whole: boolean,
  { encoding }: FileFormat,
  shopId: number,
): Promise<string> {
  try {
    return new TextDecoder(encoding, { fatal: encoding === 'utf-8' }).decode(bytes, { stream: !whole });
  } catch {
    const page = await detectCodePage(bytes, await countryOf(shopId));
    return new TextDecoder(page).decode(bytes, { stream: !whole });
  }
}

function rowsOf(text: string, whole: boolean, format: FileFormat): FirstRows {
  const found: NumberedRow[] = [];
  let no = 0;
  let lastFilled = 0;
  let refused: FirstRows | undefined;
  try {
    parse(text, {
      ...parserOptions(format),
      // One more: without it the parser would not look whether a row is complete.
      on_record(cells: string[], { records, empty_lines }) {
        no = records + empty_lines;
        if (cells.length > COLUMNS_MAX) {
          refused ??= { kind: 'refused', problem: 'too_many_columns', row: no };
        } else if (found.length < ROWS_MAX && !(format.announced && no === 1) && isFilled(cells)) {
          found.push({ no, cells });
          lastFilled = no;
        }
        return null;
      },
      to: 10 * ROWS_MAX,
    });
  } catch (error) {
    if (!(error instanceof CsvError)) {
      throw error;
    }
    // The cut may go through a quoted cell, and then it is only the cut that does not close it.
    if (error.code === 'CSV_QUOTE_NOT_CLOSED' && !whole && found.length > 0) {
      return { kind: 'rows', rows: found, whole };
    }
    return refused ?? { kind: 'refused', problem: problemOf(error), row: no + 1 };
  }
  if (refused !== undefined) {
    return refused;
  }
  if (!whole && lastFilled === no && found.length < ROWS_MAX) {
    // It may go on behind the cut.
    found.pop();
  }
  return { kind: 'rows', rows: found, whole };
}

const isFilled = (cells: readonly string[]): boolean => cells.some((cell) => cell.trim() !== '');

/** Why the parser gave up, in our words. */
export function problemOf(error: CsvError): FileProblem {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'quote_not_closed';
    case 'CSV_MAX_RECORD_SIZE':
      return 'row_too_long';
    default:
      return 'unreadable';
  }
}
