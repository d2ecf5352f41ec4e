import type { ImportField } from './import-fields.ts';

/** A column in which rows say no, or that they never agreed. */
export type NoColumn = {
  column: number;
  /** Rows that say so, of the rows that were looked at. */
  no: number;
  of: number;
  /** `always`: it is about consent. Else it only matters where no column says who agreed to texts. */
  always: boolean;
  /** It is said of another channel. */
  ofEmail: boolean;
};

/** Which cells of a column mean no: none, words of consent, any no, or whatever is filled in below an opt-out. */
export type NoKind = 'none' | 'strong' | 'no' | 'out';
/** How a column is read for a no: `alone`, where no other says who agreed to texts, and `beside` one that does. */
export type NoReading = { alone: NoKind; beside: NoKind };

/** What nobody but the merchant can say about the columns of a file, whatever they choose. */
export type ColumnDoubts = {
  /** Any of these may be the phone; empty: it is clear which one, or that there is none. */
  phones: number[];
  /** Any of these may say who agreed to texts; empty: it is clear. */
  consents: number[];
  nos: NoColumn[];
  /** Columns that may say who agreed, in words that are not known; some of these. */
  unread: { column: number; words: string[] }[];
  /** Columns of days of a consent in which some rows have none. */
  undated: { column: number; no: number; of: number }[];
  /** Columns that are about texts and nothing else. */
  ofTexts: number[];
  reads: NoReading[];
  /** What the name of each column says of a filled cell; null: nothing. */
  named: ('in' | 'out' | null)[];
};

export type ColumnQuestion =
  | { kind: 'which_phone'; columns: number[] }
  | { kind: 'which_consent'; columns: number[] }
  | { kind: 'says_no'; column: number; no: number; of: number; ofEmail: boolean }
  | { kind: 'unread'; column: number; words: string[] }
  /** One day was said for all, and the file has days of a consent for some: have the others agreed? */
  | { kind: 'undated'; column: number; no: number; of: number }
  /** A yes below "Unsubscribed" was said to be a yes, or the other way round. */
  | { kind: 'says_opposite'; column: number; named: 'in' | 'out' };

/** Columns by which a no is obeyed. */
const OBEYED: ReadonlySet<ImportField | null> = new Set<ImportField>(['consent', 'opt_out', 'opt_out_date']);

/**
 * What is still to be answered, in the order in which it is asked; empty: nothing.
 *
 * @param leftOut columns of which the merchant has said that they hold nobody back.
 * @param oneDay whether the merchant has said since when everybody agreed who has no day of their own.
 */
export function openQuestions(
  doubts: ColumnDoubts,
  columns: readonly (ImportField | null)[],
  leftOut: readonly number[],
  oneDay: boolean,
): ColumnQuestion[] {
  const questions: ColumnQuestion[] = [];
  if (doubts.phones.length > 0 && !columns.includes('phone')) {
    questions.push({ kind: 'which_phone', columns: doubts.phones });
  }
  const isSettled = (column: number) => OBEYED.has(columns[column] ?? null) || leftOut.includes(column);
  const consents = doubts.consents.filter((column) => !isSettled(column));
  if (consents.length > 0 && !columns.includes('consent')) {
    questions.push({ kind: 'which_consent', columns: doubts.consents });
  }
  columns.forEach((field, column) => {
    const named = doubts.named[column] ?? null;
    if ((field === 'consent' && named === 'out') || (field === 'opt_out' && named === 'in')) {
      questions.push({ kind: 'says_opposite', column, named });
    }
  });
  const told = tellsWho(doubts, columns);
  for (const { column, words } of doubts.unread) {
    if (!told && !isSettled(column)) {
      questions.push({ kind: 'unread', column, words });
    }
  }
  for (const { column, no, of } of doubts.undated) {
    const counts = columns[column] === 'consent_date' && !columns.includes('consent');
    if (oneDay && counts && !leftOut.includes(column)) {
      questions.push({ kind: 'undated', column, no, of });
    }
  }
  const asked = new Set(questions.flatMap((one) => ('columns' in one ? one.columns : [one.column])));
  for (const { column, no, of, always, ofEmail } of doubts.nos) {
    if (!isSettled(column) && !asked.has(column) && (always || !told)) {
      questions.push({ kind: 'says_no', column, no, of, ofEmail });
    }
  }
  return questions;
}

/** Whether a column says who agreed to texts, or who has opted out of texts. */
export const tellsWho = (
  { ofTexts }: Pick<ColumnDoubts, 'ofTexts'>,
  columns: readonly (ImportField | null)[],
): boolean => columns.includes('consent') || ofTexts.some((column) => columns[column] === 'opt_out');
