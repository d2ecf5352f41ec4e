import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { type Cursor, type KeysetPage, pageOf, scanFor } from '../../core/keyset.ts';
import { pool } from '../../platform/database.server.ts';
import { type ShopProfile, shopSettingsOf } from '../shops/change-settings.server.ts';

const SIZE = 25;

const STATUSES = {
  running: ['sending', 'paused'],
  scheduled: ['scheduled'],
  drafts: ['draft', 'preparing', 'quoted'],
  ended: ['completed', 'cancelled', 'expired'],
} as const satisfies Record<string, CampaignStatus[]>;
export const campaignFilters = ['', 'running', 'scheduled', 'drafts', 'ended'] as const;
export type CampaignFilter = (typeof campaignFilters)[number];

/** `credits` is the price quoted until the campaign has started, then what it cost after refunds (creditsFinal). */
export type CampaignListItem = {
  id: number;
  name: string;
  status: CampaignStatus;
  recipients: number;
  delivered: number;
  credits: number;
  creditsFinal: boolean;
  date: string;
};

/** The shop's campaigns, newest first. `search` is a part of the name, in any case. */
export async function campaignListPage(
  shopId: number,
  query: { filter: CampaignFilter; search: string; cursor: Cursor | null },
): Promise<KeysetPage<CampaignListItem> & { shop: ShopProfile }> {
  const scan = scanFor(query.cursor, 'descending');
  const [shop, { rows }] = await Promise.all([
    shopSettingsOf(shopId),
    pool.query<Omit<CampaignListItem, 'date'> & { at: Date }>(
      `SELECT k.id, c.name, k.status, k.recipient_count AS recipients,
              coalesce(n.count, 0)::bigint AS delivered,
              k.started_at IS NOT NULL AS "creditsFinal",
              CASE WHEN k.started_at IS NULL THEN k.credits_quoted
                   ELSE coalesce(s.spent, 0) - coalesce(s.refunded, 0) END::bigint AS credits,
              coalesce(k.started_at, k.scheduled_for, k.created_at) AS at
       FROM campaign k
       JOIN campaign_content c
         ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
       LEFT JOIN campaign_count n ON n.shop_id = k.shop_id AND n.campaign_id = k.id AND n.state = 'delivered'
       LEFT JOIN LATERAL (
         SELECT sum(amount) FILTER (WHERE kind = 'spent') AS spent,
                sum(amount) FILTER (WHERE kind = 'refunded') AS refunded
         FROM credit_statement WHERE shop_id = k.shop_id AND campaign_id = k.id
       ) s ON true
       WHERE k.shop_id = $1 AND k.test_of IS NULL
         AND ($2::text[] IS NULL OR k.status = ANY ($2))
         AND ($3 = '' OR strpos(lower(c.name), lower($3)) > 0)
         AND ($4::bigint IS NULL OR k.id ${scan.operator} $4)
       ORDER BY k.id ${scan.order}
       LIMIT $5`,
      [shopId, query.filter === '' ? null : STATUSES[query.filter], query.search, scan.key, SIZE + 1],
    ),
  ]);
  const items = rows.map(({ at, ...row }) => ({ ...row, date: at.toISOString() }));
  return { ...pageOf(items, query.cursor, SIZE, (item) => item.id), shop };
}
