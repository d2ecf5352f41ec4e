import { z } from 'zod';
import { parseExactJson } from '../parse-exact-json.ts';
import { excerpt } from './excerpt.ts';

const REASON_CHARACTERS_MAX = 200;
/** Deeper than any error body seen; a limit because the body is not ours. */
const NESTING_MAX = 4;

// Anything else in place of an id can be neither stored nor asked for later.
const ID = /^[\x21-\x7e]{1,100}$/;
const Id = z
  .union([z.string().trim(), z.int().transform(String)])
  .pipe(z.string().regex(ID))
  .optional()
  .catch(undefined);
const Code = z
  .union([z.string().trim(), z.number().transform(String)])
  .optional()
  .catch(undefined);
const Index = z.int().nonnegative().optional().catch(undefined);
const Anything = z.unknown().optional();

const Item = z.preprocess(
  lowerCaseKeys,
  z.object({
    messageid: Id,
    id: Id,
    reference: Id,
    index: Index,
    error: Anything,
    errors: Anything,
    errorcode: Code,
    responsecode: Code,
    status: Code,
    message: Anything,
    description: Anything,
    reason: Anything,
    title: Anything,
    detail: Anything,
    field: Anything,
    path: Anything,
    pointer: Anything,
    propertyname: Anything,
    source: Anything,
  }),
);
type Item = z.infer<typeof Item>;

/** One entry of an answer about one of our messages. `reason` is there when the entry says it was refused. */
export type AnswerItem = {
  id: string | undefined;
  reference: string | undefined;
  index: number | undefined;
  reason: string | undefined;
};

/** As thousands of entries come in nearly every answer; whatever differs in anything is read loosely. */
const TakenItem = z
  .strictObject({
    trafficAccountId: z.string(),
    messageId: z.string().regex(ID),
    reference: z.string().regex(ID).optional(),
  })
  .transform(
    ({ messageId, reference }): AnswerItem => ({
      id: messageId,
      reference,
      index: undefined,
      reason: undefined,
    }),
  );
const AnyItem = Item.transform(
  (item): AnswerItem => ({
    id: item.messageid ?? item.id,
    reference: item.reference,
    index: item.index ?? indexIn(item),
    reason: refusal(item),
  }),
);

const Answer = z.preprocess(
  gatherErrors,
  z.object({
    bulkid: Id,
    responsecode: Code,
    messages: z
      .array(z.union([TakenItem, AnyItem]))
      .optional()
      .catch(undefined),
    errors: Anything,
    error: Anything,
    message: Anything,
    title: Anything,
    detail: Anything,
    description: Anything,
    responsemessage: Anything,
    responsetext: Anything,
  }),
);
export type Answer = z.infer<typeof Answer>;

/**
 * A bulk answer's body, read loosely (the contract is known from working clients, not from documents): keys in any
 * case, wrong types as if absent, a bare list or string as errors. Undefined when it is not JSON that says anything.
 */
export function readAnswer(body: string): Answer | undefined {
  const parsed = parseExactJson(body.replace(/^\uFEFF/, ''));
  if (parsed === undefined) {
    return undefined;
  }
  const { json } = parsed;
  if (typeof json === 'string' || Array.isArray(json)) {
    return json.length === 0 ? undefined : Answer.safeParse({ errors: json }).data;
  }
  return Answer.safeParse(json).data;
}

/** The entries of `messages`, each with its id, its refusal, both or neither. */
export const itemsOf = (answer: Answer): AnswerItem[] => answer.messages ?? [];

/** Whether a code field is there and is not the zero that means success. */
export function isFailureCode(code: string | undefined): code is string {
  return code !== undefined && code !== '' && !/^0+$/.test(code);
}

