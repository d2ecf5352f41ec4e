import { z } from 'zod';
import {
  COLUMNS_MAX,
  type FileFormat,
  fileFormat,
  type ImportSettings,
  importSettings,
} from '../../core/imports/import-settings.ts';
import { type FileProblem, rowReasons } from '../../core/imports/row-problems.ts';
import type { Queryable } from '../../platform/database.server.ts';

/** Of one piece of a file that a browser cuts: below what reverse proxies let through without being told (1 MB). */
export const PIECE_BYTES = 1_000_000;
/** What a file may have, in bytes: some fifteen million rows. */
export const FILE_BYTES_MAX = 1_000_000_000;

export type ImportStatus =
  | 'uploading'
  | 'mapping'
  | 'checking'
  | 'checked'
  | 'importing'
  | 'done'
  | 'failed'
  | 'expired';

const count = z.number().int().nonnegative().default(0);
/** What a check foresees or an import did, people by what becomes of them. */
export const importCounts = z.object({
  rows: count,
  blank: count,
  people: count,
  added: count,
  filled: count,
  same: count,
  opted_in: count,
  opted_out: count,
  joined: count,
  /** Who agreed before and has not said no. */
  stays_in: count,
  /** Whose no was known before. */
  stays_out: count,
  /** Rows by column that say no in a column that is left out without a word. */
  nos: z.array(z.number().int().nonnegative()).max(COLUMNS_MAX).default([]),
  reasons: z.partialRecord(z.enum(rowReasons), z.number().int()).default({}),
});
export type ImportCounts = z.infer<typeof importCounts>;

export type ContactImport = {
  id: number;
  status: ImportStatus;
  /** Null: it is gone, with its file. */
  file_name: string | null;
  file_bytes: number;
  format: FileFormat | null;
  settings: ImportSettings | null;
  rows_read: number | null;
  bytes_read: number;
  read_at: Date | null;
  judged_to: number;
  foreseen: ImportCounts;
  outcome: ImportCounts;
  problem: { code: FileProblem; row: number | null } | null;
  list_id: number | null;
  created_at: Date;
  ended_at: Date | null;
  emptied_at: Date | null;
  /** When everything of the file goes, because somebody was erased who may be in it; null: nobody was. */
  delete_by: Date | null;
};

const stored = z.object({
  format: fileFormat.nullable(),
  settings: importSettings.nullable(),
  foreseen: importCounts,
  outcome: importCounts,
});

/** An import of the shop; `lock` keeps everybody else from changing it until the transaction ends. */
export async function importOf(
  db: Queryable,
  shopId: number,
  importId: number,
  { lock = false }: { lock?: boolean } = {},
): Promise<ContactImport | undefined> {
  const { rows } = await db.query<ContactImport>(
    `SELECT id, status, file_name, file_bytes, format, settings, rows_read, bytes_read, read_at, judged_to, foreseen,
            outcome, problem, list_id, created_at, ended_at, emptied_at, delete_by
     FROM contact_import WHERE shop_id = $1 AND id = $2 ${lock ? 'FOR UPDATE' : ''}`,
    [shopId, importId],
  );
  const row = rows[0];
  return row === undefined ? undefined : { ...row, ...stored.parse(row) };
}
