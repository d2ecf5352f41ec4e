import { excerpt } from './excerpt.ts';

/** One message of the call as an answer may name it: our reference, and the number in digits without a plus. */
export type SentMessage = { readonly reference: string; readonly phone?: string };

export type NamedInRefusal =
  /** These, by their place in the call: each was named by its own number or our reference. */
  | { kind: 'items'; items: { index: number; reason: string }[] }
  /** It speaks of single messages, and which ones is not certain. */
  | { kind: 'some' }
  | { kind: 'none' };

const DEPTH_MAX = 8;
const REASON_CHARACTERS_MAX = 200;
const TEXTS_MOST = 50_000;

// A number as people write it: a plus or not, and signs between its digits.
const NUMBER = /\+?\d(?:[ ().-]{0,2}\d){6,16}/g;
const REFERENCE = /\bs1-[0-9a-z]{1,13}-[0-9a-z]{1,6}\b/gi;
/** What stands under such a key was not refused. */
const TAKEN = /^(?:is)?(?:valid|accepted|ok|success|successful|succeeded|sent)/i;

const PEOPLE = /destination|recipient|msisdn|subscriber|receiver|phone|mobile|\bnumbers?\b|\bto\b/i;
const PLACE = /\b(?:message|item|entry|element|position|index|row|line|record)s?\b[ #:=[(]{0,3}\d/i;
const BARE_PLACE = /^\W{0,2}\d{1,7}\W{0,2}$/;
const OURS = /sender|originator|account|credential|\bkey\b|template|limit|quota|balance|rate/i;

/**
 * Whom a refused call (400, 422) is about, where its body names people by their numbers or our references anywhere: as
 * a key, a value or within a sentence. Such a name is certain, while an index may count from 0 or from 1. A body that
 * repeats half of the call or more does not say whom it refuses.
 */
export function namedInRefusal(body: unknown, sent: readonly SentMessage[]): NamedInRefusal {
  const places = new Map<string, number | 'twice'>();
  for (const [index, { reference, phone }] of sent.entries()) {
    places.set(reference.toLowerCase(), index);
    if (phone !== undefined) {
      places.set(phone, places.has(phone) ? 'twice' : index);
    }
  }
  const named = new Map<number, string>();
  let some = false;
  let ours = false;
  for (const { text, reason, isKey } of textsOf(body)) {
    const found = namesIn(text).map((name) => places.get(name));
    for (const index of found) {
      if (typeof index === 'number' && !named.has(index)) {
        named.set(index, reason);
      }
    }
    some ||= found.length > 0 || PEOPLE.test(text) || PLACE.test(text) || (isKey && BARE_PLACE.test(text));
    ours ||= OURS.test(text);
  }
  if (named.size > 0 && (sent.length === 1 || named.size * 2 < sent.length || named.size === 1)) {
    const items = [...named].sort(([a], [b]) => a - b);
    return {
      kind: 'items',
      items: items.map(([index, reason]) => ({
        index,
        reason: excerpt(reason, REASON_CHARACTERS_MAX) || 'refused without a reason',
      })),
    };
  }
  return named.size > 0 || (some && !ours) ? { kind: 'some' } : { kind: 'none' };
}

function namesIn(text: string): string[] {
  const numbers = (text.match(NUMBER) ?? []).map((number) => number.replace(/\D/g, '').replace(/^00/, ''));
  return [...numbers, ...(text.match(REFERENCE) ?? []).map((reference) => reference.toLowerCase())];
}

/** Every key and value as text, with the words of the object that it stands in as the reason. */
function* textsOf(
  body: unknown,
  depth = 0,
  around = '',
  left = { texts: TEXTS_MOST },
): Generator<{ text: string; reason: string; isKey: boolean }> {
  left.texts -= 1;
  if (left.texts < 0 || depth > DEPTH_MAX) {
    return;
  }
  if (typeof body === 'string' || typeof body === 'number') {
    const text = String(body).slice(0, 2_000);
    yield { text, reason: around || text, isKey: false };
  } else if (Array.isArray(body)) {
    for (const part of body) {
      yield* textsOf(part, depth + 1, around, left);
    }
  } else if (typeof body === 'object' && body !== null) {
    const reason = sentencesOf(body) || around;
    for (const [key, value] of Object.entries(body)) {
      if (!TAKEN.test(key)) {
        yield {
          text: typeof value === 'number' ? `${key}=${value}` : key,
          reason: sentencesOf([value]) || reason || key,
          isKey: true,
        };
        yield* textsOf(value, depth + 1, reason, left);
      }
    }
  }
}

/** The values with a word in them: what says why, rather than whom. */
function sentencesOf(of: object): string {
  return Object.values(of)
    .flatMap((value) => (Array.isArray(value) ? value.slice(0, 5) : [value]))
    .filter((value): value is string => typeof value === 'string' && /[a-z]{3}/i.test(value))
    .filter((value) => !/^s1-/i.test(value))
    .slice(0, 5)
    .join('; ')
    .slice(0, 1_000);
}
