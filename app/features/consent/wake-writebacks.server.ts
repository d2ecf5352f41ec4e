import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

/** Shops with something to tell Shopify whose time has come: a try that is due again, or one whose job was lost. */
export async function wakeWritebacks(): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number }>(
    `SELECT DISTINCT w.shop_id FROM consent_writeback w JOIN shop s ON s.id = w.shop_id
     WHERE w.next_at < clock_timestamp() AND s.uninstalled_at IS NULL
     LIMIT 500`,
  );
  for (const { shop_id: shopId } of rows) {
    await enqueue(pool, 'write-consent-back', { shopId }, { key: `write-consent-back:${shopId}`, soon: 500 });
  }
}
