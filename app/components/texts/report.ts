import type { Campaign } from '../../core/campaigns/campaign.ts';
import { formatNumber, people, texts } from '../formats.ts';

export const reportTexts = {
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
  nothingToDo: 'That was done already. Nothing was changed.',
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
    default:
      return 'This campaign is paused. Waiting texts are not handed over until you resume it.';
  }
}
