import { z } from 'zod';

/** What a campaign's discount gives, as it is kept with the campaign's words. */
export const discountSchema = z.object({
  /** What every code begins with. */
  prefix: z.string().max(100),
  kind: z.enum(['percentage', 'amount']),
  /** Percent of the order, or an amount of the shop's currency. */
  value: z.number(),
  /** The last day it can be used, on the shop's clocks; null: it does not end. */
  endsOn: z.iso.date().nullable(),
});
export type Discount = z.infer<typeof discountSchema>;

/** As it is kept: null when the campaign gives none. */
export const keptDiscount = discountSchema.nullable().transform((discount) => discount ?? undefined);

const AMOUNT_MAX = 100_000;

/** What is wrong with a discount, in words for the merchant; empty when it can be made. */
export function discountProblems(discount: Discount): string[] {
  const problems: string[] = [];
  if (!/^[A-Z0-9]{2,10}$/.test(readPrefix(discount.prefix))) {
    problems.push('Begin the codes with 2 to 10 letters from A to Z or digits, without spaces.');
  }
  const { kind, value } = discount;
  if (kind === 'percentage' && !(Number.isInteger(value) && value >= 1 && value <= 100)) {
    problems.push('Write how many percent the discount takes off, from 1 to 100.');
  }
  if (kind === 'amount' && !(value > 0 && value <= AMOUNT_MAX && isInCents(value))) {
    problems.push('Write the amount that the discount takes off, with at most two decimals.');
  }
  return problems;
}

/** The discount as it is kept, its prefix as it stands in codes: Shopify takes small and capital letters for the same. */
export const tidyDiscount = (discount: Discount): Discount => ({
  ...discount,
  prefix: readPrefix(discount.prefix),
});

const readPrefix = (prefix: string): string => prefix.trim().toUpperCase();

/**
 * What the discount is called in Shopify. The number makes it ours beyond doubt: it is how a discount is found again
 * whose making was answered to a process that died.
 */
export const discountTitle = (campaignName: string, campaignId: number): string =>
  `${campaignName} (Sendbook ${campaignId})`;

const isInCents = (value: number): boolean => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6;
