import { pool } from '../../platform/database.server.ts';
import { failpoint } from '../../platform/failpoints.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

/**
 * Brings the page counters up to date (project_campaign_counts in prisma/migrations: counters and checkpoint in one
 * statement), then wakes the campaigns that may be through.
 */
export async function projectCampaignCounts(): Promise<void> {
  failpoint('before-counts');
  await pool.query('SELECT project_campaign_counts()');
  failpoint('after-counts');
  const { rows } = await pool.query<{ shop_id: number; id: number }>(
    `SELECT k.shop_id, k.id
     FROM campaign k
     JOIN campaign_count c ON c.shop_id = k.shop_id AND c.campaign_id = k.id
     WHERE k.status IN ('sending', 'paused') OR (k.status IN ('cancelled', 'expired') AND k.handed_over_at IS NULL AND k.confirmed_at IS NOT NULL)
     GROUP BY k.shop_id, k.id, k.handed_over_at
     HAVING coalesce(sum(c.count) FILTER (WHERE c.state IN ('queued', 'sending')), 0) = 0
        AND (k.handed_over_at IS NULL
             OR coalesce(sum(c.count) FILTER (WHERE c.state IN ('unknown', 'handed_over')), 0) = 0)`,
  );
  for (const row of rows) {
    await enqueue(
      pool,
      'finish-campaign',
      { shopId: row.shop_id, campaignId: row.id },
      { key: `finish-${row.id}` },
    );
  }
}
