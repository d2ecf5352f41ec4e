import { isNoName } from '../contacts/no-name.ts';

const CODE_POINTS_MAX = 60;
/** What is looked at of a value: some of the patterns below take time that grows with the square of it. */
const READ_CHARACTERS_MAX = 1_000;
/** More digits than this in a name are a phone number, which phones turn into a link to a call. */
const DIGITS_MAX = 4;

// Nearly every name there is: Latin, Greek or Cyrillic letters with single spaces, hyphens and apostrophes.
const LETTER = 'A-Za-z\\u00C0-\\u024F\\u0386\\u0388-\\u03FF\\u0400-\\u052F';
const ORDINARY = new RegExp(`^[${LETTER}][${LETTER}'-]*(?: [${LETTER}'-]+)*$`);

// Joiners stay between characters that need them (emoji, Persian, Indic scripts); beside ASCII they only hide things.
const STRAY_JOINER = /(?<=^|\p{ASCII})[\u200c\u200d]+|[\u200c\u200d]+(?=$|\p{ASCII})/gu;
// Lone surrogates, private use, blanks that count as letters, braces, and all format characters but the joiners:
// bidi overrides, zero width, tags.
const UNWANTED = /[\p{Cs}\p{Co}\u115F\u1160\u2800\u3164\uFFA0{}]|(?![\u200c\u200d])\p{Cf}/gu;
// What browsers take for a dot in a domain.
const OTHER_DOT = /[\u2024\u3002\uFF0E\uFF61]/g;
// A dot before a digit or a label of two characters may be read as a domain ("evil.com", "1.2.3.4"); an initial
// ("J.R. Ewing") may not, unless the value ends there and the text behind it could complete a domain.
const LINK_DOT = /\.(?=\p{Nd}|[\p{L}\p{M}][\p{L}\p{M}\p{Nd}-]|[\p{L}\p{M}]$)/gu;

// "-" or "." typed into a required field is no name to greet anybody by.
const SOMETHING = /[\p{L}\p{N}\p{So}\p{Extended_Pictographic}]/u;

/**
 * What a customer (or anyone who signed up with her number) put into her name, made safe to print in a text: one
 * line, no control, invisible or bidi characters, no braces, no link and no phone number, at most 60 characters.
 * Gives '' when nothing is left, or a word for nothing ("null"), which counts as missing. Cleaning twice changes nothing.
 */
export function cleanMergeValue(value: string): string {
  if (value.length <= CODE_POINTS_MAX && ORDINARY.test(value)) {
    return isNoName(value) ? '' : value;
  }
  let cleaned = printable(value.slice(0, READ_CHARACTERS_MAX)).replace(OTHER_DOT, '.');
  if ((cleaned.match(/\p{Nd}/gu)?.length ?? 0) > DIGITS_MAX) {
    cleaned = collapse(cleaned.replace(/\p{Nd}/gu, ' '));
  }
  const name = something(unlink(collapse(shorten(cleaned).replaceAll('://', ' '))));
  return name !== '' && isWordForNone(name) ? '' : name;
}

/** An emoji is something: only words are looked at. */
const isWordForNone = (name: string): boolean => /\p{L}/u.test(name) && isNoName(name);

// An amount, or a day as countries write it: what cleanMergeValue would take for a phone number or a domain.
const NUMBER_OR_DAY = /^(?:-?\d{1,7}(?:[.,]\d{1,2})?|\d{4}-\d{2}-\d{2}|\d{1,2}([./-])\d{1,2}\1\d{4})$/;

/** The same for another field of a customer, which may also be a number or a day. */
export function cleanFieldValue(value: string): string {
  return NUMBER_OR_DAY.test(value) ? value : cleanMergeValue(value);
}

/** The same for a value the merchant herself controls (her shop's name may well be "myshop.gr"): links stay. */
export function cleanShopValue(value: string): string {
  if (value.length <= CODE_POINTS_MAX && ORDINARY.test(value)) {
    return value;
  }
  return something(collapse(shorten(printable(value))));
}

/** A cleaned value that the merchant's own letters follow at once: "evil." before her "is" would become a domain. */
export function withoutTrailingDots(cleaned: string): string {
  let end = cleaned.length;
  while (end > 0 && /[.\s]/.test(cleaned[end - 1] ?? '')) {
    end -= 1;
  }
  return unlink(cleaned.slice(0, end));
}

function unlink(text: string): string {
  return collapse(text.replace(LINK_DOT, ' '));
}

function something(text: string): string {
  return SOMETHING.test(text) ? text : '';
}

function printable(value: string): string {
  return collapse(value.replace(/\p{Cc}/gu, ' ').replace(UNWANTED, ''));
}

function collapse(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** At most 60 code points, and no joiner left that joins nothing. */
function shorten(text: string): string {
  return cut(text).replace(STRAY_JOINER, '');
}

/** Cuts between what readers see as characters, so that no emoji or accent is torn apart. */
function cut(text: string): string {
  if (text.length <= CODE_POINTS_MAX) {
    return text;
  }
  const points = [...text];
  if (points.length <= CODE_POINTS_MAX) {
    return text;
  }
  const limit = points.slice(0, CODE_POINTS_MAX).join('').length;
  // Only the start is looked at: segmenting a megabyte of pasted text would take seconds.
  const head = points.slice(0, CODE_POINTS_MAX * 2).join('');
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(head)) {
    if (index + segment.length > limit) {
      break;
    }
    end = index + segment.length;
  }
  // One "character" of more than 60 code points (stacked accents) is not a name: cut it anyway.
  return text.slice(0, end === 0 ? limit : end);
}
