import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';

const TEXT =
  'Hi {{ first_name | "there" }}, everything in the shop is 20% off this weekend: https://shop.example/sale?utm_source=sms';

export type QuotedCampaign = { shopId: number; campaignId: number; version: number; recipients: number };

/** A campaign to everybody of a shop, saved and waiting for its freeze. @returns its id. */
export async function reviewedCampaign(shopId: number, body: string): Promise<number> {
  const { saveDraft } = await import('../../app/features/campaigns/save-draft.server.ts');
  const { requestReview } = await import('../../app/features/campaigns/request-review.server.ts');
  const saved = await saveDraft(shopId, null, {
    name: 'Bench',
    body,
    sender: 'Bench',
    audience: { kind: 'everyone' },
  });
  if (saved.kind !== 'saved') {
    throw new Error(`the campaign was not saved: ${JSON.stringify(saved)}`);
  }
  await requestReview(shopId, saved.campaignId);
  return saved.campaignId;
}

/** A personalised campaign to everybody of a shop, saved, frozen and quoted by the worker that runs. */
export async function quoteCampaign(pool: pg.Pool, shopId: number): Promise<QuotedCampaign> {
  const campaignId = await reviewedCampaign(shopId, TEXT);
  return until(async () => {
    const { rows } = await pool.query<{ version: number; recipients: number }>(
      `SELECT stream_version AS version, recipient_count AS recipients FROM campaign
       WHERE shop_id = $1 AND id = $2 AND status = 'quoted'`,
      [shopId, campaignId],
    );
    return rows[0] && { shopId, campaignId, ...rows[0] };
  });
}

/** @returns milliseconds until the confirmation was answered. */
export async function confirm({ shopId, campaignId, version }: QuotedCampaign): Promise<number> {
  const { confirmCampaign } = await import('../../app/features/campaigns/confirm-campaign.server.ts');
  const started = performance.now();
  await confirmCampaign(shopId, campaignId, { version, startAt: null });
  return performance.now() - started;
}

/** Waits until Mitto has taken every call of it. */
export async function untilHandedOver(pool: pg.Pool, { shopId, campaignId }: QuotedCampaign): Promise<void> {
  await until(async () => {
    const { rows } = await pool.query<{ open: number }>(
      `SELECT count(*) AS open FROM send_batch WHERE shop_id = $1 AND campaign_id = $2 AND status <> 'accepted'`,
      [shopId, campaignId],
    );
    return rows[0]?.open === 0 ? true : undefined;
  });
}

async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) {
      return answer;
    }
    await sleep(50);
  }
}
