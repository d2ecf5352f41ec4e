import type { RecipientState } from '../../app/core/delivery/recipient-state.ts';
import type { CampaignFacts } from './facts.ts';

/** The last line of `--once`. */
export type DemoResult = {
  audience: number;
  excluded: Record<string, number>;
  handedOver: number;
  delivered: number;
  failed: number;
  unknown: number;
  credits: { quoted: number; spent: number; refunded: number; held: number };
  textsPerSecond: number;
  promisesKept: boolean;
};

/** States of people whose text Mitto took. */
export const takenStates: ReadonlySet<RecipientState> = new Set([
  'handed_over',
  'delivered',
  'failed',
  'no_report',
]);
/** States that count as failed: it was not delivered, and nothing more will happen. */
const failedStates: ReadonlySet<RecipientState> = new Set([
  'failed',
  'refused',
  'not_sent',
  'presumed_not_sent',
]);

export function countStates(
  { recipients }: Pick<CampaignFacts, 'recipients'>,
  states: ReadonlySet<RecipientState>,
): number {
  return recipients.filter(({ state }) => states.has(state)).length;
}

/** The result of a campaign; whether the promises were kept is judged elsewhere. */
export function resultOf(facts: CampaignFacts, promisesKept: boolean): DemoResult {
  const handedOver = countStates(facts, takenStates);
  const { quoted, spent, refunded, held } = facts.credits;
  return {
    audience: facts.audience,
    excluded: excludedOf(facts),
    handedOver,
    delivered: countStates(facts, new Set(['delivered'])),
    failed: countStates(facts, failedStates),
    unknown: countStates(facts, new Set(['unknown'])),
    credits: { quoted, spent, refunded, held },
    textsPerSecond: textsPerSecond(handedOver, facts),
    promisesKept,
  };
}

/** Everybody left out by reason: by the review, and by the check just before the call. */
function excludedOf({ excluded, recipients }: CampaignFacts): Record<string, number> {
  const all = { ...excluded };
  for (const { state, reason } of recipients) {
    if (state === 'left_out') {
      const why = reason ?? 'left_out';
      all[why] = (all[why] ?? 0) + 1;
    }
  }
  return all;
}

function textsPerSecond(texts: number, { startedAt, handedOverAt }: CampaignFacts): number {
  if (startedAt === null || handedOverAt === null) {
    return 0;
  }
  const seconds = Math.max(1, Date.parse(handedOverAt) - Date.parse(startedAt)) / 1000;
  return Math.round((texts / seconds) * 10) / 10;
}
