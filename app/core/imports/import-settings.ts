import { z } from 'zod';
import type { ColumnQuestion } from './column-questions.ts';
import { importFields } from './import-fields.ts';
import { delimiters } from './sense-delimiter.ts';
import { encodings } from './sense-encoding.ts';

export const COLUMNS_MAX = 500;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Where the names of columns may stand; a spreadsheet's own numbers, from 1. */
export const NAMES_ROW_MAX = 10_000;

/** How a file is read. */
export const fileFormat = z.object({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  /** A first line of Excel's that only says what the delimiter is. */
  announced: z.boolean(),
  /** Whether a row names the columns. */
  header: z.boolean(),
  /** Which row that is, where it is not the first; what stands above it is not read. */
  namesRow: z.number().int().min(1).max(NAMES_ROW_MAX).exactOptional(),
});
export type FileFormat = z.infer<typeof fileFormat>;

/** The last row that is no contact, as spreadsheets number them; 0: all are. */
export const lastRowBefore = ({ header, namesRow, announced }: FileFormat): number =>
  header ? (namesRow ?? (announced ? 2 : 1)) : 0;

const day = z.iso.date();

/**
 * What the merchant says about a file. `consent.given`: the people in it (or, with a column for it, those whose cell says yes)
 * have agreed; where they did is asked for, and since when, in a column or for all at once.
 */
export const importSettings = z.object({
  format: fileFormat,
  columns: z.array(z.enum(importFields).nullable()).min(1).max(COLUMNS_MAX),
  /** Columns that say no somewhere, of which the merchant has said that it is not about texts. */
  leftOut: z.array(z.number().int().min(0).max(COLUMNS_MAX)).max(COLUMNS_MAX).exactOptional(),
  dateOrder: z.enum(['day', 'month']).nullable(),
  /** Of the file's days and hours, IANA; left out: nobody has said, and a no counts to the last end of its day on earth. */
  timeZone: z.string().max(64).refine(isTimeZone, 'This is no time zone.').exactOptional(),
  consent: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('given'), source: z.string().trim().max(500), date: day.nullable() }),
  ]),
  /** The list that everybody in the file joins; null: none. */
  list: z.string().trim().max(200).nullable(),
});
export type ImportSettings = z.infer<typeof importSettings>;

/** Whether one day is said for everybody who has none of their own. */
export const hasOneDay = (consent: ImportSettings['consent']): boolean =>
  consent.kind === 'given' && consent.date !== null;

export type SettingsProblem = {
  field: 'columns' | 'source' | 'date';
  reason: 'no_phone_column' | 'field_twice' | 'question_open' | 'no_source' | 'no_date' | 'date_impossible';
};

const SOURCE_MIN = 5;

/**
 * What keeps an import from being checked; empty: nothing.
 *
 * @param today the day in the shop, YYYY-MM-DD.
 * @param open what the file leaves to be answered, of `openQuestions`.
 */
export function settingsProblems(
  { columns, consent }: ImportSettings,
  today: string,
  open: readonly ColumnQuestion[],
): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  if (open.length > 0) {
    problems.push({ field: 'columns', reason: 'question_open' });
  }
  // Several columns may say that somebody has opted out: any no counts.
  const chosen = columns.filter((field) => field !== null);
  const single = chosen.filter((field) => field !== 'opt_out');
  if (!chosen.includes('phone')) {
    problems.push({ field: 'columns', reason: 'no_phone_column' });
  }
  if (new Set(single).size < single.length) {
    problems.push({ field: 'columns', reason: 'field_twice' });
  }
  if (consent.kind === 'none') {
    return problems;
  }
  if (consent.source.length < SOURCE_MIN) {
    problems.push({ field: 'source', reason: 'no_source' });
  }
  if (consent.date === null && !chosen.includes('consent_date')) {
    problems.push({ field: 'date', reason: 'no_date' });
  }
  if (consent.date !== null && (consent.date > today || consent.date < '2000-01-01')) {
    problems.push({ field: 'date', reason: 'date_impossible' });
  }
  return problems;
}
