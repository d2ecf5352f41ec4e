import { normalisePhone } from '../contacts/phone-number.ts';
import { meantBy } from './cell.ts';
import { type CellSays, looksLikeDate, looksLikeEmail, sayingOf } from './cell-looks.ts';
import { LOOKED_AT_MAX } from './plain-name.ts';

/** What the cells of a column look like, over all rows of the sample. Counts of cells. */
export type ColumnLooks = {
  filled: number;
  /** Numbers that can be texted; `sure`: and that could hardly be anything else. */
  mobile: number;
  sure: number;
  email: number;
  date: number;
  /** More than one word. */
  wordy: number;
  /** Letters only. */
  letters: number;
  says: CellSays[];
  /** A mark of its content, to see two columns that are the same. */
  content: string;
};

/** Numbers that are looked up in the plans of all countries, together: each takes some 20 µs. */
const NUMBERS_MAX = 20_000;
const NUMBERS_PER_COLUMN = 300;

/**
 * Looks at every cell of a sample. Widths may differ; a cell that is not there is blank.
 *
 * @param country of the shop, ISO 3166 alpha-2, for numbers without a country code.
 */
export function columnLooks(
  sample: readonly (readonly string[])[],
  width: number,
  country: string,
): ColumnLooks[] {
  const numbers = Math.min(NUMBERS_PER_COLUMN, Math.ceil(NUMBERS_MAX / Math.max(1, width)));
  // The words of a file are few, and come again in each row.
  const known = new Map<string, CellSays>();
  const saying = (cell: string): CellSays => {
    const says = known.get(cell) ?? sayingOf(cell);
    known.set(cell, says);
    return says;
  };
  return Array.from({ length: width }, (_, column) =>
    looksOf(
      sample.map((row) => meantBy((row[column] ?? '').slice(0, LOOKED_AT_MAX))),
      numbers,
      country,
      saying,
    ),
  );
}

function looksOf(
  cells: readonly string[],
  numbers: number,
  country: string,
  saying: (cell: string) => CellSays,
): ColumnLooks {
  const filled = cells.filter((cell) => cell !== '');
  const digits = filled.filter(hasDigits).slice(0, numbers);
  const phones = digits.map((cell) => ({ cell, phone: normalisePhone(cell, country) }));
  const mobile = phones.filter(({ phone }) => phone.ok);
  // What was not looked up is taken to be as what was.
  const scale = digits.length === 0 ? 0 : filled.filter(hasDigits).length / digits.length;
  return {
    filled: filled.length,
    mobile: Math.round(mobile.length * scale),
    sure: Math.round(mobile.filter(({ cell, phone }) => isSure(cell, phone)).length * scale),
    email: filled.filter(looksLikeEmail).length,
    date: filled.filter(looksLikeDate).length,
    wordy: filled.filter((cell) => /\S\s+\S/.test(cell)).length,
    letters: filled.filter((cell) => /^[\p{L}\p{M}\s.'’-]+$/u.test(cell)).length,
    says: cells.map(saying),
    content: cells.join('\n'),
  };
}

const hasDigits = (cell: string): boolean => /^\D{0,6}\d/.test(cell) && (cell.match(/\d/g)?.length ?? 0) >= 6;

/** A number of a plan that keeps mobiles apart, or one that names its country. */
const isSure = (cell: string, phone: ReturnType<typeof normalisePhone>): boolean =>
  phone.ok && (phone.type === 'mobile' || cell.startsWith('+'));
