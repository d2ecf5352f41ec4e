import { parse } from 'csv-parse/sync';
import { columnLooks } from '../../app/core/imports/column-looks.ts';
import { openQuestions } from '../../app/core/imports/column-questions.ts';
import { findNamesRow } from '../../app/core/imports/find-names-row.ts';
import { guessColumns } from '../../app/core/imports/guess-columns.ts';
import { senseDelimiter } from '../../app/core/imports/sense-delimiter.ts';

/** A file as its page would offer it: "name=field" of each column that is something, and what is asked. */
export function guessedColumns(file: string, country = 'GR') {
  const { delimiter } = senseDelimiter(file);
  const rows: string[][] = parse(file, { delimiter, relax_quotes: true, relax_column_count: true });
  const numbered = rows.map((cells, at) => ({ no: at + 1, cells }));
  const filled = numbered.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  const namesRow = findNamesRow(filled);
  const header = namesRow === null ? null : (rows[namesRow - 1] ?? []);
  const body = filled.filter(({ no }) => no > (namesRow ?? 0)).map(({ cells }) => cells);
  const width = Math.max(header?.length ?? 0, ...body.map((cells) => cells.length));
  const guess = guessColumns(header, columnLooks(body, width, country));
  return {
    namesRow,
    tool: guess.tool,
    doubts: guess.doubts,
    columns: guess.columns,
    fields: guess.columns.flatMap((field, at) =>
      field === null ? [] : [`${header?.[at]?.trim() ?? at + 1}=${field}`],
    ),
    questions: openQuestions(guess.doubts, guess.columns, [], false),
  };
}
