import type { Campaign } from '../../core/campaigns/campaign.ts';
import { formatNumber, people, texts } from '../formats.ts';

export const reportTexts = {
  tested: 'The campaign that was tried',
  progress: 'Progress',
  handedOver: (done: number, all: number) => `${formatNumber(done)} of ${texts(all)} no longer waiting`,
  scheduledFor: (when: string) => `It goes out on ${when}.`,
  started: 'Started',
  ended: 'Ended',
  delivered: 'Delivered',
  waitingForReport: 'Waiting for a report',
  notDelivered: 'Not delivered',
  cost: 'Cost so far',
  costNote: 'after refunds',
  counts: 'Where every text is',
  countsCaption: 'Recipients by state',
  state: 'State',
  people: 'People',
  share: 'Share',
  total: (count: number) => `All ${people(count)} of this campaign`,
  leftOut: 'Left out at the review',
  export: 'Export all as CSV',
  exportLeftOut: 'Export as CSV',
  whom: (audience: string) => `Audience: ${audience}.`,
  audienceNote: (audience: number, recipients: number) =>
    `The audience had ${people(audience)}; ${formatNumber(audience - recipients)} of them were left out at the review.`,
  credits: 'Credits',
  movement: 'Movement',
  creditsCaption: 'Credits of this campaign',
  creditsQuoted: 'Quoted: the most it could cost',
  creditsHeld: 'Still set aside',
  creditsSpent: 'Spent on texts handed over',
  creditsReleased: 'Released: not needed',
  creditsRefunded: 'Refunded: not delivered',
  creditsNet: 'What it costs',
  amount: 'Credits',
  pause: 'Pause',
  resume: 'Resume',
  cancel: 'Cancel campaign',
  carrierBlocked:
    'The carrier does not accept our account at the moment. Nothing is lost, and nothing more is sent until it does; we are on it.',
  cancelTitle: 'Cancel this campaign?',
  cancelBody: (waiting: number) =>
    `${texts(waiting)} that ${waiting === 1 ? 'has' : 'have'} not been handed over will not be sent, and ${waiting === 1 ? 'its' : 'their'} credits come back to your balance. Texts already handed over cannot be taken back. A cancelled campaign cannot be resumed.`,
  keep: 'Keep it',
  did: {
    pause:
      'Paused. Nothing more is handed over until you resume; only a call to the carrier that was already open goes through.',
    resume: 'Resumed. The waiting texts are being handed over again.',
  },
  cancelled: (stopped: number | undefined) =>
    stopped === undefined
      ? 'Cancelled. Texts that had not been handed over are not sent, and their credits are back in your balance.'
      : `Cancelled. ${texts(stopped)} had not been handed over and will not be sent; the credits are back in your balance.`,
  overturned: (count: number) =>
    count === 1
      ? '1 text that was presumed not sent turned out to have been sent after all. Its credits had been released, so you did not pay for it.'
      : `${texts(count)} that were presumed not sent turned out to have been sent after all. Their credits had been released, so you did not pay for them.`,
  resendTitle: 'Not known to have been sent',
  resendUnknown: (count: number) =>
    `${people(count)}: the carrier has not said whether it took the text, so they may have got it. If you can wait, an answer often comes within three days.`,
  resendPresumed: (count: number) =>
    `${people(count)}: presumed not to have been texted, because no trace of it was found. A few may have got it all the same.`,
  resendNotSent: (count: number) =>
    `${people(count)}: certainly not texted, because the carrier was out of reach.`,
  resendNote:
    'You can text exactly these people again. This makes a new campaign with the same text; nothing is sent until you have reviewed it, with the risk that some get it twice, and confirmed it.',
  resend: 'Text them again',
  resendNobody: 'Everybody of this campaign is accounted for by now, so there is nobody to text again.',
  nothingToDo: 'That was done already. Nothing was changed.',
  links: 'Links',
  linksCaption: 'Who opened the links of this campaign',
  link: 'Link',
  opened: 'Opened',
  machines: (count: number) => `${formatNumber(count)} more by machines`,
  machinesNote:
    'Carriers and phones open links by themselves, to check or preview them. Those openings are told apart and are not counted as people.',
  optOutPage: (opened: number, pressed: number) =>
    opened + pressed === 0
      ? 'Nobody has opened the opt-out page.'
      : `${people(Math.max(opened, pressed))} opened the opt-out page; ${pressed === 0 ? 'nobody' : formatNumber(pressed)} opted out on it.`,
  recipients: 'Recipients',
  all: 'All',
  searchPhone: 'Find a phone number in this campaign',
  phoneUnreadable:
    'This is not a phone number. Write it as +30 694 312 3456 or as it is dialled in your country.',
  phoneNotFound: 'This number is not among the recipients of this campaign.',
  name: 'Name',
  phone: 'Phone',
  reason: 'Why',
  partsColumn: 'Parts',
  creditsColumn: 'Credits',
  noRecipients: 'Nobody is in this state.',
  erased: 'Erased',
} as const;

export function pauseText(reason: string | null): string {
  switch (reason as Campaign['pauseReason']) {
    case 'shop_uninstalled':
      return 'Sendbook was uninstalled, so sending stopped. Resume when you want it to go on.';
    case 'discount_code_taken':
      return 'Another discount of your shop already has a code that this campaign would give. Nobody has been texted. Resume to give everybody new codes.';
    case 'discount_refused':
      return 'Shopify refused to make this campaign’s discount codes, for example because the discount’s last day has passed. Nobody has been texted. Resume to try again, or cancel the campaign and change its discount.';
    case 'discount_no_access':
      return 'Sendbook may not make discount codes in your shop. Nobody has been texted. Open Sendbook in Shopify, agree to the access that it asks for, and resume.';
    default:
      return 'This campaign is paused. Waiting texts are not handed over until you resume it.';
  }
}
