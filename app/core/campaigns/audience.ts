import { z } from 'zod';
import type { RecipientState } from '../delivery/recipient-state.ts';
import {
  CONDITIONS_MAX,
  COSTLY_MAX,
  conditionSchema,
  days,
  isCostly,
  tagList,
} from './audience-condition.ts';

/** How many phones of her own a merchant can try a campaign on. */
export const TEST_NUMBERS_MAX = 5;

/** States of an earlier campaign's people who may be texted again: nobody has proved that they have the text. */
export const resendableStates = [
  'unknown',
  'presumed_not_sent',
  'not_sent',
] as const satisfies readonly RecipientState[];
export type ResendableState = (typeof resendableStates)[number];

/** A segment of Shopify; the name is the one it had when it was chosen. */
const segmentSchema = z.object({
  id: z.string().regex(/^gid:\/\/shopify\/Segment\/\d{1,20}$/),
  name: z
    .string()
    .trim()
    .min(1)
    .max(255)
    .refine((text) => text.isWellFormed() && !text.includes('\0')),
});
export type ChosenSegment = z.infer<typeof segmentSchema>;
const listId = z.number().int().positive();

/** Whom an audience leaves out, whoever else she is. What is absent leaves out nobody. */
const excludeSchema = z.object({
  tags: tagList.optional(),
  lists: z.array(listId).min(1).max(20).optional(),
  segments: z.array(segmentSchema).min(1).max(5).optional(),
  /** Texted by any campaign within so many days. */
  textedWithinDays: days.optional(),
});
export type Exclude = z.infer<typeof excludeSchema>;

const leavesOut = { exclude: excludeSchema.optional() };
const everyone = z.object({ kind: z.literal('everyone'), ...leavesOut });
const tagged = z.object({ kind: z.literal('tags'), tags: tagList, ...leavesOut });
/** Customers of whom all conditions are true. */
const filtered = z.object({
  kind: z.literal('filter'),
  conditions: z
    .array(conditionSchema)
    .min(1)
    .max(CONDITIONS_MAX)
    .refine((conditions) => conditions.filter(isCostly).length <= COSTLY_MAX),
  ...leavesOut,
});
const segment = z.object({ kind: z.literal('segment'), segment: segmentSchema, ...leavesOut });
/** A list that was imported. */
const list = z.object({ kind: z.literal('list'), listId, ...leavesOut });
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

/** Who has signed up and is asked by this campaign to confirm it (consent_asked); made by the app alone. */
const confirmation = z.object({ kind: z.literal('confirmation') });

/**
 * Whom the editor may choose. Never a test's: its numbers are texted on the merchant's word that they are her own, so they
 * come from her settings and from no form.
 */
export const chosenAudienceSchema = z.discriminatedUnion('kind', [
  everyone,
  tagged,
  filtered,
  segment,
  list,
  unresolved,
]);
export type ChosenAudience = z.infer<typeof chosenAudienceSchema>;

/** Who a campaign is for. People of it that may not be texted are left out by the freeze, each with a reason. */
export const audienceSchema = z.discriminatedUnion('kind', [
  ...chosenAudienceSchema.options,
  test,
  confirmation,
]);
export type Audience = z.infer<typeof audienceSchema>;
/** Audiences that are found among the shop's customers anew each time. */
export type CustomerAudience = Extract<
  Audience,
  { kind: 'everyone' | 'tags' | 'filter' | 'segment' | 'list' }
>;

/** Whom an audience leaves out; nobody, where it says nothing. */
export const excludeOf = (audience: Audience): Exclude =>
  ('exclude' in audience ? audience.exclude : undefined) ?? {};

/** What of an audience lives in Shopify: the segments whose members must be known before it can be read. */
export function segmentsOf(audience: Audience): ChosenSegment[] {
  const all = [
    ...(audience.kind === 'segment' ? [audience.segment] : []),
    ...(excludeOf(audience).segments ?? []),
  ];
  return [...new Map(all.map((one) => [one.id, one])).values()];
}

/** The imported lists that an audience names. */
export function listsOf(audience: Audience): number[] {
  const chosen = audience.kind === 'list' ? [audience.listId] : [];
  return [...new Set([...chosen, ...(excludeOf(audience).lists ?? [])])];
}

/** Why somebody of the audience does not become a recipient; the words of the review page. */
export const exclusionReasons = [
  'opted_out',
  'sent_after_all',
  'not_synced_yet',
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
