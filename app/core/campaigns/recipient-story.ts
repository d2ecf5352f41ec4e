import type { DeliveryEvent, SendEvent } from '../events.ts';

/** One thing that happened to one recipient's text. Times are ISO 8601. */
export type StoryEntry = { at: string } & (
  | { kind: 'frozen' | 'confirmed' | 'accepted' | 'traced' | 'presumed_not_sent' | 'report_overdue' }
  | { kind: 'overturned'; evidence: 'report' | 'late_answer' | 'operator' }
  | { kind: 'handing_over'; attempt: number }
  | { kind: 'left_out' | 'refused'; reason: string }
  | { kind: 'deferred'; why: string; until: string }
  | { kind: 'outcome_unknown'; cause: string }
  | { kind: 'given_up'; attempts: number; why: string }
  | { kind: 'stopped'; why: 'cancelled' | 'expired' }
  | { kind: 'reported'; state: 'handed_over' | 'delivered' | 'failed'; code: string | null }
  | { kind: 'contradicted'; state: 'delivered' | 'failed' }
  | { kind: 'refunded' | 'refund_due'; credits: number }
  /** She opened a link of it for the first time; null: the page on which she can stop the texts. */
  | { kind: 'opened'; destination: string | null }
  | { kind: 'pressed_stop' }
);

type At<E> = { event: E; at: string };

/**
 * What the events of her batch did to one recipient. Facts about the whole batch are hers only while she is still in
 * it: once she was left out or refused, the rest of its story is not hers.
 */
export function sendStory(events: readonly At<SendEvent>[], ordinal: number): StoryEntry[] {
  const story: StoryEntry[] = [];
  let out = false;
  let traced = false;
  for (const { event, at } of events) {
    if (out) {
      break;
    }
    const entry = toEntry(event, ordinal, traced);
    if (entry !== undefined) {
      story.push({ at, ...entry });
      out = entry.kind === 'left_out' || entry.kind === 'refused';
      traced = traced || entry.kind === 'traced';
    }
  }
  return story;
}

/** Her own entries out of the reports of the whole campaign. Contradictions and silence included. */
export function deliveryStory(events: readonly At<DeliveryEvent>[], ordinal: number): StoryEntry[] {
  return events.flatMap(({ event, at }): StoryEntry[] => {
    const index = event.data.ordinals.indexOf(ordinal);
    if (index === -1) {
      return [];
    }
    switch (event.type) {
      case 'DeliveryReported': {
        const state = event.data.states[index] ?? 'handed_over';
        const seconds = event.data.ats[index];
        const reportedAt = seconds === undefined ? at : new Date(seconds * 1000).toISOString();
        return [{ at: reportedAt, kind: 'reported', state, code: event.data.codes[index] ?? null }];
      }
      case 'DeliveryContradicted':
        return [{ at, kind: 'contradicted', state: event.data.states[index] ?? 'failed' }];
      case 'ReportsOverdue':
        return [{ at, kind: 'report_overdue' }];
      // The operator's business: nothing of it reaches the customer or the bill.
      case 'PartsDiffered':
        return [];
      default:
        return event satisfies never;
    }
  });
}

// Over all kinds one by one: Omit of a union would keep only what they share.
type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

function toEntry(event: SendEvent, ordinal: number, traced: boolean): WithoutTime<StoryEntry> | undefined {
  switch (event.type) {
    case 'BatchPlanned':
    case 'BatchSplit':
      return undefined;
    case 'DispatchIntended':
      return (
        omitted('left_out', event.data.leftOut, ordinal) ?? {
          kind: 'handing_over',
          attempt: event.data.attempt,
        }
      );
    case 'BatchEmpty':
    case 'RecipientsLeftOut':
      return omitted('left_out', event.data.leftOut, ordinal);
    case 'BatchAccepted':
      return { kind: 'accepted' };
    case 'BatchPartlyAccepted':
      return omitted('refused', event.data.refused, ordinal) ?? { kind: 'accepted' };
    case 'ItemsRefused':
      return omitted('refused', event.data.refused, ordinal);
    case 'BatchRejected':
      return { kind: 'refused', reason: event.data.why };
    case 'DispatchDeferred':
      return { kind: 'deferred', why: event.data.why, until: event.data.until };
    case 'DispatchOutcomeUnknown':
      return { kind: 'outcome_unknown', cause: event.data.cause };
    case 'MessagesTraced':
      return event.data.messages.some(([who]) => who === ordinal) ? { kind: 'traced' } : undefined;
    case 'OutcomeResolved':
      // Whoever was handed over has been traced by now, unless the whole batch was found at once.
      return traced ? undefined : { kind: event.data.presumedNotSent > 0 ? 'presumed_not_sent' : 'traced' };
    case 'PresumptionOverturned':
      return event.data.messages.some(([who]) => who === ordinal)
        ? { kind: 'overturned', evidence: event.data.evidence }
        : undefined;
    case 'BatchAbandoned':
      return { kind: 'given_up', attempts: event.data.attempts, why: event.data.why };
    case 'BatchStopped':
      return { kind: 'stopped', why: event.data.why };
    default:
      return event satisfies never;
  }
}

function omitted(
  kind: 'left_out' | 'refused',
  omissions: readonly [number, string][],
  ordinal: number,
): WithoutTime<StoryEntry> | undefined {
  const reason = omissions.find(([who]) => who === ordinal)?.[1];
  return reason === undefined ? undefined : { kind, reason };
}
