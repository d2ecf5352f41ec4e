import { z } from 'zod';
import { importFields } from './guess-columns.ts';
import { delimiters } from './sense-delimiter.ts';
import { encodings } from './sense-encoding.ts';

export const COLUMNS_MAX = 500;

/** How a file is read. `skip`: rows before the first one that counts. */
export const fileFormat = z.object({
  encoding: z.enum(encodings),
  delimiter: z.enum(delimiters),
  /** A first line of Excel's that only says what the delimiter is. */
  announced: z.boolean(),
  /** Whether the first row names the columns. */
  header: z.boolean(),
});
export type FileFormat = z.infer<typeof fileFormat>;

const day = z.iso.date();

/**
 * What the merchant says about a file. `consent.given`: the people in it (or, with a column for it, those whose cell says yes)
 * have agreed; where they did is asked for, and since when, in a column or for all at once.
 */
export const importSettings = z.object({
  format: fileFormat,
  columns: z.array(z.enum(importFields).nullable()).min(1).max(COLUMNS_MAX),
  dateOrder: z.enum(['day', 'month']).nullable(),
  consent: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({ kind: z.literal('given'), source: z.string().trim().max(500), date: day.nullable() }),
  ]),
  /** The list that everybody in the file joins; null: none. */
  list: z.string().trim().max(200).nullable(),
});
export type ImportSettings = z.infer<typeof importSettings>;

export type SettingsProblem = {
  field: 'columns' | 'source' | 'date';
  reason: 'no_phone_column' | 'field_twice' | 'no_source' | 'no_date' | 'date_impossible';
};

const SOURCE_MIN = 5;

/** What keeps an import from being checked; empty: nothing. @param today the day in the shop, YYYY-MM-DD. */
export function settingsProblems({ columns, consent }: ImportSettings, today: string): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const chosen = columns.filter((field) => field !== null);
  if (!chosen.includes('phone')) {
    problems.push({ field: 'columns', reason: 'no_phone_column' });
  }
  if (new Set(chosen).size < chosen.length) {
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
