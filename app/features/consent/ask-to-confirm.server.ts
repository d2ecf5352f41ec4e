import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { requestReview } from '../../core/campaigns/decide.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { changeCampaignIn } from '../campaigns/change-campaign.server.ts';
import { confirmCampaign } from '../campaigns/confirm-campaign.server.ts';
import { freezeAudience } from '../campaigns/freeze-audience.server.ts';
import { createDraft } from '../campaigns/save-draft.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';
import { wordingToday } from './save-wording.server.ts';

/** People of one campaign; the rest is asked by the next. */
const PEOPLE_MAX = 5_000;
const NAME = 'Confirmation of sign-ups';

/** Who has signed up, has not confirmed, and was not asked yet: a number, no open question, and no opt-out of the number. */
const UNASKED = `
  FROM contact c
  WHERE c.consent = 'pending' AND c.phone IS NOT NULL AND c.erased_at IS NULL AND c.deleted_at IS NULL
    AND NOT EXISTS (SELECT FROM consent_asked a
                    WHERE a.shop_id = c.shop_id AND a.contact_id = c.id AND a.signed_up = coalesce(c.consent_at, 'epoch'))
    AND NOT EXISTS (SELECT FROM consent_question q WHERE q.shop_id = c.shop_id AND q.contact_id = c.id)
    AND NOT EXISTS (SELECT FROM contact o
                    WHERE o.shop_id = c.shop_id AND o.phone = c.phone AND o.consent = 'unsubscribed')`;

/**
 * Asks who has signed up to confirm it, where the shop wants that: one text each, ever, for one sign-up, by a campaign of the
 * app's own making, which goes the way of every other. One that waits for credits is gone on with before a new one is made.
 */
export async function askToConfirm(shopId: number): Promise<void> {
  const campaignId = await withTransaction(async (tx) => {
    // Two jobs meet here, so that nobody is asked by two campaigns.
    await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
    return (await waiting(tx, shopId)) ?? (await draftConfirmation(tx, shopId));
  });
  if (campaignId === undefined) {
    return;
  }
  await freezeAudience(shopId, campaignId);
  const { rows } = await pool.query<{ status: CampaignStatus; version: number }>(
    'SELECT status, stream_version AS version FROM campaign WHERE shop_id = $1 AND id = $2',
    [shopId, campaignId],
  );
  const [campaign] = rows;
  if (campaign?.status !== 'quoted') {
    // Somebody else is freezing it, or nobody of it can be texted.
    return;
  }
  const confirmed = await confirmCampaign(shopId, campaignId, { version: campaign.version, startAt: null });
  log.info({ shopId, campaignId, ...confirmed }, 'sign-ups are asked to confirm');
}

async function waiting(tx: Transaction, shopId: number): Promise<number | undefined> {
  const { rows } = await tx.query<{ id: number }>(
    `SELECT k.id FROM campaign k
     WHERE k.shop_id = $1 AND k.status IN ('preparing', 'quoted')
       AND EXISTS (SELECT FROM consent_asked a WHERE a.shop_id = k.shop_id AND a.campaign_id = k.id)
     LIMIT 1`,
    [shopId],
  );
  return rows[0]?.id;
}

async function draftConfirmation(tx: Transaction, shopId: number): Promise<number | undefined> {
  const wording = await wordingToday(shopId, tx);
  const shop = await shopSettingsOf(shopId, tx);
  if (!wording.doubleOptIn || shop.sender === null) {
    return undefined;
  }
  const { rows } = await tx.query<{ id: number }>(
    `SELECT c.id ${UNASKED} AND c.shop_id = $1 ORDER BY c.id LIMIT ${PEOPLE_MAX}`,
    [shopId],
  );
  if (rows.length === 0) {
    return undefined;
  }
  const campaignId = await createDraft(
    tx,
    shopId,
    {
      name: NAME,
      body: wording.confirmation,
      sender: shop.sender,
      audience: { kind: 'confirmation' },
    },
    shop,
  );
  await tx.query(
    `INSERT INTO consent_asked (shop_id, contact_id, signed_up, campaign_id, wording)
     SELECT shop_id, id, coalesce(consent_at, 'epoch'), $3, $4 FROM contact
     WHERE shop_id = $1 AND id = ANY ($2::bigint[])
     ON CONFLICT (shop_id, contact_id, signed_up) DO NOTHING`,
    [shopId, rows.map(({ id }) => id), campaignId, wording.version],
  );
  await changeCampaignIn(tx, shopId, campaignId, (state) => requestReview(state, { by: 'system' }));
  return campaignId;
}

/** Each minute, for every shop that asks twice: new sign-ups, a campaign that waits for credits, a job that was lost. */
export async function wakeConfirmations(): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number }>(
    `UPDATE confirmation_round r SET next_at = clock_timestamp() + interval '1 minute'
     FROM (SELECT d.shop_id FROM confirmation_round d JOIN shop s ON s.id = d.shop_id
           WHERE d.next_at <= clock_timestamp() AND s.uninstalled_at IS NULL
           ORDER BY d.next_at LIMIT 500 FOR UPDATE OF d SKIP LOCKED) due
     WHERE r.shop_id = due.shop_id
     RETURNING r.shop_id`,
  );
  for (const { shop_id: shopId } of rows) {
    await enqueue(pool, 'ask-to-confirm', { shopId }, { key: `ask-to-confirm:${shopId}` });
  }
}
