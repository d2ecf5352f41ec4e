import type { CampaignStatus } from '../campaigns/campaign.ts';

/** Facts that the intent's transaction has read about a batch that wants to leave now (P7). */
export type DispatchFacts = {
  campaign: CampaignStatus;
  expiresAt: Date | null;
  accountBlocked: boolean;
  shopInstalled: boolean;
  /** Its discount codes are not in Shopify yet. */
  awaitsCodes: boolean;
  now: Date;
  /** Minutes since local midnight at the shop. */
  localMinute: number;
  /** Local minutes; the window may run over midnight. */
  quiet: { from: number; until: number } | null;
};

export type DispatchVerdict =
  | { kind: 'go' }
  /** Not now, and not by this job: pause, cancel and expiry have their own way on. */
  | {
      kind: 'leave';
      why: 'not_sending' | 'expired' | 'account_blocked' | 'shop_uninstalled' | 'codes_not_ready';
    }
  | { kind: 'wait'; why: 'quiet_hours'; minutes: number };

/** May this batch leave now? Whoever may not is named by a reason, never silently. */
export function judgeDispatch(facts: DispatchFacts): DispatchVerdict {
  if (facts.campaign !== 'sending') {
    return { kind: 'leave', why: 'not_sending' };
  }
  if (!facts.shopInstalled) {
    return { kind: 'leave', why: 'shop_uninstalled' };
  }
  if (facts.expiresAt !== null && facts.expiresAt <= facts.now) {
    return { kind: 'leave', why: 'expired' };
  }
  if (facts.accountBlocked) {
    return { kind: 'leave', why: 'account_blocked' };
  }
  if (facts.awaitsCodes) {
    // Whoever makes them queues its batches when they are.
    return { kind: 'leave', why: 'codes_not_ready' };
  }
  const minutes = facts.quiet === null ? 0 : quietMinutesLeft(facts.quiet, facts.localMinute);
  return minutes > 0 ? { kind: 'wait', why: 'quiet_hours', minutes } : { kind: 'go' };
}

/** Minutes until the quiet window ends; 0 outside of it. `from` belongs to the window, `until` does not. */
export function quietMinutesLeft(quiet: { from: number; until: number }, localMinute: number): number {
  if (quiet.from === quiet.until) {
    return 0;
  }
  const day = 24 * 60;
  const length = (quiet.until - quiet.from + day) % day;
  const into = (localMinute - quiet.from + day) % day;
  return into < length ? length - into : 0;
}
