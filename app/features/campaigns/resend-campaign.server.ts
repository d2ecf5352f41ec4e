import { z } from 'zod';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { offerResend, resendName } from '../../core/campaigns/resend.ts';
import { keptDiscount } from '../../core/discounts/discount.ts';
import { type Transaction, withTransaction } from '../../platform/database.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';
import { createDraft } from './save-draft.server.ts';

export type ResendResult =
  /** A new draft, or the one that was made before and has not been sent. */
  | { kind: 'drafted'; campaignId: number; status: CampaignStatus }
  | { kind: 'nobody' }
  | { kind: 'not_found' };

type Original = {
  status: CampaignStatus;
  name: string;
  body: string;
  sender: string;
  discount: unknown;
  capitals: boolean;
  counts: unknown;
};

const numbers = z.record(z.string(), z.number());

/**
 * The merchant wants to text again whom nobody has proved to have a campaign's text: a draft with the same text for exactly
 * these people. Nothing is sent by this; the review shows who may get it twice. Pressing twice makes one draft.
 */
export async function resendCampaign(shopId: number, campaignId: number): Promise<ResendResult> {
  return withTransaction(async (tx) => {
    const original = await lockOriginal(tx, shopId, campaignId);
    if (original === undefined) {
      return { kind: 'not_found' };
    }
    const offer = offerResend(original.status, numbers.parse(original.counts));
    if (offer === undefined) {
      return { kind: 'nobody' };
    }
    const waiting = await unsentResend(tx, shopId, campaignId);
    if (waiting !== undefined) {
      return { kind: 'drafted', ...waiting };
    }
    const made = await createDraft(
      tx,
      shopId,
      {
        name: resendName(original.name),
        body: original.body,
        sender: original.sender,
        capitals: original.capitals,
        discount: keptDiscount.parse(original.discount),
        audience: { kind: 'unresolved', campaignId, states: offer.states },
      },
      await shopSettingsOf(shopId, tx),
    );
    return { kind: 'drafted', campaignId: made, status: 'draft' };
  });
}

/** Two presses meet at the campaign's row. */
async function lockOriginal(
  tx: Transaction,
  shopId: number,
  campaignId: number,
): Promise<Original | undefined> {
  const { rows } = await tx.query<Original>(
    `SELECT k.status, c.name, c.body, c.sender, c.capitals, c.discount,
            (SELECT coalesce(jsonb_object_agg(state, count), '{}') FROM campaign_count
             WHERE shop_id = $1 AND campaign_id = $2) AS counts
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     WHERE k.shop_id = $1 AND k.id = $2
     FOR UPDATE OF k`,
    [shopId, campaignId],
  );
  return rows[0];
}

async function unsentResend(
  tx: Transaction,
  shopId: number,
  campaignId: number,
): Promise<{ campaignId: number; status: CampaignStatus } | undefined> {
  const { rows } = await tx.query<{ campaignId: number; status: CampaignStatus }>(
    `SELECT k.id AS "campaignId", k.status
     FROM campaign_content c
     JOIN campaign k ON k.shop_id = c.shop_id AND k.id = c.campaign_id AND k.content_version = c.version
     WHERE c.shop_id = $1 AND c.audience ->> 'kind' = 'unresolved'
       AND (c.audience ->> 'campaignId')::bigint = $2
       AND k.status IN ('draft', 'preparing', 'quoted')
     ORDER BY k.id DESC LIMIT 1`,
    [shopId, campaignId],
  );
  return rows[0];
}
