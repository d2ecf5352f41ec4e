import { z } from 'zod';

/** Who a campaign is for. People of it that may not be texted are left out by the freeze, each with a reason. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('everyone') }),
  z.object({ kind: z.literal('tags'), tags: z.array(z.string().trim().min(1).max(255)).min(1).max(50) }),
]);
export type Audience = z.infer<typeof audienceSchema>;

/** Why somebody of the audience does not become a recipient; the words of the review page. */
export const exclusionReasons = [
  'opted_out',
  'never_asked',
  'pending_confirmation',
  'no_number',
  'impossible_number',
  'landline',
  'not_a_mobile',
  'duplicate_number',
  'country_not_supported',
  'above_price_limit',
  'missing_value',
  'text_too_long',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];
