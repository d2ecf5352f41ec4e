import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countParts, partsOf } from './parts.ts';

// TS 23.038, 6.2.1: the default alphabet by code 0x00 to 0x7F as Unicode code points (0x1B is the escape).
const BY_CODE = [
  0x40,
  0xa3,
  0x24,
  0xa5,
  0xe8,
  0xe9,
  0xf9,
  0xec,
  0xf2,
  0xc7,
  0x0a,
  0xd8,
  0xf8,
  0x0d,
  0xc5,
  0xe5,
  0x394,
  0x5f,
  0x3a6,
  0x393,
  0x39b,
  0x3a9,
  0x3a0,
  0x3a8,
  0x3a3,
  0x398,
  0x39e,
  -1,
  0xc6,
  0xe6,
  0xdf,
  0xc9,
  0x20,
  0x21,
  0x22,
  0x23,
  0xa4,
  ...range(0x25, 0x3f),
  0xa1,
  ...range(0x41, 0x5a),
  0xc4,
  0xd6,
  0xd1,
  0xdc,
  0xa7,
  0xbf,
  ...range(0x61, 0x7a),
  0xe4,
  0xf6,
  0xf1,
  0xfc,
  0xe0,
];
// 6.2.1.1: code in the extension table → code point.
const EXTENSION = new Map([
  [0x0a, 0x0c],
  [0x14, 0x5e],
  [0x28, 0x7b],
  [0x29, 0x7d],
  [0x2f, 0x5c],
  [0x3c, 0x5b],
  [0x3d, 0x7e],
  [0x3e, 0x5d],
  [0x40, 0x7c],
  [0x65, 0x20ac],
]);
const basic = BY_CODE.filter((point) => point >= 0).map((point) => String.fromCodePoint(point));
const extended = [...EXTENSION.values()].map((point) => String.fromCodePoint(point));

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

/** Slow and plain: encodes to septets or code units, and packs whole characters into parts one at a time. */
function referenceParts(text: string): number {
  const characters = Array.from(text);
  const septets = characters.map((c) => (basic.includes(c) ? 1 : extended.includes(c) ? 2 : 0));
  const isGsm7 = !septets.includes(0);
  const sizes: number[] = isGsm7 ? septets : characters.map((c) => c.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total === 0) {
    return 0;
  }
  if (total <= (isGsm7 ? 160 : 70)) {
    return 1;
  }
  const room = isGsm7 ? 153 : 67;
  const parts: number[] = [];
  for (const size of sizes) {
    const last = parts.at(-1);
    if (last !== undefined && last + size <= room) {
      parts[parts.length - 1] = last + size;
    } else {
      parts.push(size);
    }
  }
  return parts.length;
}

const times = (character: string, count: number) => character.repeat(count);

describe('the alphabet', () => {
  test('has the 127 characters and 10 extensions of the specification', () => {
    expect(basic).toHaveLength(127);
    expect(new Set([...basic, ...extended]).size).toBe(137);
  });
  test.each(basic.map((c) => [JSON.stringify(c), c]))('%s costs one septet', (_, c) => {
    expect(countParts(c)).toMatchObject({ encoding: 'GSM-7', units: 1, parts: 1, expensive: [] });
  });
  test.each(extended.map((c) => [JSON.stringify(c), c]))('%s costs two septets', (_, c) => {
    expect(countParts(c)).toMatchObject({ encoding: 'GSM-7', units: 2, parts: 1, expensive: [] });
  });
  test('holds no other character of the basic plane', () => {
    const known = new Set([...basic, ...extended]);
    for (let point = 0; point <= 0xffff; point++) {
      const character = String.fromCharCode(point);
      if ((countParts(character).encoding === 'GSM-7') !== known.has(character)) {
        throw new Error(`U+${point.toString(16)} is in the wrong encoding`);
      }
    }
  });
});

