import { useState } from 'react';
import type { CodePage } from '../../core/imports/code-page.ts';
import {
  type ColumnDoubts,
  type ColumnQuestion,
  type NoColumn,
  openQuestions,
} from '../../core/imports/column-questions.ts';
import type { NumberedRow } from '../../core/imports/find-names-row.ts';
import type { ImportField } from '../../core/imports/import-fields.ts';
import {
  type FileFormat,
  type ImportSettings,
  type SettingsProblem,
  settingsProblems,
} from '../../core/imports/import-settings.ts';
import { importsTexts as t } from '../texts/imports.ts';

/** A file as it would be read, from the loader. */
export type ImportSample = {
  format: FileFormat;
  header: string[] | null;
  rows: string[][];
  columns: (ImportField | null)[];
  doubts: ColumnDoubts;
  leftOut: number[];
  tool: string | null;
  examples: Record<CodePage, string> | null;
  top: NumberedRow[];
  dateOrder: ImportSettings['dateOrder'];
};

/** What stands in the form; an empty field is ''. */
export type ImportDraft = {
  columns: (ImportField | null)[];
  /** Columns whose no is not about texts. */
  leftOut: number[];
  dateOrder: ImportSettings['dateOrder'];
  /** '': nobody knows. */
  timeZone: string;
  consents: boolean | null;
  source: string;
  date: string;
  list: string;
};

const draftOf = (sample: ImportSample, settings: ImportSettings | null): ImportDraft => ({
  columns: sample.columns,
  leftOut: sample.leftOut,
  dateOrder: sample.dateOrder,
  timeZone: settings?.timeZone ?? '',
  // Nothing is chosen beforehand: where a consent comes from is the merchant's word.
  consents: settings === null ? null : settings.consent.kind === 'given',
  source: settings?.consent.kind === 'given' ? settings.consent.source : '',
  date: settings?.consent.kind === 'given' ? (settings.consent.date ?? '') : '',
  list: settings?.list ?? '',
});

/** The draft as settings; without an answer about consent there is none. */
function read(draft: ImportDraft, format: FileFormat): ImportSettings {
  return {
    format,
    columns: draft.columns,
    leftOut: draft.leftOut,
    dateOrder: draft.dateOrder,
    ...(draft.timeZone !== '' && { timeZone: draft.timeZone }),
    consent:
      draft.consents === true
        ? { kind: 'given', source: draft.source.trim(), date: draft.date === '' ? null : draft.date }
        : { kind: 'none' },
    list: draft.list.trim() === '' ? null : draft.list.trim(),
  };
}

export type ImportFormProblem = SettingsProblem | { field: 'consent'; reason: 'not_answered' };

export function useImportForm(sample: ImportSample, settings: ImportSettings | null, today: string) {
  const [draft, setDraft] = useState(() => draftOf(sample, settings));
  const [tried, setTried] = useState(false);
  const questions = openQuestions(
    sample.doubts,
    draft.columns,
    draft.leftOut,
    draft.consents === true && draft.date !== '',
  );
  const problems: ImportFormProblem[] = [
    ...settingsProblems(read(draft, sample.format), today, questions),
    ...(draft.consents === null ? [{ field: 'consent' as const, reason: 'not_answered' as const }] : []),
  ];
  return {
    draft,
    questions,
    problems: tried ? problems : [],
    change: (change: Partial<ImportDraft>) => setDraft((current) => ({ ...current, ...change })),
    setColumn: (column: number, field: ImportField | null) =>
      setDraft((current) => ({ ...current, ...withColumn(current, column, field) })),
    answer: (question: ColumnQuestion, column: number, field: ImportField | null) =>
      setDraft((current) => ({ ...current, ...withAnswer(current, question, column, field) })),
    /** @returns the settings to check the file by, or undefined and shows what is missing. */
    read(): ImportSettings | undefined {
      setTried(true);
      return problems.length === 0 ? read(draft, sample.format) : undefined;
    },
  };
}

type Columns = Pick<ImportDraft, 'columns' | 'leftOut'>;

/** A column that is said to be something else is asked about anew. */
const withColumn = ({ columns, leftOut }: Columns, column: number, field: ImportField | null): Columns => ({
  columns: columns.map((one, at) => (at === column ? field : one)),
  leftOut: leftOut.filter((one) => one !== column),
});

/** The column that was chosen of several, or what the one column is; null: nothing about texts. */
function withAnswer(
  before: Columns,
  question: ColumnQuestion,
  column: number,
  field: ImportField | null,
): Columns {
  if (question.kind === 'undated') {
    return { ...before, leftOut: [...before.leftOut, column] };
  }
  const { columns, leftOut } = withColumn(before, column, field);
  const others = question.kind === 'which_consent' ? question.columns.filter((one) => one !== column) : [];
  return { columns, leftOut: [...new Set([...leftOut, ...others, ...(field === null ? [column] : [])])] };
}

/** Whether a column has days, which may be written in two ways. */
export const hasDates = ({ rows }: ImportSample, columns: ImportDraft['columns']): boolean =>
  columns.some(
    (field, column) =>
      field === 'consent_date' ||
      field === 'opt_out_date' ||
      (field === 'opt_out' && rows.some((row) => /\d[./-]\d/.test(row[column] ?? ''))),
  );

/** Columns left out although rows say no in them: what a merchant must see before they say that all agreed. */
export const overlookedNos = (sample: ImportSample, { leftOut }: ImportDraft): NoColumn[] =>
  sample.doubts.nos.filter(({ column }) => leftOut.includes(column));

/** What a column is called on the page. */
export const nameOf = ({ header }: ImportSample, column: number): string =>
  header?.[column]?.trim() || t.column(column + 1);
