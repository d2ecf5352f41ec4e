import type { DiscountProblem } from './discount-row.server.ts';

/** What one call to Shopify led to while codes are made. */
export type Step =
  /** The row is further; go on with what it says now. */
  | { kind: 'moved' }
  /** Shopify works at it. */
  | { kind: 'wait'; ms?: number }
  | { kind: 'throttled'; waitMs: number }
  | { kind: 'no_access' }
  | { kind: 'failed'; problem: DiscountProblem; shopifyCodes: string[] }
  /** Nothing is to be made (any more). */
  | { kind: 'nothing_to_do' };

/** A making that stopped at a refusal of Shopify's, or of what the codes met there. */
export const failed = (problem: DiscountProblem, shopifyCodes: string[] = []): Step => ({
  kind: 'failed',
  problem,
  shopifyCodes,
});
