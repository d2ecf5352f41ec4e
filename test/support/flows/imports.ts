import { type ImportField, importFields } from '../../../app/core/imports/import-fields.ts';
import type { ImportSettings } from '../../../app/core/imports/import-settings.ts';
import { checkImport } from '../../../app/features/imports/check-import.server.ts';
import {
  type ContactImport,
  importOf,
  PIECE_BYTES,
} from '../../../app/features/imports/import-row.server.ts';
import { runImport } from '../../../app/features/imports/run-import.server.ts';
import { askForCheck, startImport } from '../../../app/features/imports/start-import.server.ts';
import { beginUpload, storePiece } from '../../../app/features/imports/upload-file.server.ts';
import { pool } from '../../../app/platform/database.server.ts';

/** What a browser does with a chosen file: sends it, piece by piece. */
export async function uploadFile(
  shopId: number,
  file: string | Uint8Array,
  name = 'customers.csv',
): Promise<number> {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  const begun = await beginUpload(shopId, { name, bytes: bytes.length });
  if (begun.kind !== 'begun') {
    throw new Error(`the upload did not begin: ${begun.kind}`);
  }
  for (let no = 0; no * PIECE_BYTES < bytes.length; no += 1) {
    const piece = bytes.subarray(no * PIECE_BYTES, (no + 1) * PIECE_BYTES);
    const stored = await storePiece(shopId, begun.importId, { no, bytes: piece });
    if (stored.kind !== 'stored') {
      throw new Error(`a piece was not stored: ${stored.kind}`);
    }
  }
  return begun.importId;
}

export type Said = {
  columns: (ImportField | null)[];
  consent?: ImportSettings['consent'];
  dateOrder?: ImportSettings['dateOrder'];
  list?: string;
};

export const yes = (date: string | null = '2026-03-01'): ImportSettings['consent'] => ({
  kind: 'given',
  source: 'Sign-up cards at the till',
  date,
});

/** An import as it stands. */
export async function importRow(shopId: number, importId: number): Promise<ContactImport> {
  const found = await importOf(pool, shopId, importId);
  if (found === undefined) {
    throw new Error(`there is no import ${importId} in shop ${shopId}`);
  }
  return found;
}

/** Says what the columns are and runs the dry run. */
export async function checkFile(shopId: number, importId: number, said: Said): Promise<ContactImport> {
  const { format } = await importRow(shopId, importId);
  if (format === null) {
    throw new Error('the file could not be read');
  }
  const asked = await askForCheck(shopId, importId, {
    format,
    columns: said.columns,
    consent: said.consent ?? { kind: 'none' },
    dateOrder: said.dateOrder ?? null,
    list: said.list ?? null,
  });
  if (asked.kind !== 'checking') {
    throw new Error(`the check was not begun: ${JSON.stringify(asked)}`);
  }
  await checkImport(shopId, importId);
  // A file that turned out to be in another encoding asks for its check once more.
  await checkImport(shopId, importId);
  return importRow(shopId, importId);
}

/** From a file to contacts, as a merchant who presses everything. Columns by their names: "phone,first_name,-". */
export async function importFile(
  shopId: number,
  file: string | Uint8Array,
  { columns, ...said }: Omit<Said, 'columns'> & { columns: string },
): Promise<ContactImport> {
  const importId = await uploadFile(shopId, file);
  const checked = await checkFile(shopId, importId, { columns: columnsOf(columns), ...said });
  if (checked.status !== 'checked') {
    throw new Error(`the check ended as ${checked.status}: ${JSON.stringify(checked.problem)}`);
  }
  await startImport(shopId, importId);
  await runImport(shopId, importId);
  return importRow(shopId, importId);
}

export const columnsOf = (names: string): (ImportField | null)[] =>
  names.split(',').map((name) => importFields.find((field) => field === name) ?? null);

export type ImportedContact = {
  id: number;
  firstName: string | null;
  lastName: string | null;
  phone: number;
  consent: string;
  since: string | null;
  tags: string[];
  locale: string | null;
  fromShopify: boolean;
};

export async function contactsOf(shopId: number): Promise<ImportedContact[]> {
  const { rows } = await pool.query<Omit<ImportedContact, 'since'> & { since: Date | null }>(
    `SELECT id, first_name AS "firstName", last_name AS "lastName", phone, consent, consent_at AS since, tags, locale,
            shopify_id IS NOT NULL AS "fromShopify"
     FROM contact WHERE shop_id = $1 ORDER BY id`,
    [shopId],
  );
  return rows.map((row) => ({ ...row, since: row.since === null ? null : row.since.toISOString() }));
}

export async function problemsOf(
  shopId: number,
  importId: number,
): Promise<{ row: number; reason: string }[]> {
  const { rows } = await pool.query<{ row: number; reason: string }>(
    'SELECT row_no AS row, reason FROM import_problem WHERE shop_id = $1 AND import_id = $2 ORDER BY row_no, reason',
    [shopId, importId],
  );
  return rows;
}
