import { z } from 'zod';

/** The longest time that a condition looks back, in days: ten years. */
export const DAYS_MAX = 3_650;
export const CONDITIONS_MAX = 20;
export const TAGS_MAX = 50;

/** What the database can't keep is no tag: half of a character, and the character 0. */
const tag = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine((text) => text.isWellFormed() && !text.includes('\0'));
export const tagList = z.array(tag).min(1).max(TAGS_MAX);
export const days = z.number().int().min(1).max(DAYS_MAX);

/** Of the number that is texted, and not of an address. */
const country = z.object({
  field: z.literal('country'),
  in: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .min(1)
    .max(250),
});
/** ISO 639-1, without the region: "el" is also who has "el-CY". */
const language = z.object({
  field: z.literal('language'),
  in: z
    .array(z.string().regex(/^[a-z]{2,3}$/))
    .min(1)
    .max(50),
});
const date = z.iso.date().refine((day) => day >= '1970-01-01' && day <= '2999-12-31');
/** A day begins at midnight in the shop's time zone; `since` is that day or later. */
const lastOrder = z.discriminatedUnion('is', [
  z.object({ field: z.literal('last_order'), is: z.enum(['before', 'since']), date }),
  z.object({ field: z.literal('last_order'), is: z.literal('never') }),
]);
const atLeastOrMost = z.enum(['at_least', 'at_most']);
/** In the shop's currency. */
const spent = z.object({
  field: z.literal('spent'),
  is: atLeastOrMost,
  amount: z.number().min(0).max(999_999_999.99),
});
const orders = z.object({
  field: z.literal('orders'),
  is: atLeastOrMost,
  count: z.number().int().min(0).max(1_000_000),
});
const tags = z.object({ field: z.literal('tags'), is: z.enum(['any', 'none']), tags: tagList });
/** Opened a link of a text for the first time, or ordered, within so many days. */
const engaged = z.object({ field: z.literal('engaged'), days });
/** No text of any campaign was handed over to her number, or may have been, within so many days. */
const notTexted = z.object({ field: z.literal('not_texted'), days });

/** One thing that must be true of a customer. */
export const conditionSchema = z.union([
  country,
  language,
  lastOrder,
  spent,
  orders,
  tags,
  engaged,
  notTexted,
]);
export type Condition = z.infer<typeof conditionSchema>;

export const conditionFields = [
  'country',
  'language',
  'last_order',
  'spent',
  'orders',
  'tags',
  'engaged',
  'not_texted',
] as const satisfies readonly Condition['field'][];

/** Conditions that look at what each customer was texted and did, which is a search of its own for each of them. */
export const COSTLY_MAX = 3;
export const isCostly = ({ field }: Condition): boolean => field === 'engaged' || field === 'not_texted';
