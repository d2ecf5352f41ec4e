import { z } from 'zod';

/**
 * Where a recipient of a frozen audience can be. The words are the database's (view campaign_recipient) and the
 * pages'.
 */
export const recipientStates = [
  'queued',
  'sending',
  'handed_over',
  'delivered',
  'failed',
  'no_report',
  'refused',
  'left_out',
  'unknown',
  'presumed_not_sent',
  'not_sent',
] as const;
export type RecipientState = (typeof recipientStates)[number];

/** States that nothing but new evidence changes. */
export const finalStates: readonly RecipientState[] = [
  'delivered',
  'failed',
  'no_report',
  'refused',
  'left_out',
  'presumed_not_sent',
  'not_sent',
];

/**
 * How many recipients an event moves from where to where. The sum is zero (or, at confirmation, the whole audience),
 * so the counts of a campaign add up to its audience at every event (P2).
 */
export const moves = z.partialRecord(z.enum(recipientStates), z.number().int());
export type Moves = z.infer<typeof moves>;

/** Moves `count` recipients; nothing at all when it is zero, so that events stay short. */
export function move(from: RecipientState, to: RecipientState, count: number): Moves {
  return count === 0 ? {} : { [from]: -count, [to]: count };
}

/** Adds moves up; states that come out even disappear. */
export function sumMoves(...all: Moves[]): Moves {
  const sum: Moves = {};
  for (const one of all) {
    for (const state of recipientStates) {
      const change = one[state];
      if (change !== undefined) {
        sum[state] = (sum[state] ?? 0) + change;
      }
    }
  }
  for (const state of recipientStates) {
    if (sum[state] === 0) {
      delete sum[state];
    }
  }
  return sum;
}
