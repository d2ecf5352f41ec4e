import type { Step } from './delivery-plan.ts';
import type { AcceptedMessage } from './log-format.ts';
import { encodeMessageId } from './message-id.ts';
import { mix32, seededRandom } from './random.ts';
import type { Settings } from './settings.ts';

/** One report as the receiver sees it, before it is put on the wire. */
export type ReportFields = Record<string, string | null>;

export type Transport = 'json' | 'form' | 'query';

export interface ReportRequest {
  method: 'POST' | 'GET';
  url: string;
  headers: Record<string, string>;
  body: string | null;
}

// No log can hold this many messages, so an id that points there is known to nobody.
const NOWHERE = 0xffff_fff0;

const SMS_API_WORDS: Readonly<Record<string, string>> = {
  Delivered: 'DELIVERED',
  Failure: 'UNDELIVERED',
  Sent: 'SENT',
};

/** The fields of one report, in the vocabulary of the settings. */
export function reportFields(message: AcceptedMessage, step: Step, settings: Settings): ReportFields {
  const status = statusOf(message, step);
  const failed = status === 'Failure';
  const description = failed ? (message.description ?? 'Message expired') : null;
  const errorcode = failed ? (message.errorcode ?? '9') : null;
  const isStranger = step === 'stranger';
  const id = isStranger ? strangerId(message) : message.messageId;
  const reference =
    settings.references.inReports && !isStranger ? { reference: message.reference ?? null } : {};
  switch (shapeOf(message, step, settings)) {
    case 'sms-api':
      return { id, status: SMS_API_WORDS[status] ?? status, error: description, errorcode, ...reference };
    case 'sms-api-msgid':
      return {
        msgid: id,
        status: SMS_API_WORDS[status] ?? status,
        error: description,
        errorcode,
        ...reference,
      };
    default:
      return { messageId: id, deliveryStatus: status, description, errorcode, ...reference };
  }
}

/** How this report travels: as the settings say, or by lot where they say `mixed`. */
export function transportOf(message: AcceptedMessage, step: Step, settings: Settings): Transport {
  const { transport } = settings.reports;
  return transport === 'mixed' ? pick(['json', 'form', 'query'] as const, message, step) : transport;
}

/** The request that carries these reports; only JSON can carry more than one. */
export function reportRequest(
  url: string,
  headers: Readonly<Record<string, string>>,
  reports: readonly ReportFields[],
  transport: Transport,
  asArray: boolean,
): ReportRequest {
  if (transport === 'json') {
    const body = JSON.stringify(asArray ? reports : reports[0]);
    return { method: 'POST', url, headers: { ...headers, 'content-type': 'application/json' }, body };
  }
  const fields = Object.entries(reports[0] ?? {}).flatMap(([name, value]) =>
    value === null ? [] : [[name, value]],
  );
  const form = new URLSearchParams(fields);
  if (transport === 'form') {
    const type = 'application/x-www-form-urlencoded';
    return { method: 'POST', url, headers: { ...headers, 'content-type': type }, body: form.toString() };
  }
  const target = new URL(url);
  form.forEach((value, name) => {
    target.searchParams.append(name, value);
  });
  return { method: 'GET', url: target.href, headers: { ...headers }, body: null };
}

function statusOf(message: AcceptedMessage, step: Step): string {
  if (step === 'sent') {
    return 'Sent';
  }
  const isDelivered = message.outcome !== 'Failure';
  return isDelivered === (step !== 'opposite') ? 'Delivered' : 'Failure';
}

function shapeOf(message: AcceptedMessage, step: Step, settings: Settings) {
  const { shape } = settings.reports;
  return shape === 'mixed' ? pick(['v1.1', 'sms-api', 'sms-api-msgid'] as const, message, step) : shape;
}

// From call and item, not from the clock or the id: the same seed must give the same shapes again.
const hashOf = (message: AcceptedMessage): number => mix32(message.call * 1_000_003 + message.item);

function pick<T>(choices: readonly [T, ...T[]], message: AcceptedMessage, step: Step): T {
  return choices[mix32(hashOf(message) + step.length) % choices.length] ?? choices[0];
}

function strangerId(message: AcceptedMessage): string {
  return encodeMessageId(Date.parse(message.at), NOWHERE, seededRandom(hashOf(message), NOWHERE));
}
