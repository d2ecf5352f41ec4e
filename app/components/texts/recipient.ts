import type { StoryEntry } from '../../core/campaigns/recipient-story.ts';
import { credits } from '../formats.ts';
import { reasonText } from './common.ts';

export const recipientTexts = {
  title: (name: string) => (name === '' ? 'One recipient' : name),
  text: 'The text',
  textAsSent: 'Word for word as it was handed to the carrier.',
  textAsPlanned: 'Word for word as it stands for this customer. It was not handed over.',
  textErased: 'The personal values of this text were erased, so it cannot be shown word for word.',
  facts: 'Facts',
  status: 'State',
  phone: 'Phone',
  sender: 'Sender',
  parts: 'Parts',
  credits: 'Credits',
  country: 'Country',
  carrierId: 'Carrier’s id',
  carrierWord: 'Carrier’s last word',
  contact: 'Customer',
  openContact: 'See every text to this customer',
  story: 'What happened, and when',
  erased: 'Erased',
  when: 'When',
  what: 'What',
} as const;

const evidenceTexts: Readonly<Record<Extract<StoryEntry, { kind: 'overturned' }>['evidence'], string>> = {
  report: 'a delivery report for it came in',
  late_answer: 'the carrier’s answer came in late',
  operator: 'it is in the carrier’s own list',
};

/** One line of a recipient's story, as a merchant reads it. */
export function storyText(entry: StoryEntry): string {
  switch (entry.kind) {
    case 'frozen':
      return 'Became a recipient when the campaign was reviewed';
    case 'confirmed':
      return 'You confirmed the campaign; the credits for this text were set aside';
    case 'handing_over':
      return entry.attempt === 1
        ? 'Being handed to the carrier'
        : `Being handed to the carrier, attempt ${entry.attempt}`;
    case 'left_out':
      return `Left out just before sending: ${reasonText(entry.reason)}`;
    case 'accepted':
      return 'Handed over: the carrier took it';
    case 'refused':
      return `The carrier refused it: ${entry.reason}`;
    case 'deferred':
      return `Certainly not sent (${entry.why}); it will be tried again`;
    case 'outcome_unknown':
      return `No clear answer from the carrier (${entry.cause}): it may have been sent, so it is not sent again`;
    case 'traced':
      return 'Found at the carrier: it was sent after all';
    case 'overturned':
      return `This text turned out to have been sent after all: ${evidenceTexts[entry.evidence]}. Its credits had been released, so you did not pay for it`;
    case 'presumed_not_sent':
      return 'No trace of it at the carrier: presumed not sent, credits released';
    case 'given_up':
      return `Given up after ${entry.attempts} attempts that certainly did not send it: ${entry.why}`;
    case 'stopped':
      return entry.why === 'cancelled'
        ? 'Not sent: the campaign was cancelled'
        : 'Not sent: the campaign expired';
    case 'reported':
      return reportedText(entry);
    case 'contradicted':
      return `The carrier then reported “${entry.state}”, which contradicts its first final report; the first one counts`;
    case 'report_overdue':
      return 'No delivery report came in time';
    case 'refunded':
      return `${credits(entry.credits)} refunded`;
    case 'refund_due':
      return `${credits(entry.credits)} will be refunded in a moment`;
    case 'opened':
      return entry.destination === null ? 'Opened the opt-out page' : `Opened ${entry.destination}`;
    case 'pressed_stop':
      return 'Opted out: pressed the button of the opt-out page';
    default:
      return entry satisfies never;
  }
}

function reportedText({ state, code }: Extract<StoryEntry, { kind: 'reported' }>): string {
  const withCode = code === null ? '' : ` (code ${code})`;
  switch (state) {
    case 'delivered':
      return 'Delivered to the phone';
    case 'failed':
      return `The carrier reported that it was not delivered${withCode}`;
    default:
      return `The carrier reported that it is on its way${withCode}`;
  }
}
