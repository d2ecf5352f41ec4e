import { z } from 'zod';

/** Months. At least three for texts: a report, a refund or a contradiction that comes late still needs the text's number. */
const textsMonths = [3, 6, 12, 24, 36, 60] as const;
const deletedMonths = [1, 3, 6, 12, 24] as const;

const oneOf = (choices: readonly number[]) =>
  z.coerce
    .number()
    .int()
    .refine((months) => choices.includes(months));

/** How long a shop keeps what it can choose; in months. */
export const retentionSettings = z.object({
  /** After the end of a campaign, then the numbers and names in its texts go. */
  keepTextsMonths: oneOf(textsMonths),
  /** After a customer was deleted in Shopify, then her record goes. */
  keepDeletedMonths: oneOf(deletedMonths),
});
export type RetentionSettings = z.infer<typeof retentionSettings>;

export const retentionChoices: Readonly<Record<keyof RetentionSettings, readonly number[]>> = {
  keepTextsMonths: textsMonths,
  keepDeletedMonths: deletedMonths,
};

/** What a shop begins with; the defaults of the columns. */
export const firstRetention: RetentionSettings = { keepTextsMonths: 24, keepDeletedMonths: 12 };

/** Fixed periods, in days: long enough to look into what went wrong, and for nothing else. */
export const keptDays = {
  /** Webhooks that were worked off; their bodies went at once. */
  webhooks: 7,
  /** What a browser says of itself when it opens a link. */
  machines: 90,
  /** What customers have sent back: number and words; what was understood of it stays. */
  replies: 365,
  accessLog: 365,
  closedCases: 3 * 365,
  retentionRuns: 90,
} as const;
