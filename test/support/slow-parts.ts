/**
 * The parts of a text, slowly, straight from the specifications and from nothing else: 3GPP TS 23.038, 6.2.1 (alphabet),
 * TS 23.040, 9.2.3.16 (140 octets of user data) and 9.2.3.24.1 (concatenation). Tests hold the product's own count
 * against it, so it shares no code with it.
 */

// TS 23.038, 6.2.1: the default alphabet in the order of its codes 0x00 to 0x7F, 16 to a line.
const DEFAULT_ALPHABET = [
  ...'@£$¥èéùìòÇ\nØø\rÅå',
  ...'Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ',
  ...' !"#¤%&\'()*+,-./',
  ...'0123456789:;<=>?',
  ...'¡ABCDEFGHIJKLMNO',
  ...'PQRSTUVWXYZÄÖÑÜ§',
  ...'¿abcdefghijklmno',
  ...'pqrstuvwxyzäöñüà',
];
const ESCAPE = 0x1b;
// 6.2.1.1: what a code means behind the escape.
const EXTENSION_TABLE: readonly [code: number, character: string][] = [
  [0x0a, '\f'],
  [0x14, '^'],
  [0x28, '{'],
  [0x29, '}'],
  [0x2f, '\\'],
  [0x3c, '['],
  [0x3d, '~'],
  [0x3e, ']'],
  [0x40, '|'],
  [0x65, '€'],
];

/** The characters of one septet; the escape is none. */
export const gsm7Basic: readonly string[] = DEFAULT_ALPHABET.filter((_, code) => code !== ESCAPE);
/** The characters of two septets. */
export const gsm7Extended: readonly string[] = EXTENSION_TABLE.map(([, character]) => character);

const OCTETS = 140;
// User data header length (1), identifier and length of the element (2), reference, number of parts, this part (3).
const HEADER_OCTETS = 6;
const septetsIn = (octets: number): number => Math.floor((octets * 8) / 7);

/** How many parts a text is sent in; 0 for an empty one. */
export function slowParts(text: string): number {
  const characters = Array.from(text);
  const septets = characters.map(septetsOf);
  return septets.every((codes) => codes !== undefined)
    ? fill(septets, septetsIn(OCTETS), septetsIn(OCTETS - HEADER_OCTETS))
    : fill(characters.map(octetsOf), OCTETS, OCTETS - HEADER_OCTETS);
}

function septetsOf(character: string): number[] | undefined {
  const code = DEFAULT_ALPHABET.indexOf(character);
  if (code >= 0 && code !== ESCAPE) {
    return [code];
  }
  const extended = EXTENSION_TABLE.find(([, other]) => other === character);
  return extended === undefined ? undefined : [ESCAPE, extended[0]];
}

/** UTF-16, big end first: what phones make of UCS-2. */
function octetsOf(character: string): number[] {
  return character.split('').flatMap((unit) => [unit.charCodeAt(0) >> 8, unit.charCodeAt(0) & 0xff]);
}

/** Whole characters, one after the other, into parts. */
function fill(characters: readonly number[][], alone: number, joined: number): number {
  const all = characters.flat();
  if (all.length <= alone) {
    return all.length === 0 ? 0 : 1;
  }
  const parts: number[][] = [[]];
  for (const character of characters) {
    const last = parts.at(-1);
    if (last === undefined || last.length + character.length > joined) {
      parts.push([...character]);
    } else {
      last.push(...character);
    }
  }
  return parts.length;
}
