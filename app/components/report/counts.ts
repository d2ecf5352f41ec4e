import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import { type RecipientState, recipientStates } from '../../core/delivery/recipient-state.ts';

/** How many recipients are in each state; a state that nobody is in may be missing. */
export type Counts = Readonly<Partial<Record<RecipientState, number>>>;

export const countOf = (counts: Counts, ...states: RecipientState[]): number =>
  states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);

export const totalOf = (counts: Counts): number => countOf(counts, ...recipientStates);

/** Those whose text still has to leave. */
export const waitingOf = (counts: Counts): number => countOf(counts, 'queued', 'sending');

/** Those whose text the carrier took. */
export const textedOf = (counts: Counts): number =>
  countOf(counts, 'handed_over', 'delivered', 'failed', 'no_report');

const SENDING_MS = 1000;
const REPORTS_MS = 3000;
const SCHEDULED_MS = 10_000;

/**
 * How often a report page should look again, in milliseconds; null when nothing can change any more. `settling`: it
 * ended a moment ago, and refunds may follow.
 */
export function refreshEvery(status: CampaignStatus, counts: Counts, settling: boolean): number | null {
  if (status === 'scheduled') {
    return SCHEDULED_MS;
  }
  if (waitingOf(counts) > 0) {
    return status === 'paused' ? REPORTS_MS : SENDING_MS;
  }
  return settling || countOf(counts, 'handed_over', 'unknown') > 0 || status === 'sending'
    ? REPORTS_MS
    : null;
}
