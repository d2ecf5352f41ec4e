import type { RecipientState } from '../delivery/recipient-state.ts';
import type { ResendableState } from './audience.ts';
import type { CampaignStatus } from './campaign.ts';
import { NAME_MAX } from './campaign-input.ts';

/** Whom a merchant may text again, and how many they are. */
export type ResendOffer = {
  states: ResendableState[];
  /** Nobody knows whether they have it, presumed not to have it, and certainly without it. */
  unknown: number;
  presumedNotSent: number;
  notSent: number;
};

const AGAIN = ' (again)';

/**
 * The people of a campaign who may be texted again; undefined when there are none. Whose outcome is still open may be among
 * them: the merchant sees the risk and decides. Whoever was stopped with a cancelled or expired campaign is not: that is
 * what was asked for.
 */
export function offerResend(
  status: CampaignStatus,
  counts: Readonly<Partial<Record<RecipientState, number>>>,
): ResendOffer | undefined {
  const stopped = status === 'cancelled' || status === 'expired';
  const unknown = counts.unknown ?? 0;
  const presumedNotSent = counts.presumed_not_sent ?? 0;
  const notSent = stopped ? 0 : (counts.not_sent ?? 0);
  return unknown + presumedNotSent + notSent === 0
    ? undefined
    : {
        // Both, because an unknown may become presumed before the review.
        states: ['unknown', 'presumed_not_sent', ...(stopped ? [] : ['not_sent' as const])],
        unknown,
        presumedNotSent,
        notSent,
      };
}

/** The name of the campaign that texts them again, within what a name may have. */
export function resendName(name: string): string {
  return [...name].slice(0, NAME_MAX - AGAIN.length).join('') + AGAIN;
}
