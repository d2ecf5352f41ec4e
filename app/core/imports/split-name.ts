import { isNoName } from '../contacts/no-name.ts';

export type Name = { first: string | null; last: string | null };

/** Before a name, and no part of it. With a dot or without. */
const TITLES = new Set(
  'mr mrs ms miss mx dr prof sir madam mister κ κος κα κυριος κυρια δις δρ καθ herr frau fr hr dipl ing mag m mme mlle monsieur madame dott ssa sig sigra signor signora sr sra srta don doña dona pan pani paní p mgr bc judr mudr phdr г-н г-жа господин госпожа dl dna dl. domnul doamna'
    .split(' ')
    .map((title) => title.toLowerCase()),
);
/** They belong to the last name that follows. */
const PARTICLES = new Set(
  'van von de der den del della di da do dos das du des la le les ter ten zu zum zur af av bin ibn al el san st saint mac mc o ap y e i'.split(
    ' ',
  ),
);
/** What stands behind a name: "Smith, Jr." is no first name. */
const SUFFIX = /^(jr|sr|ii|iii|iv|phd|md|msc|bsc|mba|esq|dds)\.?$/i;

/**
 * A name as one cell has it, in its parts: "Maria Papadopoulou", "Papadopoulou, Maria", "Dr. Ludwig van der Berg". A word for no
 * name ("null") is none.
 */
export function splitName(text: string): Name {
  const whole = text.trim().replace(/\s+/g, ' ');
  if (isNoName(whole)) {
    return { first: null, last: null };
  }
  const [before = '', behind, more] = whole.split(',').map((part) => part.trim());
  if (behind !== undefined && more === undefined && behind !== '' && !SUFFIX.test(behind)) {
    return { first: nameOrNull(untitled(behind)), last: nameOrNull(untitled(before)) };
  }
  const words = untitled(before).split(' ');
  const [first = '', ...rest] = words;
  // "van der Berg" has no first name.
  if (words.length > 1 && PARTICLES.has(first)) {
    return { first: null, last: nameOrNull(words.join(' ')) };
  }
  return { first: nameOrNull(first), last: nameOrNull(rest.join(' ')) };
}

/** A cell of a name by itself, or null where it is none. */
export function nameOrNull(text: string): string | null {
  const words = text.split(/\s/).filter((word) => word !== '' && word !== ',' && word !== ';');
  const name = words.join(' ').replace(/[,;]$/, '');
  return isNoName(name) ? null : name;
}

/** "Dr. Maria" is Maria; but "M" alone, or "Don" before nothing, is what there is. */
function untitled(name: string): string {
  const words = name.split(' ');
  while (words.length > 1 && TITLES.has((words[0] ?? '').toLowerCase().replace(/\.$/, '').normalize('NFC'))) {
    words.shift();
  }
  return words.join(' ');
}