/** What `errors`, `message`, `error` and so on say about single messages, named by index or by our reference. */
export function namedItems(answer: Answer): { index?: number; reference?: string; reason: string }[] {
  const { errors } = answer;
  const named: { index?: number; reference?: string; reason: string }[] = [];
  if (Array.isArray(errors)) {
    for (const entry of errors) {
      const item = Item.safeParse(entry).data;
      const index = item === undefined ? indexInText(words(entry)) : (item.index ?? indexIn(item));
      const reason = short(words(item === undefined ? entry : said(item)));
      if (index !== undefined) {
        named.push({ index, reason });
      } else if (item?.reference !== undefined) {
        named.push({ reference: item.reference, reason });
      }
    }
  } else if (typeof errors === 'object' && errors !== null) {
    for (const [key, value] of Object.entries(errors)) {
      const index = indexInKey(key) ?? indexInText(words(value));
      if (index !== undefined) {
        named.push({ index, reason: short(words(value)) });
      }
    }
  }
  for (const text of [answer.message, answer.error, answer.title, answer.detail, answer.description].map(
    (t) => words(t),
  )) {
    const index = indexInText(text);
    if (index !== undefined && !named.some((item) => item.index === index)) {
      named.push({ index, reason: short(text) });
    }
  }
  return named;
}

/** Everything the answer says about itself, in one line. */
export function wordsOf(answer: Answer): string {
  const { errors } = answer;
  const keyed =
    typeof errors === 'object' && errors !== null && !Array.isArray(errors)
      ? Object.entries(errors).map(([key, value]) => `${key}: ${words(value)}`)
      : [errors];
  const { title, message, error, detail, description, responsemessage, responsetext } = answer;
  return words([title, message, error, detail, description, responsemessage, responsetext, ...keyed]);
}

function refusal(item: Item): string | undefined {
  const failed =
    words([item.error, item.errors]) !== '' ||
    isFailureCode(item.errorcode) ||
    isFailureCode(item.responsecode) ||
    /^(rejected|failed|failure|invalid|error)$/i.test(item.status ?? '') ||
    // A sentence alone may be "queued": it refuses only where there is no id beside it.
    (item.messageid === undefined && item.id === undefined && words(said(item)) !== '');
  return failed
    ? short(words(said(item)) || item.status || item.errorcode || item.responsecode || 'refused')
    : undefined;
}

function said(item: Item): unknown[] {
  return [item.error, item.errors, item.message, item.reason, item.description, item.title, item.detail];
}

function indexIn(item: Item): number | undefined {
  for (const place of [item.field, item.path, item.propertyname, item.pointer, item.source]) {
    const index = indexInKey(Array.isArray(place) ? place.join('.') : words(place));
    if (index !== undefined) {
      return index;
    }
  }
  return indexInText(words(said(item)));
}

// messages[3].destination, $.Messages[3], messages.3.sms, /messages/3/destination, [3].destination
const KEY = /^\W{0,2}(?:messages)?(?:\[(\d{1,7})\]|[./](\d{1,7})(?=$|[./]))/i;

function indexInKey(key: string): number | undefined {
  const found = KEY.exec(key);
  return found === null ? undefined : Number(found[1] ?? found[2]);
}

function indexInText(text: string): number | undefined {
  const found = /\bmessages\[(\d{1,7})\]/i.exec(text);
  return found === null ? undefined : Number(found[1]);
}

/** Every word in a value of unknown shape. Nothing for what stands for "no error": null, false, 0, '' and empties. */
function words(value: unknown, depth = 0): string {
  if (typeof value === 'string') {
    return value.trim() === '0' ? '' : value.trim();
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return value ? String(value) : '';
  }
  if (typeof value !== 'object' || value === null || depth >= NESTING_MAX) {
    return '';
  }
  return Object.values(value)
    .slice(0, 50)
    .map((part) => words(part, depth + 1))
    .filter((part) => part !== '')
    .join('; ');
}

function short(text: string): string {
  return excerpt(text, REASON_CHARACTERS_MAX) || 'refused without a reason';
}

/** ASP.NET names the fields in `errors`, in `modelState`, or in keys of the body itself, by its version. */
function gatherErrors(value: unknown): unknown {
  const body = lowerCaseKeys(value);
  if (typeof body !== 'object' || body === null) {
    return body;
  }
  const fields = new Map<string, unknown>(Object.entries(body));
  const loose = [...fields].filter(
    ([key, field]) =>
      /^\W{0,2}messages\W/.test(key) ||
      (key === 'messages' && Array.isArray(field) && field.some((entry) => typeof entry === 'string')),
  );
  const errors =
    fields.get('errors') ??
    fields.get('modelstate') ??
    (loose.length > 0 ? Object.fromEntries(loose) : undefined);
  return { ...body, errors };
}

function lowerCaseKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key.toLowerCase(), field]));
}
