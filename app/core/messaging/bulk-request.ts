/** One text of a bulk call, as Mitto reads it. `destination` is E.164 with its plus. */
export type BulkMessage = {
  trafficAccountId: string;
  destination: string;
  reference: string;
  sms: { text: string; sender: string };
};

const OPEN = '{"messages":[';
const CLOSE = ']}';
export const ENVELOPE_BYTES = OPEN.length + CLOSE.length;

/** The JSON of one message; its UTF-8 length plus one (the comma) is what it adds to a call. */
export function bulkMessageJson(message: BulkMessage): string {
  return JSON.stringify(message);
}

/** The body of `POST /api/v1.1/Messages/sendmessagesbulk`, from messages that are JSON already. */
export function bulkBody(messages: readonly string[]): string {
  return OPEN + messages.join(',') + CLOSE;
}
