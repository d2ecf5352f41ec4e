import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { FILE_BYTES_MAX, importOf, PIECE_BYTES } from './import-row.server.ts';
import { senseFile } from './sense-file.server.ts';

export type Begun =
  | { kind: 'begun'; importId: number; pieceBytes: number }
  | { kind: 'empty' }
  | { kind: 'too_large' }
  /** The shop has as many files here as it may: one of them is to be imported or discarded first. */
  | { kind: 'too_many' };

/** What a shop may have here of files that it has not imported, all of them together. */
const FILES_MAX = 3;
const BYTES_MAX = 2_000_000_000;

/** A merchant is about to send a file. Uploads of hers that were never finished are given up. */
export async function beginUpload(shopId: number, file: { name: string; bytes: number }): Promise<Begun> {
  if (file.bytes === 0) {
    return { kind: 'empty' };
  }
  if (file.bytes > FILE_BYTES_MAX) {
    return { kind: 'too_large' };
  }
  return withTransaction(async (tx): Promise<Begun> => {
    // The shop's row keeps two uploads from finding room for one.
    await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
    await tx.query(
      `UPDATE contact_import SET status = 'expired', ended_at = now() WHERE shop_id = $1 AND status = 'uploading'`,
      [shopId],
    );
    const { rows: kept } = await tx.query<{ files: number; bytes: number }>(
      `SELECT count(*)::integer AS files, coalesce(sum(file_bytes), 0)::bigint AS bytes FROM contact_import
       WHERE shop_id = $1 AND status IN ('mapping', 'checking', 'checked', 'importing', 'failed')`,
      [shopId],
    );
    const { files, bytes } = kept[0] ?? { files: 0, bytes: 0 };
    if (files >= FILES_MAX || bytes + file.bytes > BYTES_MAX) {
      return { kind: 'too_many' };
    }
    const { rows } = await tx.query<{ id: number }>(
      'INSERT INTO contact_import (shop_id, file_name, file_bytes) VALUES ($1, $2, $3) RETURNING id',
      [shopId, file.name.replaceAll('\0', '').slice(0, 255) || 'file.csv', file.bytes],
    );
    return { kind: 'begun', importId: rows[0]?.id ?? 0, pieceBytes: PIECE_BYTES };
  });
}

export type PieceStored =
  | { kind: 'stored'; complete: boolean }
  | { kind: 'wrong_size' }
  | { kind: 'not_found' };

/**
 * One piece of a file, in any order and any number of times: a file travels in pieces so that no request is long, none is held
 * in memory, and a lost connection costs one of them. With the last one the file is looked at.
 */
export async function storePiece(
  shopId: number,
  importId: number,
  piece: { no: number; bytes: Uint8Array },
): Promise<PieceStored> {
  const stored = await withTransaction((tx) => storeIn(tx, shopId, importId, piece));
  if (stored.kind === 'stored' && stored.complete) {
    await senseFile(shopId, importId);
  }
  return stored;
}

async function storeIn(
  tx: Transaction,
  shopId: number,
  importId: number,
  { no, bytes }: { no: number; bytes: Uint8Array },
): Promise<PieceStored> {
  const file = await importOf(tx, shopId, importId, { lock: true });
  if (file === undefined || !['uploading', 'mapping', 'failed'].includes(file.status)) {
    return { kind: 'not_found' };
  }
  if (file.status !== 'uploading') {
    // The answer to the last piece was lost, and its browser sends it again.
    return { kind: 'stored', complete: false };
  }
  if (bytes.length === 0 || bytes.length !== Math.min(PIECE_BYTES, file.file_bytes - no * PIECE_BYTES)) {
    return { kind: 'wrong_size' };
  }
  await tx.query(
    `INSERT INTO import_piece (shop_id, import_id, no, bytes) VALUES ($1, $2, $3, $4)
     ON CONFLICT (shop_id, import_id, no) DO NOTHING`,
    [shopId, importId, no, bytes],
  );
  const { rows } = await tx.query<{ bytes: number }>(
    `UPDATE contact_import SET moved_at = now() WHERE shop_id = $1 AND id = $2
     RETURNING (SELECT coalesce(sum(octet_length(bytes)), 0) FROM import_piece WHERE shop_id = $1 AND import_id = $2)::bigint AS bytes`,
    [shopId, importId],
  );
  return { kind: 'stored', complete: rows[0]?.bytes === file.file_bytes };
}

/** The merchant does not want it any more: everything of it goes. @returns whether there was something to discard. */
export async function discardImport(shopId: number, importId: number): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE contact_import SET status = 'expired', ended_at = now()
     WHERE shop_id = $1 AND id = $2 AND status IN ('uploading', 'mapping', 'checking', 'checked', 'failed')`,
    [shopId, importId],
  );
  log.info({ shopId, importId, discarded: rowCount === 1 }, 'import discarded');
  return rowCount === 1;
}
