import type { ExclusionReason } from '../../core/campaigns/audience.ts';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { type Cursor, type KeysetPage, pageOf, scanFor } from '../../core/keyset.ts';
import { pool } from '../../platform/database.server.ts';
import { type ContactListItem, type ContactRecord, toListItem } from '../contacts/contact-pages.server.ts';

const SIZE = 50;

export type LeftOutPage = KeysetPage<ContactListItem> & {
  campaign: { name: string; status: CampaignStatus };
};

/** Who was left out of a campaign at its review, for one reason; undefined when the shop has no such campaign. */
export async function leftOutPage(
  shopId: number,
  campaignId: number,
  query: { reason: ExclusionReason; cursor: Cursor | null },
): Promise<LeftOutPage | undefined> {
  const campaigns = await pool.query<{ name: string; status: CampaignStatus }>(
    `SELECT c.name, k.status FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.id = $2`,
    [shopId, campaignId],
  );
  const campaign = campaigns.rows[0];
  if (campaign === undefined) {
    return undefined;
  }
  const scan = scanFor(query.cursor, 'ascending');
  const { rows } = await pool.query<ContactRecord>(
    `SELECT c.id, c.first_name, c.last_name, c.phone, c.phone_problem, c.phone_country, c.consent, c.order_count
     FROM audience_exclusion x
     JOIN contact c ON c.shop_id = x.shop_id AND c.id = x.contact_id
     WHERE x.shop_id = $1 AND x.campaign_id = $2 AND x.reason = $3
       AND ($4::bigint IS NULL OR x.contact_id ${scan.operator} $4)
     ORDER BY x.contact_id ${scan.order}
     LIMIT $5`,
    [shopId, campaignId, query.reason, scan.key, SIZE + 1],
  );
  return { ...pageOf(rows.map(toListItem), query.cursor, SIZE, (contact) => contact.id), campaign };
}
