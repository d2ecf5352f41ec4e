import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gsm7Basic as basic, gsm7Extended as extended, slowParts } from '../../../test/support/slow-parts.ts';
import { countParts, partsOf } from './parts.ts';

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

type Border = [what: string, text: string, parts: number];
const named = (character: string) => JSON.stringify(character);

// How many letters one part of its own, two and three joined ones hold, and one less and one more.
const letterBorders: Border[] = (
  [
    ['a', [159, 160], [161, 306], [307, 459]],
    ['Ω', [159, 160], [161, 306], [307, 459]],
    ['ω', [69, 70], [71, 134], [135, 201]],
    ['ç', [69, 70], [71, 134], [135, 201]],
  ] as const
).flatMap(([letter, ...full]) =>
  full.flatMap((lengths, i) =>
    lengths.map((length): Border => [`${length} times ${letter}`, times(letter, length), i + 1]),
  ),
);

// Two septets across the end of a lone text, of the first part and of the second.
const extensionBorders: Border[] = extended.flatMap((character): Border[] => {
  const of = (before: number, after: number, parts: number): Border => [
    `${before} letters, ${named(character)}, ${after} letters`,
    `${times('a', before)}${character}${times('a', after)}`,
    parts,
  ];
  return [of(158, 0, 1), of(159, 0, 2), of(151, 153, 2), of(152, 152, 3), of(152, 151, 2), of(305, 0, 3)];
});

// Two code units across the same places.
const pairBorders: Border[] = ['😀', '𝐀', '🇬'].flatMap((pair): Border[] => {
  const of = (before: number, after: number, parts: number): Border => [
    `${before} letters, ${pair}, ${after} letters`,
    `${times('ά', before)}${pair}${times('ά', after)}`,
    parts,
  ];
  return [
    of(68, 0, 1),
    of(69, 0, 2),
    of(65, 67, 2),
    of(66, 66, 3),
    of(66, 65, 2),
    of(132, 0, 2),
    of(133, 0, 3),
  ];
});

describe('the borders of parts', () => {
  test.each([...letterBorders, ...extensionBorders, ...pairBorders])('%s', (_, text, parts) => {
    expect(countParts(text).parts).toBe(parts);
    expect(partsOf(text)).toBe(parts);
    expect(slowParts(text)).toBe(parts);
  });
});

const greekCapitals = [...'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ'];
const greekSmall = [...'αβγδεζηθικλμνξοπρσςτυφχψω', ...'άέήίόύώϊϋΐΰ', ...'ΆΈΉΊΌΎΏΪΫ'];

describe('Greek', () => {
  test.each(greekCapitals)('%s is cheap where the alphabet has it', (letter) => {
    const cheap = 'ΓΔΘΛΞΠΣΦΨΩ'.includes(letter);
    expect(countParts(times(letter, 71))).toMatchObject({
      encoding: cheap ? 'GSM-7' : 'UCS-2',
      parts: cheap ? 1 : 2,
    });
  });
  test.each(greekSmall)('%s makes a text of 71 letters two parts', (letter) => {
    const text = `${times('a', 70)}${letter}`;
    expect(countParts(text)).toMatchObject({ parts: 2, expensive: [{ character: letter, index: 70 }] });
  });
});

describe('counting', () => {
  test.each(cases)('%s', (_, text, encoding, parts, units, unitsPerPart, unitsLeft) => {
    expect(countParts(text)).toMatchObject({ encoding, parts, units, unitsPerPart, unitsLeft });
    expect(partsOf(text)).toBe(parts);
    expect(slowParts(text)).toBe(parts);
  });

  const cheapPiece = fc.constantFrom(...basic, ...extended, ...extended);
  const piece = fc.oneof(
    { weight: 9, arbitrary: cheapPiece },
    { weight: 1, arbitrary: fc.constantFrom('ά', 'ς', 'Α', 'ç', '😀', '\ud83d', '\ude00', '’', '👨‍👩‍👧') },
  );
  const joined = (of: fc.Arbitrary<string>, maxLength: number) =>
    fc.array(of, { maxLength }).map((pieces) => pieces.join(''));
  const text = fc.oneof(
    joined(cheapPiece, 1_900),
    joined(piece, 600),
    joined(fc.string({ unit: 'binary' }), 60),
    // Long runs with something that may stand across a border.
    fc
      .tuple(
        fc.nat(340),
        fc.constantFrom(...extended, '😀', '\ud83d'),
        fc.nat(340),
        fc.constantFrom('', '€', 'ά', '😀'),
      )
      .map(([before, across, after, last]) => `${times('a', before)}${across}${times('b', after)}${last}`),
  );

  test('agrees with a slow count written from the specification, on 10,000 texts', () => {
    let most = 0;
    fc.assert(
      fc.property(text, (t) => {
        const parts = slowParts(t);
        most = Math.max(most, parts);
        expect([partsOf(t), countParts(t).parts]).toEqual([parts, parts]);
      }),
      { numRuns: 10_000 },
    );
    expect(most).toBeGreaterThan(6);
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

// What word processors and phones put in, and nobody meant.
const typical = [
  '’',
  '‘',
  '“',
  '”',
  '«',
  '–',
  '—',
  '…',
  '•',
  '\u00a0',
  '\u200b',
  '\u200d',
  '\ufeff',
  '\t',
  '`',
  '´',
  '°',
  '™',
  'á',
  'ç',
];

describe('the characters that make a text expensive', () => {
  test.each(
    typical.flatMap((character) =>
      [0, 40, 159].map((index) => [named(character), index, character] as const),
    ),
  )('%s at %i', (_, index, character) => {
    const text = `${times('a', index)}${character}${times('€', 3)}`;
    expect(countParts(text)).toMatchObject({ encoding: 'UCS-2', expensive: [{ character, index }] });
  });
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
