import { accepted, type Decision, ignored, rejected } from '../decision.ts';
import type { CampaignEvent } from '../events.ts';
import type { Campaign, CampaignStatus } from './campaign.ts';
import type { Actor, PauseReason } from './campaign-events.ts';

export type CampaignRefusal =
  | 'not_editable'
  | 'not_quoted'
  | 'quote_changed'
  | 'risk_not_accepted'
  | 'not_enough_credits'
  | 'subscription_frozen'
  | 'start_in_the_past'
  | 'ends_before_it_starts'
  | 'nobody_to_text'
  | 'not_running'
  | 'not_paused'
  | 'already_ended';
export type CampaignDecision = Decision<
  CampaignEvent,
  | 'already_confirmed'
  | 'already_requested'
  | 'already_paused'
  | 'already_running'
  | 'already_ended'
  | 'nothing_to_do',
  CampaignRefusal
>;

const running: readonly Campaign['status'][] = ['sending', 'paused'] satisfies CampaignStatus[];
const ended: readonly Campaign['status'][] = ['completed', 'cancelled', 'expired'] satisfies CampaignStatus[];
const editable: readonly Campaign['status'][] = ['draft', 'preparing', 'quoted'] satisfies CampaignStatus[];

export function draft(state: Campaign, command: { content: number; by: Actor }): CampaignDecision {
  const data = { content: command.content, by: command.by };
  if (state.status === 'none') {
    return accepted({ type: 'CampaignDrafted', data });
  }
  // A test is of the words that it was made of.
  return editable.includes(state.status) && state.testOf === null
    ? accepted({ type: 'CampaignEdited', data })
    : rejected('not_editable');
}

/** The merchant wants to see who gets it and what it costs; the audience is frozen by a job. */
export function requestReview(state: Campaign, command: { by: Actor }): CampaignDecision {
  if (state.status === 'preparing') {
    return ignored('already_requested');
  }
  if (state.status !== 'draft' && state.status !== 'quoted') {
    return rejected('not_editable');
  }
  return accepted({ type: 'CampaignReviewRequested', data: { content: state.content, by: command.by } });
}

type Frozen = Extract<CampaignEvent, { type: 'AudienceFrozen' }>['data'];
type Quoted = Extract<CampaignEvent, { type: 'CampaignQuoted' }>['data'];

/**
 * Records the frozen audience and its price. Ignored when the merchant edited the campaign meanwhile: the result belongs to
 * words that are no longer there.
 */
export function quote(
  state: Campaign,
  command: { content: number; frozen: Frozen; quoted: Quoted },
): CampaignDecision {
  if (state.status !== 'preparing' || state.content !== command.content) {
    return ignored('nothing_to_do');
  }
  return accepted<CampaignEvent>(
    { type: 'AudienceFrozen', data: command.frozen },
    { type: 'CampaignQuoted', data: command.quoted },
  );
}

/** How many of a campaign's recipients may get its text a second time by it. */
export const mayGetItTwice = ({ resend }: Pick<Campaign, 'resend'>): number =>
  resend === null ? 0 : resend.unknown + resend.presumedNotSent;

type ReviewFailure = Extract<CampaignEvent, { type: 'CampaignReviewFailed' }>['data'];

export function failReview(
  state: Campaign,
  command: { content: number; failure: ReviewFailure },
): CampaignDecision {
  if (state.status !== 'preparing' || state.content !== command.content) {
    return ignored('nothing_to_do');
  }
  return accepted({ type: 'CampaignReviewFailed', data: command.failure });
}

/**
 * The merchant presses Send (or Schedule). Pressing again, in another tab or after a lost answer, is ignored: one
 * campaign, one sending, one hold.
 *
 * `version` is the campaign's version that the page showed: what she confirms is what she saw (P4). `riskAccepted`: she
 * was told that some of these people may already have got the text, and said that she understands.
 */
