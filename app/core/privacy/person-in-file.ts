import { parsePhoneNumber } from 'libphonenumber-js/max';
import { foldText } from '../consent/fold-text.ts';

/** By what somebody can be found in a merchant's file; null: not known. */
export type WantedPerson = {
  /** Digits of E.164 numbers. */
  phones: readonly number[];
  firstName: string | null;
  lastName: string | null;
  isTheirEmail: (email: string) => boolean;
};

export type PersonInFile = {
  /** Whether the cells of a row are theirs. */
  hasRow: (cells: readonly string[]) => boolean;
  /** Whether a file is named after them. */
  hasName: (fileName: string) => boolean;
};

/** Shorter national numbers (small islands) stand in other numbers by chance. */
const TELLING_DIGITS = 8;
/** What looks like a number and is nobody else's date or price. */
const OTHER_NUMBER = /^[\s'"=+(]*\d[\d\s().\-/"]*$/;
const OTHER_DIGITS = 9;
const NAME_LETTERS = 3;
/** Longer than any name. */
const NAME_MAX = 200;

/**
 * Somebody, to be looked for in a file that anybody has written in any way: their number in any spelling,
 * whole or without the country's code; their e-mail address; their full name, where the row has no number
 * that is another one. Two people of one name are told apart by their numbers only: where the row has none,
 * it is taken for theirs, because a row that is deleted by mistake costs a correction, and one that stays is
 * a person who asked to be forgotten.
 */
export function personInFile({ phones, firstName, lastName, isTheirEmail }: WantedPerson): PersonInFile {
  const numbers = phones.map((phone) => ({ whole: `${phone}`, national: nationalOf(phone) }));
  const hasNumber = (digits: string): boolean =>
    numbers.some(
      ({ whole, national }) =>
        digits.includes(whole) ||
        digits === national ||
        (national.length >= TELLING_DIGITS && digits.includes(national)),
    );
  const [first, last] = [foldText(firstName ?? ''), foldText(lastName ?? '')];
  const names = first === '' || last === '' ? [] : [`${first} ${last}`, `${last} ${first}`];
  const hasFullName = (cells: readonly string[]): boolean => {
    const words = cells.filter((cell) => cell.length <= NAME_MAX && !/[\d@]/.test(cell));
    // One look at the whole row first: most rows are somebody else's, and folding is slow.
    const all = names.length === 0 ? '' : foldText(words.join(' '));
    if (names.length === 0 || !all.includes(first) || !all.includes(last)) {
      return false;
    }
    const folded = words.map(foldText);
    return folded.some((cell) => names.includes(cell)) || (folded.includes(first) && folded.includes(last));
  };

  return {
    hasRow: (cells) => {
      const digits = cells.map(digitsOf);
      return (
        digits.some(hasNumber) ||
        cells.some((cell) => cell.includes('@') && isTheirEmail(cell)) ||
        (hasFullName(cells) && !cells.some((cell, at) => isOther(cell, digits[at] ?? '')))
      );
    },
    hasName: (fileName) => {
      const words = foldText(fileName).split(' ');
      return (
        hasNumber(digitsOf(fileName)) ||
        [...first.split(' '), ...last.split(' ')].some(
          (name) => name.length >= NAME_LETTERS && words.includes(name),
        ) ||
        fileName.split(/[\s,;()]+/).some((word) => word.includes('@') && isTheirEmail(withoutEnding(word)))
      );
    },
  };
}

const isOther = (cell: string, digits: string): boolean =>
  digits.length >= OTHER_DIGITS && OTHER_NUMBER.test(cell.normalize('NFKC'));

const nationalOf = (phone: number): string => {
  try {
    return parsePhoneNumber(`+${phone}`).nationalNumber;
  } catch {
    return `${phone}`;
  }
};

const withoutEnding = (word: string): string => word.replace(/\.(csv|txt|tsv)$/i, '');

/** The digits of a text in their order, also as Arabic keyboards and Asian ones write them. */
function digitsOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))
    .replace(/\D/g, '');
}
