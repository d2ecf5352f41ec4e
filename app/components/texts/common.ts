import type { ExclusionReason } from '../../core/campaigns/audience.ts';
import type { CampaignStatus } from '../../core/campaigns/campaign.ts';
import type { CampaignRefusal } from '../../core/campaigns/decide.ts';
import type { RecipientState } from '../../core/delivery/recipient-state.ts';
import { credits } from '../formats.ts';

export const commonTexts = {
  tryAgain: 'Try again',
  backToCampaigns: 'Back to campaigns',
  notFoundTitle: 'Not found',
  failedTitle: 'This page could not be loaded',
  failedBody:
    'Nothing was changed and no text was sent because of this. Try again; if it keeps happening, write to support with the time it happened.',
  loading: 'Loading',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  clear: 'Clear',
  noName: 'No name',
  ownPhone: 'Your phone',
  test: 'Test',
  save: 'Save',
  downloadFailed: 'The file could not be loaded. Try again.',
  discard: 'Discard',
} as const;

export const statusTexts: Readonly<Record<CampaignStatus, string>> = {
  draft: 'Draft',
  preparing: 'Preparing',
  quoted: 'Ready to review',
  scheduled: 'Scheduled',
  sending: 'Sending',
  paused: 'Paused',
  completed: 'Completed',
  cancelled: 'Cancelled',
  expired: 'Expired',
};

export const stateTexts: Readonly<Record<RecipientState, { label: string; meaning: string }>> = {
  queued: { label: 'Waiting', meaning: 'Not handed to the carrier yet.' },
  sending: { label: 'Being handed over', meaning: 'In a call to the carrier right now.' },
  handed_over: { label: 'Handed over', meaning: 'The carrier has it; its delivery report is still to come.' },
  delivered: { label: 'Delivered', meaning: 'The carrier reported that it reached the phone.' },
  failed: { label: 'Failed', meaning: 'It did not reach the phone. Its credits are refunded.' },
  no_report: { label: 'No report', meaning: 'Handed over, but no delivery report came in time.' },
  refused: { label: 'Refused', meaning: 'The carrier did not take it. It costs nothing.' },
  left_out: { label: 'Left out', meaning: 'Left out just before sending. It costs nothing.' },
  unknown: {
    label: 'Unknown',
    meaning: 'The carrier gave no clear answer, so it may have been sent. It is never sent again by itself.',
  },
  presumed_not_sent: {
    label: 'Presumed not sent',
    meaning: 'No trace of it was found by the deadline. Its credits were released.',
  },
  not_sent: { label: 'Not sent', meaning: 'It was stopped before it left. It costs nothing.' },
};

/** Why somebody of the audience is not texted. `label` heads a count, `meaning` explains the list behind it. */
export const exclusionTexts: Readonly<Record<ExclusionReason, { label: string; meaning: string }>> = {
  opted_out: {
    label: 'Opted out',
    meaning: 'They asked not to be texted, on this record or on another one with the same number.',
  },
  sent_after_all: {
    label: 'Got it after all',
    meaning: 'Their text turned out to have been sent, or is being sent, by another campaign with this text.',
  },
  not_synced_yet: {
    label: 'Not read from Shopify yet',
    meaning:
      'They are in the segment, but their details have not come from Shopify yet. Review again in a few minutes.',
  },
  never_asked: { label: 'Never subscribed', meaning: 'They have not agreed to receive text messages.' },
  pending_confirmation: {
    label: 'Subscription not confirmed',
    meaning: 'They signed up, but have not confirmed it yet.',
  },
  no_number: { label: 'No phone number', meaning: 'There is no phone number on the customer.' },
  impossible_number: {
    label: 'Impossible phone number',
    meaning: 'The number on the customer cannot exist. Correct it in Shopify.',
  },
  landline: { label: 'Landline', meaning: 'The number is a landline, which cannot receive texts.' },
  not_a_mobile: { label: 'Not a mobile number', meaning: 'The number cannot receive texts.' },
  duplicate_number: {
    label: 'Same number as somebody else',
    meaning: 'Another customer with the same number already gets this text. Each number gets it once.',
  },
  country_not_supported: {
    label: 'Country not supported',
    meaning: 'Texts cannot be sent to numbers of this country yet.',
  },
  country_not_allowed: {
    label: 'Country you do not text to',
    meaning: 'Your settings leave this country out.',
  },
  sender_not_allowed: {
    label: 'Sender not allowed there',
    meaning:
      'Carriers in the United States, Canada and Puerto Rico take texts from a number only, not from a name. Give them a sender of their own in your settings.',
  },
  above_price_limit: {
    label: 'Above your price limit',
    meaning: 'The text would cost more credits than the limit in your settings allows.',
  },
  missing_value: {
    label: 'Missing value',
    meaning: 'A merge tag has no value for them and no fallback, so the text would have a hole in it.',
  },
  text_too_long: {
    label: 'Text too long',
    meaning: 'With their name in it, the text would have more parts than are sent at once.',
  },
};