export function confirm(
  state: Campaign,
  command: {
    version: number;
    available: number;
    startAt: Date | null;
    expiresAt: Date | null;
    now: Date;
    by: Actor;
    riskAccepted: boolean;
    /** The shop's plan is not paid for. A test to the merchant's own phones goes out all the same. */
    subscriptionFrozen?: boolean;
  },
): CampaignDecision {
  if (state.confirmedAt !== null) {
    return ignored('already_confirmed');
  }
  if (state.status !== 'quoted') {
    return rejected('not_quoted');
  }
  if (state.version !== command.version) {
    return rejected('quote_changed');
  }
  if (state.recipients === 0) {
    return rejected('nobody_to_text');
  }
  if (mayGetItTwice(state) > 0 && !command.riskAccepted) {
    return rejected('risk_not_accepted');
  }
  if (command.subscriptionFrozen === true && state.testOf === null) {
    return rejected('subscription_frozen');
  }
  if (command.available < state.credits) {
    return rejected('not_enough_credits');
  }
  if (command.startAt !== null && command.startAt <= command.now) {
    return rejected('start_in_the_past');
  }
  if (command.expiresAt !== null && command.expiresAt <= (command.startAt ?? command.now)) {
    return rejected('ends_before_it_starts');
  }
  return accepted<CampaignEvent>(
    {
      type: 'CampaignConfirmed',
      data: {
        credits: state.credits,
        recipients: state.recipients,
        expiresAt: command.expiresAt?.toISOString() ?? null,
        by: command.by,
        moved: { queued: state.recipients },
        ...(state.resend === null
          ? {}
          : { resendOf: state.resend.of, riskAccepted: mayGetItTwice(state) > 0 && command.riskAccepted }),
      },
    },
    command.startAt === null
      ? { type: 'CampaignStarted', data: {} }
      : { type: 'CampaignScheduled', data: { for: command.startAt.toISOString() } },
  );
}

export function start(state: Campaign, command: { now: Date }): CampaignDecision {
  if (state.status !== 'scheduled' || state.scheduledFor === null) {
    return ignored('nothing_to_do');
  }
  return new Date(state.scheduledFor) <= command.now
    ? accepted({ type: 'CampaignStarted', data: {} })
    : ignored('nothing_to_do');
}

export function pause(state: Campaign, command: { by: Actor; reason: PauseReason }): CampaignDecision {
  if (state.status === 'paused') {
    return ignored('already_paused');
  }
  return state.status === 'sending'
    ? accepted({ type: 'CampaignPaused', data: command })
    : rejected(ended.includes(state.status) ? 'already_ended' : 'not_running');
}

export function resume(state: Campaign, command: { by: Actor }): CampaignDecision {
  if (state.status === 'sending') {
    return ignored('already_running');
  }
  return state.status === 'paused'
    ? accepted({ type: 'CampaignResumed', data: command })
    : rejected(ended.includes(state.status) ? 'already_ended' : 'not_paused');
}

/** Stops what has not left. A scheduled campaign is cancelled whole; its credits come back. */
export function cancel(state: Campaign, command: { by: Actor }): CampaignDecision {
  if (ended.includes(state.status)) {
    return ignored('already_ended');
  }
  return running.includes(state.status) || state.status === 'scheduled'
    ? accepted({ type: 'CampaignCancelled', data: command })
    : rejected('not_running');
}

export function expire(state: Campaign): CampaignDecision {
  return running.includes(state.status) || state.status === 'scheduled'
    ? accepted({ type: 'CampaignExpired', data: {} })
    : ignored('nothing_to_do');
}

/**
 * `waiting` counts people that may still be handed over, `open` those whose end is not known yet (waiting ones
 * included). A cancelled or expired campaign keeps its name for the end it had.
 */
export function finish(state: Campaign, command: { waiting: number; open: number }): CampaignDecision {
  const events: CampaignEvent[] = [];
  if (state.confirmedAt === null || command.waiting > 0) {
    return ignored('nothing_to_do');
  }
  if (state.handedOverAt === null) {
    events.push({ type: 'CampaignHandedOver', data: {} });
  }
  if (command.open === 0 && running.includes(state.status)) {
    events.push({ type: 'CampaignCompleted', data: {} });
  }
  return events.length === 0 ? ignored('nothing_to_do') : accepted(...events);
}
