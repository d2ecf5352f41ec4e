import { z } from 'zod';
import { audienceSchema, listsOf } from '../../core/campaigns/audience.ts';
import { audienceInWords } from '../../core/campaigns/audience-in-words.ts';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { offerResend, type ResendOffer } from '../../core/campaigns/resend.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { pool } from '../../platform/database.server.ts';
import { listNames } from '../contacts/contact-lists.server.ts';

export type CampaignReport = {
  /** The campaign that this one tried on the merchant's own phones. */
  testOf: number | null;
  status: CampaignStatus;
  name: string;
  pauseReason: string | null;
  /** Its texts wait because the carrier refuses our account. */
  carrierBlocked: boolean;
  /** Who it was for, in words. */
  whom: string;
  audience: number;
  recipients: number;
  excluded: Record<string, number>;
  /** How many recipients are in each state; they add up to `recipients`. */
  counts: Partial<Record<RecipientState, number>>;
  /** Texts that were presumed not sent, their credits released, and that had been sent after all. */
  overturned: number;
  /** Whom the merchant may text again. */
  resend: ResendOffer | null;
  /** quoted = held + spent + released; refunded is a part of spent that came back. */
  credits: { quoted: number; held: number; spent: number; released: number; refunded: number };
  scheduledFor: string | null;
  startedAt: string | null;
  endedAt: string | null;
  /** It ended a moment ago: the last refunds may still be on their way. */
  settling: boolean;
  timeZone: string;
  country: string;
};

type Row = {
  test_of: number | null;
  status: CampaignStatus;
  name: string;
  pause_reason: string | null;
  carrier_blocked: boolean;
  chosen: unknown;
  audience_count: number;
  recipient_count: number;
  excluded: unknown;
  credits_quoted: number;
  scheduled_for: Date | null;
  started_at: Date | null;
  ended_at: Date | null;
  settling: boolean;
  overturned: number;
  time_zone: string;
  country: string;
  counts: unknown;
  credits: unknown;
};

const numbers = z.record(z.string(), z.number());

/** What became of a campaign so far, in one statement and so of one moment; undefined when the shop has no such one. */
export async function campaignReport(
  shopId: number,
  campaignId: number,
): Promise<CampaignReport | undefined> {
  const { rows } = await pool.query<Row>(
    `SELECT k.test_of, k.status, c.name, c.audience AS chosen, k.pause_reason, k.audience_count, k.recipient_count, k.excluded, k.credits_quoted,
            k.scheduled_for, k.started_at, k.ended_at,
            k.status = 'sending' AND EXISTS (
              SELECT FROM carrier_account WHERE blocked_at IS NOT NULL) AS carrier_blocked,
            coalesce(k.ended_at > now() - interval '1 minute', false) AS settling, s.time_zone, s.country,
            (SELECT coalesce(sum(overturned), 0)::integer FROM send_batch
             WHERE shop_id = $1 AND campaign_id = $2) AS overturned,
            (SELECT coalesce(jsonb_object_agg(state, count), '{}') FROM campaign_count
             WHERE shop_id = $1 AND campaign_id = $2) AS counts,
            (SELECT coalesce(jsonb_object_agg(kind, amount), '{}') FROM credit_statement
             WHERE shop_id = $1 AND campaign_id = $2) AS credits
     FROM campaign k
     JOIN campaign_content c ON c.shop_id = k.shop_id AND c.campaign_id = k.id AND c.version = k.content_version
     JOIN shop s ON s.id = k.shop_id
     WHERE k.shop_id = $1 AND k.id = $2`,
    [shopId, campaignId],
  );
  const row = rows[0];
  if (row === undefined) {
    return undefined;
  }
  const whom = audienceSchema.parse(row.chosen);
  const money = numbers.parse(row.credits);
  const { held = 0, spent = 0, released = 0, refunded = 0 } = money;
  const counts = countsOf(numbers.parse(row.counts), row.recipient_count);
  return {
    testOf: row.test_of,
    status: row.status,
    name: row.name,
    pauseReason: row.pause_reason,
    carrierBlocked: row.carrier_blocked,
    whom: audienceInWords(whom, await listNames(shopId, listsOf(whom))),
    audience: row.audience_count,
    recipients: row.recipient_count,
    excluded: numbers.parse(row.excluded),
    counts,
    overturned: row.overturned,
    // A test is not repeated but made again.
    resend: row.test_of === null ? (offerResend(row.status, counts) ?? null) : null,
    credits: { quoted: row.credits_quoted, held: held - spent - released, spent, released, refunded },
    scheduledFor: row.scheduled_for?.toISOString() ?? null,
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
    settling: row.settling,
    timeZone: row.time_zone,
    country: row.country,
  };
}

/** The projector may not have read the confirmation yet: then everybody is waiting, as the event says. */
function countsOf(counted: Record<string, number>, recipients: number): CampaignReport['counts'] {
  const sum = Object.values(counted).reduce((all, count) => all + count, 0);
  return sum === 0 ? { queued: recipients } : counted;
}
