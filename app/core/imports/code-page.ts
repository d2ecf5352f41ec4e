import type { Encoding } from './sense-encoding.ts';

/** The code pages that a file may be in, the most usual first. */
export const codePages = [
  'windows-1252',
  'windows-1253',
  'windows-1250',
  'windows-1251',
  'windows-1254',
  'windows-1257',
  'iso-8859-7',
  'iso-8859-2',
  'iso-8859-15',
  'iso-8859-16',
  'iso-8859-5',
  'koi8-u',
] as const satisfies readonly Encoding[];
export type CodePage = (typeof codePages)[number];

/** What people write in a country, where it is not Western European. */
const HOME: readonly [string, readonly CodePage[]][] = [
  ['GR CY', ['windows-1253', 'iso-8859-7']],
  ['BG RS MK UA BY RU ME KZ KG MN', ['windows-1251', 'iso-8859-5', 'koi8-u']],
  ['PL CZ SK HU RO MD HR SI BA AL', ['windows-1250', 'iso-8859-2', 'iso-8859-16']],
  ['TR AZ', ['windows-1254']],
  ['LT LV EE', ['windows-1257']],
];

const WORDS_BYTES = 8_192;
const isHigh = (byte: number): boolean => byte >= 0x80;
const isAscii = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a;

/** The words of a file with a letter beyond ASCII, each once, parted by spaces: only they tell the code page. */
export function foreignWords(bytes: Uint8Array): Uint8Array {
  const seen = new Set<string>();
  const words: number[] = [];
  let word: number[] = [];
  let high = false;
  for (let at = 0; at <= bytes.length && words.length < WORDS_BYTES; at += 1) {
    const byte = bytes[at] ?? 0x20;
    if ((isHigh(byte) || isAscii(byte)) && word.length < 60) {
      word.push(byte);
      high ||= isHigh(byte);
      continue;
    }
    const key = String.fromCharCode(...word);
    if (high && !seen.has(key)) {
      seen.add(key);
      words.push(...word, 0x20);
    }
    [word, high] = [[], false];
  }
  return Uint8Array.from(words);
}

/**
 * The code page that words are most likely in.
 *
 * @param words of `foreignWords`.
 * @param ranked how sure a detector is of each, from 0 to 1; what it does not name has 0.
 * @param country of the shop: where two spell words, that of its language is more likely.
 */
export function likelyCodePage(
  words: Uint8Array,
  ranked: ReadonlyMap<CodePage, number>,
  country: string,
): CodePage {
  const home = HOME.find(([countries]) => countries.split(' ').includes(country))?.[1] ?? ['windows-1252'];
  const scored = codePages.map((page) => ({
    page,
    score:
      (country === 'IS' ? 0 : spelling(words, page)) +
      (ranked.get(page) ?? 0) +
      (home.includes(page) ? HOME_WORTH : 0),
  }));
  scored.sort((a, b) => b.score - a.score);
  return scored[0]?.page ?? 'windows-1252';
}

/** Less than a wrong letter in a short file, more than what detectors differ by. */
const HOME_WORTH = 0.1;

/** The words as one code page reads them. */
const readWords = (words: Uint8Array, page: CodePage): string[] =>
  new TextDecoder(page).decode(words).split(' ').filter(Boolean);

/** Three of the words as each code page reads them, for the eye to choose by. */
export const pageExamples = (words: Uint8Array): Record<CodePage, string> => {
  const examples: Partial<Record<CodePage, string>> = {};
  for (const page of codePages) {
    examples[page] = readWords(words.subarray(0, EXAMPLE_BYTES), page).slice(0, 3).join(' · ');
  }
  // Each page has been given its own.
  return examples as Record<CodePage, string>;
};
const EXAMPLE_BYTES = 120;

/** How many of the words, from 0 to 1, are letters of one script with no large one behind a small one. */
function spelling(words: Uint8Array, page: CodePage): number {
  const all = readWords(words, page);
  const good = all.filter((word) => isSpelt(word)).length;
  return all.length === 0 ? 0 : good / all.length;
}

/** Letters of no living word but those of Iceland: what other pages' letters look like in windows-1252. */
const ODD = /[ªºÞþÐð]/;

const isSpelt = (word: string): boolean =>
  !ODD.test(word) &&
  /^(\p{Script=Latin}+|\p{Script=Greek}+|\p{Script=Cyrillic}+)$/u.test(word) &&
  !/\p{Ll}\p{Lu}/u.test(word);
