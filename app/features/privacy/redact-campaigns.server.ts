import { draft } from '../../core/campaigns/decide.ts';
import { pool } from '../../platform/database.server.ts';
import { changeCampaign } from '../campaigns/change-campaign.server.ts';
import { cancelCampaign } from '../campaigns/stop-campaign.server.ts';
import { emptyTexts } from './empty-texts.server.ts';
import type { Redaction } from './redact-shop.server.ts';

/** What stands where words were: a campaign keeps its row and its place in lists. */
const NO_WORDS = '—';

/** Stops a shop's campaigns, empties their texts, and then the merchant's words. */
export async function redactCampaigns({ shopId, until, moved }: Redaction): Promise<void> {
  const { rows } = await pool.query<{ id: number; status: string }>(
    'SELECT id, status FROM campaign WHERE shop_id = $1 AND created_at < $2 ORDER BY id',
    [shopId, until],
  );
  for (const { id, status } of rows) {
    if (status === 'preparing' || status === 'quoted') {
      await backToDraft(shopId, id);
    } else if (status === 'scheduled' || status === 'sending' || status === 'paused') {
      await cancelCampaign(shopId, id, 'system');
    }
    await emptyTexts(shopId, id, moved);
    await pool.query(
      `UPDATE campaign_content SET name = $3, body = '',
         audience = CASE WHEN audience ? 'numbers' THEN jsonb_set(audience, '{numbers}', '[]') ELSE audience END
       WHERE shop_id = $1 AND campaign_id = $2 AND (name <> $3 OR body <> '')`,
      [shopId, id, NO_WORDS],
    );
    await moved();
  }
}

/** A review belongs to its words, which go; without them it must not be confirmed. */
async function backToDraft(shopId: number, campaignId: number): Promise<void> {
  await changeCampaign(
    shopId,
    campaignId,
    (state) => draft(state, { content: state.content + 1, by: 'system' }),
    async (tx, { before, after }) => {
      await tx.query(
        `INSERT INTO campaign_content (shop_id, campaign_id, version, name, body, sender, audience)
         SELECT shop_id, campaign_id, $4, $5, '', sender, '{"kind": "everyone"}' FROM campaign_content
         WHERE shop_id = $1 AND campaign_id = $2 AND version = $3`,
        [shopId, campaignId, before.content, after.content, NO_WORDS],
      );
      return [];
    },
  );
}
