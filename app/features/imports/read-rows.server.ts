import { pipeline, Readable } from 'node:stream';
import { setImmediate as breathe } from 'node:timers/promises';
import { CsvError, type Info, parse } from 'csv-parse';
import { COLUMNS_MAX, type FileFormat } from '../../core/imports/import-settings.ts';
import type { FileProblem } from '../../core/imports/row-problems.ts';
import type { Encoding } from '../../core/imports/sense-encoding.ts';
import { pool } from '../../platform/database.server.ts';
import { detectCodePage } from './detect-code-page.server.ts';
import { problemOf } from './first-rows.server.ts';
import { parserOptions, ROW_CHARACTERS_MAX } from './parser-options.ts';
import { countryOf } from './shop-country.server.ts';

/** `no`: as a spreadsheet numbers its rows, the names of the columns and empty rows included. */
export type FileRow = { no: number; cells: string[] };
export type RowsRead =
  /** `bytes`: of the file so far; `to`: the last row that was read, whether or not something stands in it. */
  | { kind: 'rows'; rows: FileRow[]; characters: number; bytes: number; to: number; blank: number }
  | { kind: 'refused'; problem: FileProblem; row: number | null }
  /** It began as UTF-8 and is none further on. */
  | { kind: 'other_encoding'; encoding: Encoding };

/** What is handed on at once: whichever is reached first. A row may be as long as a merchant makes it. */
const GROUP = 500;
const GROUP_CHARACTERS = 250_000;
const BLANK_GROUP = 10_000;
/** What is handed to the parser at once: between two of these other work gets its turn. */
const SLICE = 32_768;

/** A row of nothing but delimiters has no characters for the parser, however many there are. */
const LINE_CHARACTERS_MAX = 4 * ROW_CHARACTERS_MAX;

class RowTooLong extends Error {}

class OtherEncoding extends Error {
  readonly bytes: Uint8Array;
  constructor(bytes: Uint8Array) {
    super('not UTF-8');
    this.bytes = bytes;
  }
}

/**
 * The rows of an uploaded file in groups, in the order of the file and in bounded memory, whatever its size and that of its
 * rows. Rows in which nothing stands are only counted: spreadsheets leave a million of them. The last thing it gives may be why
 * it can't be read further.
 *
 * @param after rows that are known already; they are not given again.
 */
export async function* readRows(
  file: { shopId: number; importId: number },
  format: FileFormat,
  after = 0,
): AsyncGenerator<RowsRead> {
  const progress = { bytes: 0 };
  const parser = parse({ ...parserOptions(format), info: true });
  // Errors of either come out of the iteration.
  pipeline(Readable.from(decoded(file, format.encoding, progress)), parser, () => {});
  let no = 0;
  let rows: FileRow[] = [];
  let blank = 0;
  let characters = 0;
  const group = (): RowsRead => {
    const read = { kind: 'rows' as const, rows, characters, bytes: progress.bytes, to: no, blank };
    [rows, blank, characters] = [[], 0, 0];
    return read;
  };
  try {
    for await (const one of parser) {
      const { record: cells, info }: { record: string[]; info: Info } = one;
      const before = no;
      no = info.records + info.empty_lines;
      blank += Math.max(0, no - 1 - Math.max(before, after));
      if (cells.length > COLUMNS_MAX) {
        yield { kind: 'refused', problem: 'too_many_columns', row: no };
        return;
      }
      if (no <= after || (format.announced && no === 1)) {
        continue;
      }
      if (cells.every((cell) => cell.trim() === '')) {
        blank += 1;
      } else {
        rows.push({ no, cells });
        characters += cells.reduce((sum, cell) => sum + cell.length, cells.length);
      }
      if (rows.length === GROUP || characters > GROUP_CHARACTERS || blank === BLANK_GROUP) {
        yield group();
        await breathe();
      }
    }
  } catch (err) {
    yield err instanceof OtherEncoding
      ? {
          kind: 'other_encoding',
          encoding: await detectCodePage(err.bytes, await countryOf(file.shopId)),
        }
      : refusalOf(err, no);
    return;
  }
  // The parser counts what stands behind the last line break as well, which is nothing and no line.
  const last = Math.max(no, parser.info.records + parser.info.empty_lines - 1);
  blank += Math.max(0, last - Math.max(no, after));
  no = last;
  yield group();
}

function refusalOf(err: unknown, rowsBefore: number): RowsRead {
  if (err instanceof RowTooLong) {
    return { kind: 'refused', problem: 'row_too_long', row: rowsBefore + 1 };
  }
  if (!(err instanceof CsvError)) {
    throw err;
  }
  // The parser counts what it had read when it gave up, which is further than what it has handed out.
  const row = typeof err.records === 'number' ? err.records + 1 : rowsBefore + 1;
  return { kind: 'refused', problem: problemOf(err), row };
}

async function* decoded(
  file: { shopId: number; importId: number },
  encoding: Encoding,
  progress: { bytes: number },
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' });
  let line = 0;
  for await (const piece of readPieces(file)) {
    for (let at = 0; at < piece.length; at += SLICE) {
      const slice = piece.subarray(at, at + SLICE);
      const text = decode(decoder, slice);
      progress.bytes += slice.length;
      const end = Math.max(text.lastIndexOf('\n'), text.lastIndexOf('\r'));
      line = end === -1 ? line + text.length : text.length - end;
      if (line > LINE_CHARACTERS_MAX) {
        throw new RowTooLong();
      }
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
    throw new OtherEncoding(bytes);
  }
}

/** The bytes of a file, piece by piece. */
async function* readPieces({
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