// [what it is, text, encoding, parts, units, unitsPerPart, unitsLeft]
const cases: [string, string, 'GSM-7' | 'UCS-2', number, number, number, number][] = [
  ['an empty text', '', 'GSM-7', 0, 0, 160, 160],
  ['one letter', 'a', 'GSM-7', 1, 1, 160, 159],
  ['a full part', times('a', 160), 'GSM-7', 1, 160, 160, 0],
  ['one letter over', times('a', 161), 'GSM-7', 2, 161, 153, 145],
  ['two full parts', times('a', 306), 'GSM-7', 2, 306, 153, 0],
  ['one over two parts', times('a', 307), 'GSM-7', 3, 307, 153, 152],
  ['three full parts', times('a', 459), 'GSM-7', 3, 459, 153, 0],
  ['ten parts', times('a', 1530), 'GSM-7', 10, 1530, 153, 0],
  ['a line feed', times('\n', 160), 'GSM-7', 1, 160, 160, 0],
  ['CR LF, one septet each', times('\r\n', 80), 'GSM-7', 1, 160, 160, 0],
  ['a part full of euros', times('€', 80), 'GSM-7', 1, 160, 160, 0],
  ['one euro too many', times('€', 81), 'GSM-7', 2, 162, 153, 143],
  ['a euro in the last place of a part', `${times('a', 158)}€`, 'GSM-7', 1, 160, 160, 0],
  ['a euro over the end of a part', `${times('a', 159)}€`, 'GSM-7', 2, 161, 153, 145],
  ['a euro that would be cut moves on', `${times('a', 152)}€${times('a', 152)}`, 'GSM-7', 3, 306, 153, 152],
  ['a euro just before the border', `${times('a', 151)}€${times('a', 153)}`, 'GSM-7', 2, 306, 153, 0],
  ['euros only, two parts lose a septet each', times('€', 152), 'GSM-7', 2, 304, 153, 1],
  ['euros only, one more', times('€', 153), 'GSM-7', 3, 306, 153, 151],
  ['capital Greek that is in the alphabet', 'ΔΦΓΛΩΠΨΣΘΞ', 'GSM-7', 1, 10, 160, 150],
  ['capital Greek that only looks Latin', 'Α', 'UCS-2', 1, 1, 70, 69],
  ['a Greek word', 'Καλημέρα', 'UCS-2', 1, 8, 70, 62],
  ['a full Greek part', times('ά', 70), 'UCS-2', 1, 70, 70, 0],
  ['one Greek letter over', times('ά', 71), 'UCS-2', 2, 71, 67, 63],
  ['two full Greek parts', times('ά', 134), 'UCS-2', 2, 134, 67, 0],
  ['one over two Greek parts', times('ά', 135), 'UCS-2', 3, 135, 67, 66],
  ['160 letters with one curly quote', `${times('a', 159)}’`, 'UCS-2', 3, 160, 67, 41],
  ['a small ç', 'ç', 'UCS-2', 1, 1, 70, 69],
  ['a capital Ç', 'Ç', 'GSM-7', 1, 1, 160, 159],
  ['a tab', '\t', 'UCS-2', 1, 1, 70, 69],
  ['a backtick', '`', 'UCS-2', 1, 1, 70, 69],
  ['the escape itself', '\u001b', 'UCS-2', 1, 1, 70, 69],
  ['a no-break space', '\u00a0', 'UCS-2', 1, 1, 70, 69],
  ['a euro costs one in UCS-2', '€ά', 'UCS-2', 1, 2, 70, 68],
  ['an emoji, two units', '😀', 'UCS-2', 1, 2, 70, 68],
  ['35 emoji', times('😀', 35), 'UCS-2', 1, 70, 70, 0],
  ['36 emoji, 33 a part', times('😀', 36), 'UCS-2', 2, 72, 67, 61],
  ['66 emoji', times('😀', 66), 'UCS-2', 2, 132, 67, 1],
  ['67 emoji', times('😀', 67), 'UCS-2', 3, 134, 67, 65],
  ['an emoji that would be cut moves on', `${times('ά', 66)}😀${times('ά', 66)}`, 'UCS-2', 3, 134, 67, 66],
  ['an emoji just before the border', `${times('ά', 65)}😀${times('ά', 67)}`, 'UCS-2', 2, 134, 67, 0],
  ['a lone high surrogate', '\ud83d', 'UCS-2', 1, 1, 70, 69],
  ['a lone low surrogate', '\ude00', 'UCS-2', 1, 1, 70, 69],
  ['lone high surrogates are not pairs', times('\ud83d', 134), 'UCS-2', 2, 134, 67, 0],
  ['a family emoji, counted in its code points', '👨‍👩‍👧', 'UCS-2', 1, 8, 70, 62],
  ['a decomposed é', 'e\u0301', 'UCS-2', 1, 2, 70, 68],
  ['Turkish', 'ışık', 'UCS-2', 1, 4, 70, 66],
  ['German', 'Größe: über Öl', 'GSM-7', 1, 14, 160, 146],
];

describe('counting', () => {
  test.each(cases)('%s', (_, text, encoding, parts, units, unitsPerPart, unitsLeft) => {
    expect(countParts(text)).toMatchObject({ encoding, parts, units, unitsPerPart, unitsLeft });
    expect(partsOf(text)).toBe(parts);
    expect(referenceParts(text)).toBe(parts);
  });

  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...basic) },
    { weight: 3, arbitrary: fc.constantFrom(...extended) },
    { weight: 1, arbitrary: fc.constantFrom('ά', 'ç', '😀', '\ud83d', '\ude00', '’', '👨‍👩‍👧') },
  );
  const gsmPiece = fc.oneof(fc.constantFrom(...basic), fc.constantFrom(...extended));
  const text = fc.oneof(
    fc.array(piece, { maxLength: 500 }).map((pieces) => pieces.join('')),
    fc.array(gsmPiece, { maxLength: 500 }).map((pieces) => pieces.join('')),
    fc.array(fc.string({ unit: 'binary' }), { maxLength: 60 }).map((pieces) => pieces.join('')),
  );

  test('agrees with a slow count written from the specification', () => {
    fc.assert(
      fc.property(text, (t) => partsOf(t) === referenceParts(t) && countParts(t).parts === referenceParts(t)),
    );
  });

  test('never counts fewer parts when a text gets longer', () => {
    fc.assert(
      fc.property(
        text,
        fc.constantFrom(...basic, ...extended, 'ά', '😀'),
        (t, c) => partsOf(t + c) >= partsOf(t),
      ),
    );
  });

  test('says how much still fits: that many letters add no part, one more does', () => {
    fc.assert(
      fc.property(text, (t) => {
        const { parts, unitsLeft, encoding } = countParts(t);
        const letter = encoding === 'GSM-7' ? 'a' : 'ά';
        const same = Math.max(parts, unitsLeft > 0 ? 1 : 0);
        const full = t + letter.repeat(unitsLeft);
        return partsOf(full) === same && partsOf(full + letter) === same + 1;
      }),
    );
  });
});

describe('the characters that make a text expensive', () => {
  test('are named with their place', () => {
    expect(countParts('It’s 20€ 😀!').expensive).toEqual([
      { character: '’', index: 2 },
      { character: '😀', index: 9 },
    ]);
  });
  test('are cut off at twenty', () => {
    expect(countParts('ά'.repeat(500)).expensive).toHaveLength(20);
  });
  test('stand in the text where they are said to stand', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (t) =>
        countParts(t).expensive.every(({ character, index }) => t.startsWith(character, index)),
      ),
    );
  });
});
