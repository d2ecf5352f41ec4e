/**
 * The name of a link in a text: 10 characters of 62, all of them in the 7-bit alphabet of a text message, and the same
 * length for everybody, so that a price is known before the link is.
 */
export const LINK_CODE_LENGTH = 10;
/** Stands for a code where nobody has one yet: in a preview, and where only the length counts. */
export const EXAMPLE_LINK_CODE = 'aB3dE6gH9k';
export const LINK_CODE = /^[0-9A-Za-z]{10}$/;

/** Halves of a number of 59 bits (which JavaScript's numbers do not hold): 30 bits and 29. */
export type Halves = { high: number; low: number };
export const HIGH_BITS = 30;
export const LOW_BITS = 29;

const ORDINAL_BITS = 26;
/** The largest audience whose links can be named. */
export const ORDINAL_MAX = 2 ** ORDINAL_BITS - 1;
const LINK_ID_MAX = 2 ** 33 - 1;
const LINK_BITS_IN_LOW = LOW_BITS - ORDINAL_BITS;

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const VALUE_OF = new Map([...DIGITS].map((digit, value) => [digit, value]));
/** All pairs of digits in order: a half is written in three steps instead of five. */
const PAIRS = [...DIGITS].flatMap((first) => [...DIGITS].map((second) => first + second));
const HALF_LENGTH = LINK_CODE_LENGTH / 2;
/** 62^5: a half of a code. */
const HALF_SIZE = DIGITS.length ** HALF_LENGTH;
/** Together 2^29. */
const STEP_ONE = 2 ** 15;
const STEP_TWO = 2 ** (LOW_BITS - 15);

/** A link and a recipient as one number. */
export function packLink(linkId: number, ordinal: number): Halves {
  if (linkId < 1 || linkId > LINK_ID_MAX || ordinal < 1 || ordinal > ORDINAL_MAX) {
    throw new RangeError(`link ${linkId} of recipient ${ordinal} has no name`);
  }
  const low = linkId % 2 ** LINK_BITS_IN_LOW;
  return { high: Math.floor(linkId / 2 ** LINK_BITS_IN_LOW), low: low * 2 ** ORDINAL_BITS + ordinal };
}

/** The inverse; undefined for a number that no link has. */
export function unpackLink({ high, low }: Halves): { linkId: number; ordinal: number } | undefined {
  const linkId = high * 2 ** LINK_BITS_IN_LOW + Math.floor(low / 2 ** ORDINAL_BITS);
  const ordinal = low % 2 ** ORDINAL_BITS;
  return linkId === 0 || ordinal === 0 ? undefined : { linkId, ordinal };
}

/** 59 bits as 10 characters: high · 2^29 + low, divided by 62^5 in two steps that a double holds exactly. */
export function writeCode({ high, low }: Halves): string {
  const upper = high * STEP_ONE;
  const upperQuotient = Math.floor(upper / HALF_SIZE);
  const lower = (upper - upperQuotient * HALF_SIZE) * STEP_TWO;
  const lowerQuotient = Math.floor(lower / HALF_SIZE);
  const rest = lower - lowerQuotient * HALF_SIZE + low;
  const carry = rest >= HALF_SIZE ? 1 : 0;
  return writeHalf(upperQuotient * STEP_TWO + lowerQuotient + carry) + writeHalf(rest - carry * HALF_SIZE);
}

/** The inverse; undefined for anything that `writeCode` does not write. */
export function readCode(code: string): Halves | undefined {
  if (!LINK_CODE.test(code)) {
    return undefined;
  }
  const number =
    BigInt(readHalf(code.slice(0, HALF_LENGTH))) * BigInt(HALF_SIZE) +
    BigInt(readHalf(code.slice(HALF_LENGTH)));
  const high = number / BigInt(2 ** LOW_BITS);
  return high >= BigInt(2 ** HIGH_BITS)
    ? undefined
    : { high: Number(high), low: Number(number % BigInt(2 ** LOW_BITS)) };
}

function writeHalf(value: number): string {
  const upper = Math.floor(value / PAIRS.length);
  return `${DIGITS.charAt(Math.floor(upper / PAIRS.length))}${PAIRS[upper % PAIRS.length]}${PAIRS[value % PAIRS.length]}`;
}

function readHalf(text: string): number {
  let value = 0;
  for (const digit of text) {
    value = value * DIGITS.length + (VALUE_OF.get(digit) ?? 0);
  }
  return value;
}
