import { formatDay } from '../formats.ts';
import { importsTexts as t } from '../texts/imports.ts';

type NamedImport = { fileName: string | null; at: string; rows: number };

/** What an import is called: as its file, while that is kept; then by its day and its rows. */
export const importName = ({ fileName, at, rows }: NamedImport, timeZone: string): string =>
  fileName ?? t.unnamed(formatDay(at, timeZone), rows);
