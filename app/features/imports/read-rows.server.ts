import { pipeline, Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { COLUMNS_MAX, type FileFormat } from '../../core/imports/import-settings.ts';
import type { FileProblem } from '../../core/imports/row-problems.ts';
import { codePageOf, type Encoding } from '../../core/imports/sense-encoding.ts';
import { pool } from '../../platform/database.server.ts';

/** `no`: as a spreadsheet numbers its rows, the names of the columns included. */
export type FileRow = { no: number; cells: string[] };
export type RowsRead =
  /** `bytes`: of the file so far. */
  | { kind: 'rows'; rows: FileRow[]; bytes: number }
  | { kind: 'refused'; problem: FileProblem; row: number | null }
  /** It began as UTF-8 and is none further on. */
  | { kind: 'other_encoding'; encoding: Encoding };

const GROUP = 500;
/** What is handed to the parser at once: between two of these other work gets its turn. */
const SLICE = 32_768;
/** Longer than any row of contacts: where one is, a quotation mark was opened and never closed. */
const ROW_BYTES_MAX = 128_000;

class OtherEncoding extends Error {
  readonly encoding: Encoding;
  constructor(encoding: Encoding) {
    super('not UTF-8');
    this.encoding = encoding;
  }
}

/**
 * The rows of an uploaded file in groups, in the order of the file and in bounded memory, whatever its size. The last thing it
 * gives may be why it can't be read further.
 *
 * @param after rows that are known already; they are not given again.
 */
export async function* readRows(
  file: { shopId: number; importId: number },
  format: FileFormat,
  after = 0,
): AsyncGenerator<RowsRead> {
  const progress = { bytes: 0 };
  const parser = parse({
    delimiter: format.delimiter,
    // As spreadsheets write them; a stray quotation mark inside a cell is a character.
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: ROW_BYTES_MAX,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  // Errors of either come out of the iteration.
  pipeline(Readable.from(decoded(file, format.encoding, progress)), parser, () => {});
  let no = 0;
  let rows: FileRow[] = [];
  try {
    for await (const record of parser) {
      no += 1;
      const cells: string[] = record;
      if (cells.length > COLUMNS_MAX) {
        yield { kind: 'refused', problem: 'too_many_columns', row: no };
        return;
      }
      if (no > after && !(format.announced && no === 1)) {
        rows.push({ no, cells });
      }
      if (rows.length === GROUP) {
        yield { kind: 'rows', rows, bytes: progress.bytes };
        rows = [];
        await breathe();
      }
    }
  } catch (err) {
    yield refusalOf(err, no);
    return;
  }
  yield { kind: 'rows', rows, bytes: progress.bytes };
}

function refusalOf(err: unknown, rowsBefore: number): RowsRead {
  if (err instanceof OtherEncoding) {
    return { kind: 'other_encoding', encoding: err.encoding };
  }
  if (!(err instanceof CsvError)) {
    throw err;
  }
  // The parser counts what it had read when it gave up, which is further than what it has handed out.
  const row = typeof err.records === 'number' ? err.records + 1 : rowsBefore + 1;
  switch (err.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return { kind: 'refused', problem: 'quote_not_closed', row };
    case 'CSV_MAX_RECORD_SIZE':
      return { kind: 'refused', problem: 'row_too_long', row };
    default:
      return { kind: 'refused', problem: 'unreadable', row };
  }
}

async function* decoded(
  file: { shopId: number; importId: number },
  encoding: Encoding,
  progress: { bytes: number },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  for await (const piece of readPieces(file)) {
    for (let at = 0; at < piece.length; at += SLICE) {
      const slice = piece.subarray(at, at + SLICE);
      const text = decode(decoder, slice);
      progress.bytes += slice.length;
      if (text !== '') {
        yield text;
      }
    }
  }
}

function decode(decoder: TextDecoder, bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes, { stream: true });
  } catch {
    throw new OtherEncoding(codePageOf(bytes));
  }
}

/** The bytes of a file, piece by piece. */
export async function* readPieces({
  shopId,
  importId,
}: {
  shopId: number;
  importId: number;
}): AsyncGenerator<Uint8Array> {
  for (let no = 0; ; no += 1) {
    const { rows } = await pool.query<{ bytes: Buffer }>(
      'SELECT bytes FROM import_piece WHERE shop_id = $1 AND import_id = $2 AND no = $3',
      [shopId, importId, no],
    );
    const piece = rows[0];
    if (piece === undefined) {
      return;
    }
    yield piece.bytes;
  }
}
