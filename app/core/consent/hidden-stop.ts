import { foldText } from './fold-text.ts';
import {
  COURTESIES,
  DENIED_ENDINGS,
  NO_SLIPS,
  PLAIN_NOS,
  SAID_OF_ANYTHING,
  STOP_WORDS,
} from './reply-words.ts';
import { isWordOf } from './words-by-language.ts';

/** What a no is misspelt of: the words that carriers and our own texts tell people to send. */
const TOLD = ['stop', 'unsubscribe', 'optout', 'cancel', 'stopall', 'στοπ', 'διαγραφη', 'diagrafi'];
/** A short word is one slip away from many others, a long one from none. */
const LONG = 8;
const WORD_MAX = 16;
/** Where the last word stands alone in so few, it is what is meant. */
const FEW_WORDS = 4;

const EMOJI_OF_NO = /[\u{1F6D1}\u{1F6AB}\u{26D4}\u{274C}\u{1F44E}\u{1F645}\u{270B}]/u;

/**
 * Whether a reply that is no clear no may still be meant as one: behind a greeting or among other sentences ("Dear sirs,
 * STOP"), misspelt ("SOTP", "ST0P"), in capitals at the end, in a language of elsewhere, or as nothing but a sign.
 *
 * @param text as it came, bounded by the caller. @param forms the folded ways to read all of it.
 */
export function hidesStop(text: string, forms: readonly string[], languages: readonly string[]): boolean {
  return (
    (forms[0] === '' && EMOJI_OF_NO.test(text)) ||
    forms.some((form) => isSlip(form) || (isWordOf('here', form) && !SAID_OF_ANYTHING.has(form))) ||
    sentencesOf(text).some((sentence) => isStrong(sentence, languages)) ||
    endsWithStop(text, languages)
  );
}

const sentencesOf = (text: string): string[] => text.split(/[.,;:!?…\n\r()"«»“”–—/|-]/).map(foldText);

/** A no that is said of texts, and not in answer to something ("No, the blue one"). */
function isStrong(sentence: string, languages: readonly string[]): boolean {
  const said = sentence
    .split(' ')
    .filter((word) => !COURTESIES.has(word))
    .join(' ');
  return [sentence, said].some(
    (form) =>
      !PLAIN_NOS.has(form) &&
      !SAID_OF_ANYTHING.has(form) &&
      (STOP_WORDS.has(form) || isWordOf('stop', form) || isWordOf('here', form, languages)),
  );
}

/** "Please take note STOP", "ok unsubscribe": the last word is one, and is in capitals or among few. */
function endsWithStop(text: string, languages: readonly string[]): boolean {
  const folded = ` ${foldText(text)}`;
  if ([...DENIED_ENDINGS].some((denied) => folded.includes(` ${denied}`))) {
    return false;
  }
  const words = text.split(/[\s.,;:!?…]/).filter((word) => word !== '');
  const last = words.at(-1) ?? '';
  const isLoud = last.length > 2 && last === last.toUpperCase() && last !== last.toLowerCase();
  return (isLoud || words.length <= FEW_WORDS) && isStrong(foldText(last), languages);
}

function isSlip(form: string): boolean {
  if (form.length < 3 || form.length > WORD_MAX || form.includes(' ') || NO_SLIPS.has(form)) {
    return false;
  }
  const word = form.replaceAll('0', 'o').replaceAll('5', 's').replaceAll('1', 'l');
  return TOLD.some((told) => slips(word, told) <= (told.length >= LONG ? 2 : 1));
}

/** Letters that are missing, added, changed or swapped with their neighbour: optimal string alignment. */
function slips(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const changed = (rows[i - 1]?.[j - 1] ?? 0) + (one[i - 1] === other[j - 1] ? 0 : 1);
      const best = Math.min(changed, (row[j - 1] ?? 0) + 1, (rows[i - 1]?.[j] ?? 0) + 1);
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(isSwap ? Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1) : best);
    }
    rows.push(row);
  }
  return rows[one.length]?.[other.length] ?? 0;
}
