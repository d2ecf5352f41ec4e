import { DateTime } from 'luxon';
import { type CodePage, foreignWords, pageExamples } from '../../core/imports/code-page.ts';
import type { ColumnDoubts, NoColumn } from '../../core/imports/column-questions.ts';
import { guessDateOrder } from '../../core/imports/consent-date.ts';
import type { ExamplePerson } from '../../core/imports/example-person.ts';
import type { NumberedRow } from '../../core/imports/find-names-row.ts';
import type { ImportField } from '../../core/imports/import-fields.ts';
import type { FileFormat, ImportSettings } from '../../core/imports/import-settings.ts';
import { pool } from '../../platform/database.server.ts';
import { examplePeople } from './example-people.server.ts';
import { beginningOf } from './first-rows.server.ts';
import { guessFile } from './guess-file.server.ts';
import {
  type ContactImport,
  type ImportCounts,
  type ImportStatus,
  importCounts,
  importOf,
} from './import-row.server.ts';

import { DAYS_KEPT } from './tidy-imports.server.ts';

const LISTED = 20;
const SAMPLE_ROWS = 5;
/** Rows to choose the names of the columns from. */
const TOP_ROWS = 10;
const TOP_CELLS = 6;
/** A cell of the sample, in characters. */
const CELL_MAX = 60;

export type ImportListItem = {
  id: number;
  /** Null: it is gone, with its file. */
  fileName: string | null;
  rows: number;
  status: ImportStatus;
  at: string;
  added: number;
  optedIn: number;
};

/** The shop's last imports. */
export async function importList(shopId: number): Promise<{ imports: ImportListItem[]; timeZone: string }> {
  const [shop, { rows }] = await Promise.all([
    shopClock(shopId),
    pool.query<{
      id: number;
      file_name: string | null;
      status: ImportStatus;
      created_at: Date;
      foreseen: unknown;
      outcome: unknown;
    }>(
      `SELECT id, file_name, status, created_at, foreseen, outcome FROM contact_import
       WHERE shop_id = $1 AND status NOT IN ('uploading', 'expired') ORDER BY id DESC LIMIT $2`,
      [shopId, LISTED],
    ),
  ]);
  const imports = rows.map((row) => {
    const { added, opted_in: optedIn } = importCounts.parse(row.outcome);
    return {
      id: row.id,
      fileName: row.file_name,
      rows: importCounts.parse(row.foreseen).rows,
      status: row.status,
      at: row.created_at.toISOString(),
      added,
      optedIn,
    };
  });
  return { imports, timeZone: shop.timeZone };
}

/** A file as it would be read, for the merchant to say what its columns are. */
export type FileSample = {
  format: FileFormat;
  /** Names of the columns, where the file has them. */
  header: string[] | null;
  rows: string[][];
  columns: (ImportField | null)[];
  /** What is to be asked, whatever the columns are said to be. */
  doubts: ColumnDoubts;
  leftOut: number[];
  /** The tool whose export it is; null: none that is known. */
  tool: string | null;
  /** What each code page makes of the file's words; null: it is Unicode, which leaves no choice. */
  examples: Record<CodePage, string> | null;
  /** The first rows of the file, shortened, to say where the names are. */
  top: NumberedRow[];
  dateOrder: ImportSettings['dateOrder'];
};

export type ImportPage = {
  id: number;
  status: ImportStatus;
  fileName: string | null;
  at: string;
  timeZone: string;
  /** The day in the shop, YYYY-MM-DD. */
  today: string;
  settings: ImportSettings | null;
  /** Null when the file is not there any more, or can't be read. */
  sample: FileSample | null;
  /** Of the work that is running, from 0 to 1. */
  share: number;
  counts: ImportCounts;
  /** Of a checked file, what would become of some of its people. */
  people: ExamplePerson[];
  problem: ContactImport['problem'];
  /** Whether the rows that were not taken can still be had. */
  rowsKept: boolean;
  daysKept: number;
  /** When it goes although it was not imported, because a customer was erased; null: no customer was. */
  deleteBy: string | null;
};

/**
 * One import, whatever it is at.
 *
 * @param asked how the merchant wants the file to be read, where that is not as it was sensed.
 */
