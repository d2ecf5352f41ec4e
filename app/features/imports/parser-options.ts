import type { FileFormat } from '../../core/imports/import-settings.ts';

/** Longer than any row of contacts: where one is, a quotation mark was opened and never closed. */
export const ROW_CHARACTERS_MAX = 16_000;

/**
 * How csv-parse reads a file, as spreadsheets write them; a stray quotation mark inside a cell is a character. Empty lines are
 * counted and not handed out: each would cost as much as twenty rows, and a file may have ten million.
 */
export const parserOptions = ({ delimiter }: FileFormat) => ({
  delimiter,
  relax_quotes: true,
  relax_column_count: true,
  skip_empty_lines: true,
  max_record_size: ROW_CHARACTERS_MAX,
  record_delimiter: ['\r\n', '\n', '\r'],
});
