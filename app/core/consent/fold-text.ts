/** Greek and Cyrillic letters that look like Latin ones, small as they are after folding: phones mix the keyboards. */
const GREEK = letters('αβεζηικμνορτυχ', 'abezhikmnoptyx');
const CYRILLIC = letters('аеорсухтквмніѕјһ', 'aeopcyxtkbmhisjh');
const LOOK_ALIKES: Readonly<Record<string, string>> = { ...GREEK, ...CYRILLIC };

/** Letters that are none with an accent, though people leave it away as if they were. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ...letters('łđøıð', 'ldoid'),
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
};

function letters(from: string, to: string): Record<string, string> {
  return Object.fromEntries([...from].map((letter, at) => [letter, to[at] ?? letter]));
}

/**
 * A reply as words to compare: small letters without accents, one space between words, nothing else. A word that mixes
 * Latin letters with Greek or Cyrillic ones is read as the word it looks like.
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
      .replace(/[łđøıðßæœþ]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
      .split(' ')
      .map(unmixed)
      .join(' ')
  );
}

function unmixed(word: string): string {
  if (!/\p{Script=Latin}/u.test(word) || !/[\p{Script=Greek}\p{Script=Cyrillic}]/u.test(word)) {
    return word;
  }
  const latin = inLatinLetters(word);
  if (!/[\p{Script=Greek}\p{Script=Cyrillic}]/u.test(latin)) {
    return latin;
  }
  // A letter that no Latin one looks like: then the Latin ones are the strangers.
  const own = /\p{Script=Cyrillic}/u.test(word) ? CYRILLIC : GREEK;
  return Object.entries(own).reduce((text, [letter, like]) => text.replaceAll(like, letter), word);
}

/** Words of Greek or Cyrillic letters as the Latin ones that they look like; "ΝΟ" in Greek letters is "no". */
export function inLatinLetters(folded: string): string {
  return folded.replace(/[\p{Script=Greek}\p{Script=Cyrillic}]/gu, (letter) => LOOK_ALIKES[letter] ?? letter);
}