export async function importPage(
  shopId: number,
  importId: number,
  asked: Partial<FileFormat> = {},
): Promise<ImportPage | undefined> {
  const [shop, found] = await Promise.all([shopClock(shopId), importOf(pool, shopId, importId)]);
  if (found === undefined || found.status === 'uploading') {
    return undefined;
  }
  const read = found.settings?.format ?? found.format;
  const choosing = found.status === 'mapping' || found.status === 'checked';
  return {
    id: found.id,
    status: found.status,
    fileName: found.file_name,
    at: found.created_at.toISOString(),
    ...shop,
    settings: found.settings,
    sample: choosing && read !== null ? await sampleOf(shopId, found, { ...read, ...asked }) : null,
    share: shareOf(found),
    counts: ['importing', 'done'].includes(found.status)
      ? { ...found.foreseen, ...outcomeOf(found) }
      : found.foreseen,
    people: found.status === 'checked' ? await examplePeople(shopId, importId) : [],
    problem: found.problem,
    rowsKept: found.emptied_at === null && found.status !== 'expired',
    daysKept: DAYS_KEPT,
    deleteBy: waiting.includes(found.status) ? (found.delete_by?.toISOString() ?? null) : null,
  };
}

/** The statuses of a file that lies here until its merchant does something. */
const waiting: readonly ImportStatus[] = ['mapping', 'checking', 'checked', 'failed'];

/** What the file lacked is counted once, by the check; who was taken, by the import. */
function outcomeOf({ outcome, foreseen }: ContactImport): Partial<ImportCounts> {
  const { rows: _rows, blank: _blank, ...people } = outcome;
  return { ...people, reasons: { ...foreseen.reasons, ...outcome.reasons } };
}

/** Taking a file apart is about two thirds of a check. */
function shareOf({ status, file_bytes, bytes_read, read_at, foreseen, outcome }: ContactImport): number {
  const known = foreseen.people;
  if (status === 'importing') {
    return known === 0 ? 0 : outcome.people / known;
  }
  return read_at === null ? (2 / 3) * (bytes_read / file_bytes) : 0.8;
}

async function sampleOf(
  shopId: number,
  found: ContactImport,
  format: FileFormat,
): Promise<FileSample | null> {
  const guessed = await guessFile({ shopId, importId: found.id }, format);
  if (guessed === null) {
    return null;
  }
  const { settings } = found;
  const { header, body } = guessed;
  const isSaid = settings?.columns.length === guessed.columns.length && isSameCut(settings.format, format);
  const columns = isSaid ? settings.columns : guessed.columns;
  const dates = columns.flatMap((field, column) =>
    field === 'consent_date' || field === 'opt_out_date' || field === 'opt_out' ? [column] : [],
  );
  const shorten = (cells: readonly string[]) => cells.map((cell) => cell.slice(0, CELL_MAX));
  return {
    format,
    header: header === null ? null : shorten(header),
    rows: body.slice(0, SAMPLE_ROWS).map(shorten),
    columns,
    doubts: { ...guessed.doubts, nos: withCounted(guessed.doubts.nos, found) },
    leftOut: isSaid ? (settings.leftOut ?? []) : [],
    tool: guessed.tool,
    examples: await examplesOf({ shopId, importId: found.id }, format),
    top: guessed.top
      .slice(0, TOP_ROWS)
      .map(({ no, cells }) => ({ no, cells: shorten(cells.slice(0, TOP_CELLS)) })),
    dateOrder:
      settings?.dateOrder ?? guessDateOrder(body.flatMap((cells) => dates.map((date) => cells[date] ?? ''))),
  };
}

/** With the rows that say no further down than the sample, which the check has found. */
function withCounted(nos: readonly NoColumn[], { foreseen }: ContactImport): NoColumn[] {
  const counted = foreseen.nos.flatMap((no, column): NoColumn[] => {
    const ofEmail = nos.some((one) => one.column === column && one.ofEmail);
    return no === 0 ? [] : [{ column, no, of: foreseen.rows - foreseen.blank, always: true, ofEmail }];
  });
  return [...nos.filter(({ column }) => counted.every((one) => one.column !== column)), ...counted];
}

async function examplesOf(
  file: { shopId: number; importId: number },
  { encoding }: FileFormat,
): Promise<FileSample['examples']> {
  return encoding.startsWith('utf') ? null : pageExamples(foreignWords((await beginningOf(file)).bytes));
}

/** Whether what was said of the columns still is about these columns. */
const isSameCut = (before: FileFormat, now: FileFormat): boolean =>
  before.delimiter === now.delimiter && before.header === now.header && before.namesRow === now.namesRow;

async function shopClock(shopId: number): Promise<{ timeZone: string; today: string }> {
  const { rows } = await pool.query<{ time_zone: string; now: Date }>(
    'SELECT time_zone, now() AS now FROM shop WHERE id = $1',
    [shopId],
  );
  const timeZone = rows[0]?.time_zone ?? 'UTC';
  const now = DateTime.fromJSDate(rows[0]?.now ?? new Date(), { zone: timeZone });
  return { timeZone, today: now.toISODate() ?? '' };
}
