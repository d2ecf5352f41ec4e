import { z } from 'zod';
import { type CarrierCallback, entriesOf, lowerCaseKeys } from '../messaging/carrier-callback.ts';

/** A text that somebody sent to one of our numbers. */
export type InboundText = {
  /** The carrier's id; undefined where it gave none. */
  id?: string;
  /** Digits of the E.164 number it came from. */
  from: number;
  /** Our number or name as `sender` has it, digits without a plus; undefined where the carrier did not say. */
  to?: string;
  text: string;
  /** Our reference of a text of ours, should the carrier say which one is answered. */
  reference?: string;
};

const TEXTS_MAX = 1_000;
/** Ten parts of UCS-2 are 670; what is longer is no text message. */
const CHARACTERS_MAX = 5_000;

/** Longer texts are cut, so that a no at their beginning is heard; a field of this length is none of a text's. */
const FIELD_MAX = 100_000;

const Words = z
  .union([z.string().max(FIELD_MAX), z.number().transform(String)])
  .optional()
  .catch(undefined);
// Visible ASCII only, as for delivery reports.
const Id = Words.pipe(
  z
    .string()
    .regex(/^[\x21-\x7e]{1,100}$/)
    .optional(),
).catch(undefined);

const Fields = z.object({
  id: Id,
  messageid: Id,
  msgid: Id,
  reference: Id,
  from: Words,
  msisdn: Words,
  sender: Words,
  source: Words,
  to: Words,
  destination: Words,
  recipient: Words,
  text: Words,
  message: Words,
  body: Words,
});

/**
 * The texts in a callback for inbound ones. What Mitto posts is documented nowhere (mitto.md, confidence "?"), so every name
 * is taken that its other APIs or comparable carriers use. `unreadable` counts entries without a number or without a text.
 */
export function parseInboundTexts(input: CarrierCallback): { texts: InboundText[]; unreadable: number } {
  const entries = entriesOf(input);
  const texts = entries.slice(0, TEXTS_MAX).flatMap((entry) => toText(entry) ?? []);
  return { texts, unreadable: entries.length - texts.length };
}

function toText(entry: unknown): InboundText | undefined {
  const outer = lowerCaseKeys(entry);
  // A message may stand in an object of its own kind ("sms": {"text": …}), as in what we send.
  const fields = Fields.safeParse({ ...lowerCaseKeys(outer.sms), ...outer }).data;
  const from = digitsOf(fields?.from ?? fields?.msisdn ?? fields?.source ?? fields?.sender);
  // An empty text is a reply too; a missing one is not.
  const text = fields?.text ?? fields?.message ?? fields?.body;
  if (fields === undefined || from === undefined || text === undefined) {
    return undefined;
  }
  const id = fields.id ?? fields.messageid ?? fields.msgid;
  const to = senderOf(fields.to ?? fields.destination ?? fields.recipient);
  return {
    ...(id !== undefined && { id }),
    from: Number(from),
    ...(to !== undefined && { to }),
    // NUL is the one character that the database does not take.
    text: text.slice(0, CHARACTERS_MAX).replaceAll('\0', '').toWellFormed(),
    ...(fields.reference !== undefined && { reference: fields.reference }),
  };
}

/** "+30 694…", "0030694…" and "30694…" are one number. */
function digitsOf(raw: string | undefined): string | undefined {
  const digits = raw
    ?.trim()
    .replace(/^\+/, '')
    .replace(/[\s().-]/g, '')
    .replace(/^00/, '');
  return digits !== undefined && /^[1-9]\d{5,14}$/.test(digits) ? digits : undefined;
}

/** A short code has fewer digits than a number, and a name none. */
function senderOf(raw: string | undefined): string | undefined {
  const text = raw?.trim().slice(0, 30) ?? '';
  return digitsOf(text) ?? (/^[\x20-\x7e]{1,30}$/.test(text) ? text.replace(/^\+/, '') : undefined);
}
