import type { ExclusionReason } from './audience.ts';

/** The facts about one contact of the audience, as the freeze reads them. */
export type Candidate = {
  consent: 'subscribed' | 'pending' | 'unsubscribed' | 'never';
  /** An opt-out on any contact of the shop that has this number. */
  numberOptedOut: boolean;
  /** Of an earlier campaign's people: she turned out to have its text, or another campaign sends it to her. */
  sentAfterAll: boolean;
  phone: number | null;
  phoneProblem: Extract<
    ExclusionReason,
    'no_number' | 'impossible_number' | 'landline' | 'not_a_mobile'
  > | null;
  /** Credits per part to the number's country; undefined where no price is known. */
  creditsPerPart: number | undefined;
  /** Whether the merchant texts to that country. */
  countryAllowed: boolean;
  /** Whether that country takes texts from the campaign's sender. */
  senderAllowed: boolean;
};

/**
 * Whether somebody of the audience may get a text at all, before it is written. The first reason that holds is the
 * one she is counted under: a no comes before everything else.
 */
export function excludeContact(candidate: Candidate): ExclusionReason | undefined {
  if (candidate.consent === 'unsubscribed' || candidate.numberOptedOut) {
    return 'opted_out';
  }
  if (candidate.sentAfterAll) {
    return 'sent_after_all';
  }
  if (candidate.phone === null) {
    return candidate.phoneProblem ?? 'no_number';
  }
  if (candidate.consent === 'pending') {
    return 'pending_confirmation';
  }
  if (candidate.consent === 'never') {
    return 'never_asked';
  }
  if (candidate.creditsPerPart === undefined) {
    return 'country_not_supported';
  }
  if (!candidate.countryAllowed) {
    return 'country_not_allowed';
  }
  return candidate.senderAllowed ? undefined : 'sender_not_allowed';
}

/** A text of more parts is a mistake or a novel; carriers cut it. */
export const PARTS_MAX = 10;

/** Whether a written text may go: its parts, and what the merchant pays at most for one. */
export function excludeText(
  text: { parts: number; credits: number },
  limits: { maxCreditsPerText: number | null },
): ExclusionReason | undefined {
  if (text.parts > PARTS_MAX) {
    return 'text_too_long';
  }
  return limits.maxCreditsPerText !== null && text.credits > limits.maxCreditsPerText
    ? 'above_price_limit'
    : undefined;
}
