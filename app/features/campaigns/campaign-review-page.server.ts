import { DateTime } from 'luxon';
import { z } from 'zod';
import { audienceSchema, listsOf } from '../../core/campaigns/audience.ts';
import { audienceInWords } from '../../core/campaigns/audience-in-words.ts';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { type QuoteLine, quoteLine, type Resend, resend } from '../../core/campaigns/campaign-events.ts';
import type { Senders } from '../../core/messaging/senders-by-country.ts';
import { pool } from '../../platform/database.server.ts';
import { subscriptionInForce } from '../billing/billing-shop.server.ts';
import { listNames } from '../contacts/contact-lists.server.ts';
import { creditBalance } from '../credits/credit-balance.server.ts';
import {
  FROZEN_WORDS,
  type FrozenWords,
  mergeOfRecipient,
  writeTexts,
} from '../messaging/write-texts.server.ts';
import { shopSettingsOf } from '../shops/change-settings.server.ts';

type Sample = { ordinal: number; text: string; parts: number; credits: number; country: string };

export type CampaignReview = {
  status: CampaignStatus;
  problem: string | null;
  /** What Send confirms: the version that this page shows. */
  version: number;
  name: string;
  from: Senders;
  /** Whom it is for, in words. */
  whom: string;
  audience: number;
  recipients: number;
  excluded: Record<string, number>;
  lines: QuoteLine[];
  /** It texts people of an earlier campaign again: how many of them may already have the text. */
  resend: Resend | null;
  ceiling: number;
  available: number;
  /** The shop's plan is not paid for, so nothing can be sent. */
  frozen: boolean;
  samples: Sample[];
  /** How many of the samples say something of their customer. */
  personal: number;
  timeZone: string;
  /** Today in the shop's time zone, `YYYY-MM-DD`. */
  today: string;
};

const counts = z.record(z.string(), z.number());
const SAMPLES = 5;
/** Among how many recipients different ones are looked for. */
const SAMPLED = 500;

/** Who gets a campaign, who not and what it costs; undefined when the shop has no such campaign. */
export async function campaignReview(
  shopId: number,
  campaignId: number,
): Promise<CampaignReview | undefined> {
  const [{ rows }, shop, balance, subscription] = await Promise.all([
    pool.query<
      {
        status: CampaignStatus;
        problem: string | null;
        version: number;
        audience: number;
        recipients: number;
        excluded: unknown;
        quote: unknown;
        chosen: unknown;
        resend: unknown;
        ceiling: number;
        name: string;
      } & Senders &
        FrozenWords
    >(
      `SELECT k.status, k.problem, k.stream_version AS version, k.audience_count AS audience,
              k.recipient_count AS recipients, k.excluded, k.quote, k.resend, k.credits_quoted AS ceiling,
              c.name, c.audience AS chosen, c.sender, c.senders, ${FROZEN_WORDS}
       FROM campaign k
       JOIN campaign_content c
         ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
       WHERE k.shop_id = $1 AND k.id = $2`,
      [shopId, campaignId],
    ),
    shopSettingsOf(shopId),
    creditBalance(shopId),
    subscriptionInForce(pool, shopId),
  ]);
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const {
    shop_id,
    campaign_id,
    body,
    opt_out_line,
    link_domain,
    capitals,
    link_ids,
    excluded,
    quote,
    chosen,
    resend: again,
    sender,
    senders,
    ...rest
  } = row;
  const words = { shop_id, campaign_id, body, opt_out_line, link_domain, capitals, link_ids };
  const whom = audienceSchema.parse(chosen);
  return {
    ...rest,
    whom: audienceInWords(whom, await listNames(shopId, listsOf(whom))),
    from: { sender, senders },
    excluded: counts.parse(excluded),
    resend: resend.nullable().parse(again),
    lines: z.array(quoteLine).parse(quote ?? []),
    available: balance.available,
    frozen: subscription?.status === 'frozen',
    ...(row.status === 'quoted'
      ? await sampleTexts(shopId, campaignId, row.recipients, words)
      : { samples: [], personal: 0 }),
    timeZone: shop.timeZone,
    today: DateTime.now().setZone(shop.timeZone).toFormat('yyyy-MM-dd'),
  };
}

/**
 * Texts that differ: one for each country and length among some recipients spread over the whole audience (it is
 * ordered by number, so the first ones are all of one country), the countries taking turns.
 */
async function sampleTexts(
  shopId: number,
  campaignId: number,
  recipients: number,
  words: FrozenWords,
): Promise<Pick<CampaignReview, 'samples' | 'personal'>> {
  const { rows } = await pool.query<{
    ordinal: number;
    parts: number;
    credits: number;
    country: string;
    merge: unknown;
  }>(
    `SELECT ordinal, parts, credits, country, merge
     FROM (
       SELECT *, row_number() OVER (PARTITION BY country ORDER BY parts) AS turn
       FROM (
         SELECT DISTINCT ON (country, parts) ordinal, parts, credits, country, merge
         FROM recipient
         WHERE shop_id = $1 AND campaign_id = $2
           AND ordinal = ANY (ARRAY(SELECT generate_series(1, $3::integer, greatest($3::integer / ${SAMPLED}, 1))))
         ORDER BY country, parts, ordinal
       ) different
     ) taking_turns
     ORDER BY turn, ordinal
     LIMIT ${SAMPLES}`,
    [shopId, campaignId, recipients],
  );
  const merges = rows.map(({ merge }) => mergeOfRecipient.parse(merge));
  const texts = await writeTexts(
    words,
    rows.map(({ ordinal }, i) => ({ ordinal, merge: merges[i] ?? null })),
  );
  return {
    samples: rows.flatMap(({ merge: _, ...row }, i) => {
      const text = texts[i];
      return text === undefined ? [] : [{ ...row, text }];
    }),
    personal: merges.filter((merge) => Object.keys(merge ?? {}).length > 0).length,
  };
}
