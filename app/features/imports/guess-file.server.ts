import { columnLooks } from '../../core/imports/column-looks.ts';
import type { NumberedRow } from '../../core/imports/find-names-row.ts';
import { type ColumnGuess, guessColumns } from '../../core/imports/guess-columns.ts';
import { type FileFormat, lastRowBefore } from '../../core/imports/import-settings.ts';
import { firstRows } from './first-rows.server.ts';
import { countryOf } from './shop-country.server.ts';

export type GuessedFile = ColumnGuess & {
  /** Names of the columns; null: the file has none. */
  header: string[] | null;
  /** The first contacts, below the names. */
  body: string[][];
  /** All first rows, for the merchant to say where the names are. */
  top: NumberedRow[];
};

/** What the beginning of a file says of its columns, read as `format` says; null: nothing can be read. */
export async function guessFile(
  file: { shopId: number; importId: number },
  format: FileFormat,
): Promise<GuessedFile | null> {
  const [first, country] = await Promise.all([firstRows(file, format), countryOf(file.shopId)]);
  if (first.kind !== 'rows' || first.rows.length === 0) {
    return null;
  }
  const names = lastRowBefore(format);
  const body = first.rows.filter(({ no }) => no > names).map(({ cells }) => cells);
  const named = first.rows.find(({ no }) => no === names) ?? first.rows[0];
  const header = format.header ? (named?.cells ?? []) : null;
  const width = body.reduce((most, cells) => Math.max(most, cells.length), header?.length ?? 0);
  return {
    ...guessColumns(header, columnLooks(body, width, country)),
    header,
    body,
    top: first.rows,
  };
}
