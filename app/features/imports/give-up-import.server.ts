import { pool } from '../../platform/database.server.ts';

/**
 * Ends an import at which process after process has died. What it has taken stays taken, and its file stays until the merchant
 * discards it or its days are over.
 */
export async function giveUpImport({
  importId,
  shopId,
}: {
  shopId: number;
  importId: number;
}): Promise<void> {
  await pool.query(
    `UPDATE contact_import SET status = 'failed', problem = $3, moved_at = now()
     WHERE shop_id = $1 AND id = $2 AND status IN ('checking', 'importing')`,
    [shopId, importId, JSON.stringify({ code: 'gave_up', row: null })],
  );
}
