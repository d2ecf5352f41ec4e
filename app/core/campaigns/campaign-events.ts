import { z } from 'zod';
import { moves } from '../delivery/recipient-state.ts';

const count = z.number().int().nonnegative();
const time = z.iso.datetime();
export const actor = z.enum(['merchant', 'system', 'operator']);
export type Actor = z.infer<typeof actor>;

/** Why a running campaign was paused by the system. */
export const pauseReasons = [
  'merchant',
  'shop_uninstalled',
  'discount_code_taken',
  'discount_refused',
  'discount_no_access',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

/** Recipients × parts × country and what they cost; the lines of the review page. */
export const quoteLine = z.object({
  country: z.string(),
  parts: count,
  recipients: count,
  credits: count,
  /** How many of them lack a value, so that the fallback of its merge tag stands in. */
  fallbacks: count.optional(),
});
export type QuoteLine = z.infer<typeof quoteLine>;

/**
 * The campaign texts people of an earlier one again. How many of its recipients may already have got the text, by what
 * was known of them when they were frozen.
 */
export const resend = z.object({ of: count, unknown: count, presumedNotSent: count });
export type Resend = z.infer<typeof resend>;

/** Why a review could not be made: nobody to text, or whom to text could not be found out completely. */
export const reviewProblems = [
  'nobody_found',
  'nobody_to_text',
  'segment_gone',
  'segment_no_access',
  'segment_incomplete',
  'segment_unreachable',
  'list_gone',
  'unknown_tag',
] as const;
export type ReviewProblem = (typeof reviewProblems)[number];

export const campaignEvents = {
  /** `testOf`: it is a test of that campaign, to the merchant's own phones. */
  CampaignDrafted: z.object({ content: count, by: actor, testOf: count.optional() }),
  CampaignEdited: z.object({ content: count, by: actor }),
  CampaignReviewRequested: z.object({ content: count, by: actor }),
  /** Everybody the audience named: recipients + Σ excluded = audience. The hash is over the frozen rows. */
  AudienceFrozen: z.object({
    audience: count,
    recipients: count,
    parts: count,
    excluded: z.record(z.string(), count),
    hash: z.string(),
    resend: resend.optional(),
  }),
  CampaignQuoted: z.object({ credits: count, batches: count, lines: z.array(quoteLine) }),
  /** The review could not be made; the campaign is a draft again. */
  CampaignReviewFailed: z.object({
    reason: z.enum(reviewProblems),
    audience: count,
    excluded: z.record(z.string(), count),
  }),
  CampaignConfirmed: z.object({
    credits: count,
    recipients: count,
    expiresAt: time.nullable(),
    by: actor,
    moved: moves,
    /** Of a resend: which campaign's people it texts, and that the merchant was told that some may get it twice. */
    resendOf: count.optional(),
    riskAccepted: z.boolean().optional(),
  }),
  CampaignScheduled: z.object({ for: time }),
  CampaignStarted: z.object({}),
  CampaignPaused: z.object({ by: actor, reason: z.enum(pauseReasons) }),
  CampaignResumed: z.object({ by: actor }),
  CampaignCancelled: z.object({ by: actor }),
  CampaignExpired: z.object({}),
  CampaignHandedOver: z.object({}),
  CampaignCompleted: z.object({}),
} as const;
