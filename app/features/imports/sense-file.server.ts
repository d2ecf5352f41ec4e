import { findNamesRow } from '../../core/imports/find-names-row.ts';
import type { FileFormat } from '../../core/imports/import-settings.ts';
import type { FileProblem } from '../../core/imports/row-problems.ts';
import { senseDelimiter } from '../../core/imports/sense-delimiter.ts';
import { type Encoding, senseEncoding } from '../../core/imports/sense-encoding.ts';
import { pool } from '../../platform/database.server.ts';
import { detectCodePage } from './detect-code-page.server.ts';
import { beginningOf, firstRows } from './first-rows.server.ts';
import { countryOf } from './shop-country.server.ts';

const SAMPLE_BYTES = 65_536;

/** Looks at an uploaded file: how it is to be read, or why it can't be. */
export async function senseFile(shopId: number, importId: number): Promise<void> {
  const sensed = await sense({ shopId, importId });
  await pool.query(
    `UPDATE contact_import
     SET status = CASE WHEN $3::jsonb IS NULL THEN 'mapping' ELSE 'failed' END, problem = $3, format = $4, moved_at = now()
     WHERE shop_id = $1 AND id = $2 AND status = 'uploading'`,
    sensed.ok
      ? [shopId, importId, null, JSON.stringify(sensed.format)]
      : [shopId, importId, JSON.stringify({ code: sensed.problem, row: sensed.row }), null],
  );
}

type Sensed = { ok: true; format: FileFormat } | { ok: false; problem: FileProblem; row: number | null };

async function sense(file: { shopId: number; importId: number }): Promise<Sensed> {
  const { bytes: beginning } = await beginningOf(file);
  const read = senseEncoding(beginning);
  if (read.kind === 'not_text') {
    return { ok: false, problem: read.what, row: null };
  }
  const encoding =
    read.kind === 'text' ? read.encoding : await detectCodePage(beginning, await countryOf(file.shopId));
  const { delimiter, announced } = senseDelimiter(beginningAsText(beginning, encoding));
  const format = { encoding, delimiter, announced, header: true };
  const first = await firstRows(file, format);
  if (first.kind === 'refused') {
    return { ok: false, problem: first.problem, row: first.row };
  }
  if (first.rows.length === 0) {
    return { ok: false, problem: 'empty', row: null };
  }
  const namesRow = findNamesRow(first.rows);
  if (namesRow !== null && first.whole && first.rows.at(-1)?.no === namesRow) {
    return { ok: false, problem: 'no_rows', row: null };
  }
  return {
    ok: true,
    format: namesRow === null ? { ...format, header: false } : { ...format, header: true, namesRow },
  };
}

function beginningAsText(beginning: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(beginning.subarray(0, SAMPLE_BYTES), { stream: true });
}
