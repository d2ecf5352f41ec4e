import { type Answer, problem } from './answers.ts';
import type { Carrier } from './carrier.ts';
import type { AcceptedMessage } from './log-format.ts';
import { chance, seededRandom } from './random.ts';
import type { Settings } from './settings.ts';

// Apart from the streams of the send calls, which are numbered from 1.
const STATUS_STREAM = 0x4000_0000;

/** `GET /api/v1.1/Messages/{messageId}`: what became of one message, as far as the carrier says so yet. */
export function statusAnswer(carrier: Carrier, messageId: string, nowMs: number): Answer {
  const { settings, counters } = carrier;
  counters.statusReads += 1;
  const random = seededRandom(carrier.seed, STATUS_STREAM + counters.statusReads);
  if (chance(random, settings.status.errorShare)) {
    return problem(settings.status.errorStatus, 'The request could not be processed.');
  }
  const message = carrier.store.find(messageId);
  const isHidden =
    message === undefined ||
    settings.status.alwaysNotFound ||
    nowMs < Date.parse(message.at) + settings.status.notFoundForMs;
  return isHidden
    ? problem(404, 'The message was not found.')
    : { kind: 'json', status: 200, body: statusBody(message, settings, nowMs) };
}

function statusBody(message: AcceptedMessage, settings: Settings, nowMs: number) {
  const isOver = message.outcome !== 'Pending' && nowMs >= Date.parse(message.outcomeAt);
  const { text, sender } = message;
  return {
    messageId: message.messageId,
    text,
    sender: { id: sender, type: 'sms' },
    conversation: { participants: [message.destination] },
    createdAt: sevenDigits(message.at),
    updatedAt: sevenDigits(isOver ? message.outcomeAt : message.at),
    trafficAccountId: message.trafficAccountId,
    deliveryStatus: isOver ? message.outcome : 'Sent',
    description: isOver ? (message.description ?? null) : null,
    messageParts: message.parts === 1 ? null : message.parts,
    requestInfo: { sms: { sender, text } },
    reference: settings.references.inStatus ? (message.reference ?? null) : null,
  };
}

/** The carrier's times have seven digits after the second. */
const sevenDigits = (iso: string): string => iso.replace(/\.(\d{3})Z$/, '.$10000Z');
