import { useState } from 'react';
import type { ImportField } from '../../core/imports/guess-columns.ts';
import {
  type FileFormat,
  type ImportSettings,
  type SettingsProblem,
  settingsProblems,
} from '../../core/imports/import-settings.ts';

/** A file as it would be read, from the loader. */
export type ImportSample = {
  format: FileFormat;
  header: string[] | null;
  rows: string[][];
  columns: (ImportField | null)[];
  dateOrder: ImportSettings['dateOrder'];
};

/** What stands in the form; an empty field is ''. */
export type ImportDraft = {
  columns: (ImportField | null)[];
  dateOrder: ImportSettings['dateOrder'];
  consents: boolean | null;
  source: string;
  date: string;
  list: string;
};

const draftOf = (sample: ImportSample, settings: ImportSettings | null): ImportDraft => ({
  columns: sample.columns,
  dateOrder: sample.dateOrder,
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
    dateOrder: draft.dateOrder,
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
  const problems: ImportFormProblem[] = [
    ...settingsProblems(read(draft, sample.format), today),
    ...(draft.consents === null ? [{ field: 'consent' as const, reason: 'not_answered' as const }] : []),
  ];
  return {
    draft,
    problems: tried ? problems : [],
    change: (change: Partial<ImportDraft>) => setDraft((current) => ({ ...current, ...change })),
    setColumn: (column: number, field: ImportField | null) =>
      setDraft((current) => ({
        ...current,
        columns: current.columns.map((one, at) => (at === column ? field : one)),
      })),
    /** @returns the settings to check the file by, or undefined and shows what is missing. */
    read(): ImportSettings | undefined {
      setTried(true);
      return problems.length === 0 ? read(draft, sample.format) : undefined;
    },
  };
}
