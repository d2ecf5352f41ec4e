/** Greek letters that look like Latin ones, small as they are after folding: phones mix the two keyboards. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  α: 'a',
  β: 'b',
  ε: 'e',
  ζ: 'z',
  η: 'h',
  ι: 'i',
  κ: 'k',
  μ: 'm',
  ν: 'n',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'y',
  χ: 'x',
};

/**
 * A reply as words to compare: small letters without accents, one space between words, nothing else. A word that mixes
 * Greek and Latin letters is read as the Latin word it looks like.
 */
export function foldText(text: string): string {
  return (
    text
      // Full-width letters and the like become ordinary ones, and accents letters of their own.
      .normalize('NFKD')
      .toLowerCase()
      // What is invisible is inside words too; an apostrophe joins ("don't" is "dont").
      .replace(/[\p{M}\p{Cf}'’‘`´ʼ]/gu, '')
      .replaceAll('ς', 'σ')
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .split(' ')
      .map(unmixed)
      .join(' ')
  );
}

function unmixed(word: string): string {
  if (!/\p{Script=Latin}/u.test(word) || !/\p{Script=Greek}/u.test(word)) {
    return word;
  }
  return word.replace(/\p{Script=Greek}/gu, (letter) => LOOK_ALIKES[letter] ?? letter);
}
