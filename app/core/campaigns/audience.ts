import { z } from 'zod';
import type { RecipientState } from '../delivery/recipient-state.ts';

/** How many phones of her own a merchant can try a campaign on. */
export const TEST_NUMBERS_MAX = 5;

/** States of an earlier campaign's people who may be texted again: nobody has proved that they have the text. */
export const resendableStates = [
  'unknown',
  'presumed_not_sent',
  'not_sent',
] as const satisfies readonly RecipientState[];
export type ResendableState = (typeof resendableStates)[number];

const everyone = z.object({ kind: z.literal('everyone') });
const tagged = z.object({
  kind: z.literal('tags'),
  tags: z.array(z.string().trim().min(1).max(255)).min(1).max(50),
});
/** People of an earlier campaign whose text is not proved to have been sent; the merchant texts them again. */
const unresolved = z.object({
  kind: z.literal('unresolved'),
  campaignId: z.number().int().positive(),
  states: z.array(z.enum(resendableStates)).min(1).max(resendableStates.length),
});
/** The merchant's own phones, the text as the contact `as` would get it; null: as somebody of whom nothing is known. */
const test = z.object({
  kind: z.literal('test'),
  numbers: z.array(z.number().int().positive()).max(TEST_NUMBERS_MAX),
  as: z.number().int().positive().nullable(),
});

/**
 * Whom the editor may choose. Never a test's: its numbers are texted on the merchant's word that they are her own, so they
 * come from her settings and from no form.
 */
export const chosenAudienceSchema = z.discriminatedUnion('kind', [everyone, tagged, unresolved]);
export type ChosenAudience = z.infer<typeof chosenAudienceSchema>;

/** Who a campaign is for. People of it that may not be texted are left out by the freeze, each with a reason. */
export const audienceSchema = z.discriminatedUnion('kind', [everyone, tagged, unresolved, test]);
export type Audience = z.infer<typeof audienceSchema>;

/** Why somebody of the audience does not become a recipient; the words of the review page. */
export const exclusionReasons = [
  'opted_out',
  'sent_after_all',
  'never_asked',
  'pending_confirmation',
  'no_number',
  'impossible_number',
  'landline',
  'not_a_mobile',
  'duplicate_number',
  'country_not_supported',
  'country_not_allowed',
  'sender_not_allowed',
  'above_price_limit',
  'missing_value',
  'text_too_long',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];
