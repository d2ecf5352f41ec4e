import { z } from 'zod';
import { moves } from './recipient-state.ts';

const count = z.number().int().nonnegative();

/**
 * Delivery reports of one campaign that were committed together. Parallel arrays, because there are as many entries as
 * texts: ordinals[i] became states[i] with Mitto's codes[i] at ats[i] (seconds since 1970).
 */
export const deliveryEvents = {
  DeliveryReported: z.object({
    ordinals: z.array(count),
    states: z.array(z.enum(['handed_over', 'delivered', 'failed'])),
    ranks: z.array(count),
    codes: z.array(z.string().nullable()),
    ats: z.array(z.number()),
    /** Credits of the texts that failed here: what the refund pays back. */
    refund: count,
    failed: count,
    moved: moves,
  }),
  /** A report that says something else than the final state we have; kept and shown, changes nothing. */
  DeliveryContradicted: z.object({
    ordinals: z.array(count),
    states: z.array(z.enum(['delivered', 'failed'])),
    codes: z.array(z.string().nullable()),
  }),
  /** Handed over, but no final report came before the deadline. */
  ReportsOverdue: z.object({ ordinals: z.array(count), moved: moves }),
  /** Mitto's status says another number of parts than was quoted and billed; changes nothing. */
  PartsDiffered: z.object({
    ordinals: z.array(count),
    ours: z.array(count),
    theirs: z.array(count),
    moved: moves,
  }),
} as const;