/** Why somebody was left out after the review; falls back to the carrier's own words. */
const omissionTexts: Readonly<Record<string, string>> = {
  opted_out: 'Opted out after the review',
  sent_after_all: 'Turned out to have got this text by another campaign with it',
  texted_recently: 'Was texted recently, and your settings limit how often',
  erased: 'Their data was erased',
  cancelled: 'The campaign was cancelled',
  expired: 'The campaign expired',
  process_died: 'The call to the carrier ended without an answer',
  timeout: 'The carrier did not answer in time',
  reset: 'The connection to the carrier broke off',
  closed: 'The connection to the carrier broke off',
  ids_of_other_texts: 'The carrier’s answer contradicts itself',
  resolved_by_deadline: 'No trace of it was found by the deadline',
  resolved_by_operator: 'The carrier says that it did not take it',
  carrier_unreachable: 'The carrier could not be reached',
};

export function reasonText(reason: string): string {
  const status = /^http_(\d)\d\d/.exec(reason)?.[1];
  if (status !== undefined) {
    return status === '4' ? 'The carrier refused the call' : 'The carrier had an error of its own';
  }
  return omissionTexts[reason] ?? reason;
}

/** What to tell the merchant when the campaign's state forbids what they asked for. */
export function refusalText(reason: CampaignRefusal, missingCredits?: number): string {
  switch (reason) {
    case 'not_editable':
      return 'This campaign has been confirmed, so it can no longer be changed. Create a new campaign instead.';
    case 'not_quoted':
      return 'This campaign has not been reviewed yet, so nothing was sent. Review it first.';
    case 'quote_changed':
      return 'This campaign was changed after this page was opened, so nothing was sent. Check the new numbers below, then send.';
    case 'risk_not_accepted':
      return 'Some of these people may already have got this text, so nothing was sent. Tick the box to say that you understand.';
    case 'not_enough_credits':
      return missingCredits === undefined
        ? 'You do not have enough credits, so nothing was sent.'
        : `You need ${credits(missingCredits)} more, so nothing was sent.`;
    case 'subscription_frozen':
      return 'Your plan is on hold because your Shopify bill is not paid, so nothing was sent. Pay it in Shopify, or go back to the free plan on the page Credits, then send.';
    case 'start_in_the_past':
      return 'That time has passed. Choose a later one.';
    case 'ends_before_it_starts':
      return 'The campaign would end before it begins. Choose an earlier start.';
    case 'nobody_to_text':
      return 'Nobody in this audience can be texted, so nothing was sent.';
    case 'not_running':
      return 'This campaign is not running, so nothing was changed.';
    case 'not_paused':
      return 'This campaign is not paused, so nothing was changed.';
    case 'already_ended':
      return 'This campaign has already ended, so nothing was changed.';
    default:
      return reason satisfies never;
  }
}
