import { pool } from '../../platform/database.server.ts';

/** Campaigns that were begun with it keep their text. Deleting what is gone already is done, too. */
export async function deleteTemplate(shopId: number, templateId: number): Promise<void> {
  await pool.query('DELETE FROM template WHERE shop_id = $1 AND id = $2', [shopId, templateId]);
}
