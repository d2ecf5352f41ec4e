import { pool } from '../../platform/database.server.ts';

/** Why a confirmed campaign's texts do not leave yet: its codes are being made, or could not be made. */
export type CodesInMaking = { failed: boolean; made: number; people: number };

/** Null when the campaign waits for no codes. */
export async function codesInMaking(shopId: number, campaignId: number): Promise<CodesInMaking | null> {
  const { rows } = await pool.query<CodesInMaking>(
    `SELECT d.status = 'failed' AS failed, d.made, d.people
     FROM campaign_discount d JOIN campaign k ON k.shop_id = d.shop_id AND k.id = d.campaign_id
     WHERE d.shop_id = $1 AND d.campaign_id = $2 AND d.status IN ('planned', 'making', 'failed')
       AND k.status IN ('scheduled', 'sending', 'paused')`,
    [shopId, campaignId],
  );
  return rows[0] ?? null;
}
