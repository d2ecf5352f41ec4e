// DANGER: imports the app, which reads the environment while it is loaded: import it after process.env is set.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { confirmCampaign } from '../../app/features/campaigns/confirm-campaign.server.ts';
import { requestReview } from '../../app/features/campaigns/request-review.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import { grantCredits } from '../../app/features/credits/grant-credits.server.ts';
import { pool } from '../../app/platform/database.server.ts';

export type Campaign = { shopId: number; campaignId: number; recipients: number };

const FIRST_PHONE = 306_910_000_000;
/** A worker that dies while planning, its start and the minute after which the sweep takes a review up again. */
const QUOTE_MS = 150_000;
/** What each recipient adds to that, many of them at once. */
const QUOTE_EACH_MS = 3;

/** A shop with customers, each with a number of her own, and a campaign to all of them that is being frozen. */
export async function askForReview(recipients: number): Promise<Campaign> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO shop (domain, name, country, time_zone, quiet_from, quiet_until)
     VALUES ('drill.myshopify.com', 'Kafeneio', 'GR', 'UTC', NULL, NULL) RETURNING id`,
  );
  const shopId = rows[0]?.id ?? 0;
  await grantCredits(shopId, recipients * 4, { by: 'operator', why: 'trial', commandId: randomUUID() });
  // Names of many lengths, some Greek, so that texts have one part, two or three.
  await pool.query(
    `INSERT INTO contact (shop_id, shopify_id, first_name, phone, phone_country, consent, tags)
     SELECT $1, 'gid://shopify/Customer/' || n, CASE n % 3 WHEN 0 THEN 'Eleni' WHEN 1 THEN repeat('Maria ', 1 + n % 4) ELSE 'Ξένια' END,
            $2::bigint + n, 'GR', 'subscribed', '{}'
     FROM generate_series(1, $3::integer) AS n`,
    [shopId, FIRST_PHONE, recipients],
  );
  const saved = await saveDraft(shopId, null, {
    name: 'Drill',
    body: 'Hi {{ first_name | "there" }}, this weekend everything is twenty percent off: https://shop.example/sale?utm_source=sms Bring a friend.',
    sender: 'Kafeneio',
    audience: { kind: 'everyone' },
  });
  if (saved.kind !== 'saved') {
    throw new Error(`the draft was not saved: ${JSON.stringify(saved)}`);
  }
  const campaign = { shopId, campaignId: saved.campaignId, recipients };
  await requestReview(shopId, campaign.campaignId);
  return campaign;
}

/** Waits until a worker has frozen the audience, then presses Send. */
export async function pressSend({ shopId, campaignId, recipients }: Campaign): Promise<void> {
  const quoteMs = QUOTE_MS + recipients * QUOTE_EACH_MS;
  const until = performance.now() + quoteMs;
  for (;;) {
    const { rows } = await pool.query<{ status: string; version: number }>(
      'SELECT status, stream_version AS version FROM campaign WHERE shop_id = $1 AND id = $2',
      [shopId, campaignId],
    );
    const row = rows[0];
    if (row?.status === 'quoted') {
      const confirmed = await confirmCampaign(shopId, campaignId, {
        version: row.version,
        startAt: null,
        expiresAt: null,
      });
      if (confirmed.kind !== 'started') {
        throw new Error(`the campaign did not start: ${JSON.stringify(confirmed)}`);
      }
      return;
    }
    if (performance.now() > until) {
      throw new Error(`the audience was not frozen within ${quoteMs / 1000} s: ${row?.status}`);
    }
    await sleep(100);
  }
}
