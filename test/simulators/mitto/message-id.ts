import { mix32, type Random } from './random.ts';

/**
 * Message ids are ULIDs whose time is the moment of acceptance. Of their 80 random bits, 32 hold the message's
 * position in the log, masked by the others: the log line of an id is found without a map of a million ids, and
 * ids of one call still sort in no useful order, so that nobody can undo a shuffled answer by sorting it.
 */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const TEN_BITS = 1024;
const PAIRS = Array.from({ length: TEN_BITS }, (_, n) => `${ALPHABET[n >> 5]}${ALPHABET[n & 31]}`);
const VALUES = new Map(PAIRS.map((pair, n) => [pair, n]));
const SHAPE = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** The id of the message at `ordinal` (its place among all accepted messages of the log, from 0). */
export function encodeMessageId(atMs: number, ordinal: number, random: Random): string {
  const high = random();
  const low = random();
  const masked = (ordinal ^ maskOf(high, low & 0xff)) >>> 0;
  return (
    base32(atMs, 5) +
    base32(high * 0x100 + (low & 0xff), 4) +
    base32((low >>> 24) * 0x1_0000_0000 + masked, 4)
  );
}

/** The place in the log that an id points at; undefined when it is no ULID. The line there may be another's. */
export function decodeOrdinal(messageId: string): number | undefined {
  if (!SHAPE.test(messageId)) {
    return undefined;
  }
  const random = number(messageId.slice(10, 18));
  const masked = number(messageId.slice(18)) % 0x1_0000_0000;
  return (masked ^ maskOf(Math.floor(random / 0x100), random % 0x100)) >>> 0;
}

const maskOf = (high: number, low: number): number => mix32(high ^ mix32(low + 1));

function base32(value: number, pairs: number): string {
  let rest = value;
  let text = '';
  for (let i = 0; i < pairs; i++) {
    text = PAIRS[rest % TEN_BITS] + text;
    rest = Math.floor(rest / TEN_BITS);
  }
  return text;
}

function number(text: string): number {
  let value = 0;
  for (let i = 0; i < text.length; i += 2) {
    value = value * TEN_BITS + (VALUES.get(text.slice(i, i + 2)) ?? 0);
  }
  return value;
}
