import { SEPTETS, TABLE_SIZE } from './gsm7.ts';

/**
 * What the carrier bills a text as. `units` are septets for GSM-7 and UTF-16 code units for UCS-2; `unitsPerPart`
 * is what one part holds at the text's present length, and `unitsLeft` what still fits into the last part.
 * `expensive` names the characters that forced UCS-2 (the first 20), each with its index in the string.
 */
export type PartCount = {
  encoding: 'GSM-7' | 'UCS-2';
  parts: number;
  units: number;
  unitsPerPart: number;
  unitsLeft: number;
  expensive: { character: string; index: number }[];
};

// 140 octets a part; 6 of them go to the concatenation header once there is more than one (TS 23.040, 9.2.3.24.1).
const GSM7_ALONE = 160;
const GSM7_JOINED = 153;
const UCS2_ALONE = 70;
const UCS2_JOINED = 67;
const EXPENSIVE_SHOWN_MAX = 20;

/** The number of parts of a text; 0 for an empty one. The hot path of every quote: it allocates nothing. */
export function partsOf(text: string): number {
  const length = text.length;
  let septets = 0;
  for (let i = 0; i < length; i++) {
    const cost = septetsAt(text, i);
    if (cost === 0) {
      return length <= UCS2_ALONE ? 1 : fillUcs2(text).parts;
    }
    septets += cost;
  }
  if (septets <= GSM7_ALONE) {
    return length === 0 ? 0 : 1;
  }
  return septets === length ? Math.ceil(length / GSM7_JOINED) : fillGsm7(text).parts;
}

/** Everything the editor shows about a text's length. Always agrees with `partsOf`. */
export function countParts(text: string): PartCount {
  const expensive = expensiveCharacters(text);
  const cheap = expensive.length === 0;
  const encoding = cheap ? 'GSM-7' : 'UCS-2';
  const units = cheap ? septetsOf(text) : text.length;
  const alone = cheap ? GSM7_ALONE : UCS2_ALONE;
  if (units <= alone) {
    const parts = text === '' ? 0 : 1;
    return { encoding, parts, units, unitsPerPart: alone, unitsLeft: alone - units, expensive };
  }
  const { parts, unitsInLast } = cheap ? fillGsm7(text) : fillUcs2(text);
  const unitsPerPart = cheap ? GSM7_JOINED : UCS2_JOINED;
  return { encoding, parts, units, unitsPerPart, unitsLeft: unitsPerPart - unitsInLast, expensive };
}

function expensiveCharacters(text: string): PartCount['expensive'] {
  const found: PartCount['expensive'] = [];
  for (let i = 0; i < text.length && found.length < EXPENSIVE_SHOWN_MAX; i++) {
    if (septetsAt(text, i) === 0) {
      const character = text.slice(i, cutsPair(text, i + 1) ? i + 2 : i + 1);
      found.push({ character, index: i });
      i += character.length - 1;
    }
  }
  return found;
}

// An escape pair (TS 23.038) or a surrogate pair is never cut, so a part may end one unit early: dividing the
// total by the size of a part would count too few.

function fillGsm7(text: string): { parts: number; unitsInLast: number } {
  let parts = 1;
  let unitsInLast = 0;
  for (let i = 0; i < text.length; i++) {
    const cost = septetsAt(text, i);
    if (unitsInLast + cost > GSM7_JOINED) {
      parts += 1;
      unitsInLast = 0;
    }
    unitsInLast += cost;
  }
  return { parts, unitsInLast };
}

function fillUcs2(text: string): { parts: number; unitsInLast: number } {
  let parts = 1;
  let start = 0;
  while (start + UCS2_JOINED < text.length) {
    const end = start + UCS2_JOINED;
    start = cutsPair(text, end) ? end - 1 : end;
    parts += 1;
  }
  return { parts, unitsInLast: text.length - start };
}

function septetsOf(text: string): number {
  let septets = 0;
  for (let i = 0; i < text.length; i++) {
    septets += septetsAt(text, i);
  }
  return septets;
}

function septetsAt(text: string, i: number): number {
  const unit = text.charCodeAt(i);
  return unit < TABLE_SIZE ? (SEPTETS[unit] ?? 0) : 0;
}

/** Whether a surrogate pair stands across this index. */
function cutsPair(text: string, i: number): boolean {
  const before = text.charCodeAt(i - 1);
  const after = text.charCodeAt(i);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}
