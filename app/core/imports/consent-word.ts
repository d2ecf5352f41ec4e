import { foldText, inLatinLetters } from '../consent/fold-text.ts';
import { NO_BEGINNINGS, NO_WORDS, NOTHING_BEGINNINGS, NOTHING_WORDS, YES_WORDS } from './consent-words.ts';

export type ConsentWord = 'yes' | 'no' | 'nothing' | 'unreadable';

/** Signs that spreadsheets are ticked with. */
const TICK = /^[\u2705\u2713\u2714\u2611\u{1F44D}]$/u;
const CROSS = /^[\u2717\u2718\u2715\u2716\u274C\u{1F6AB}\u26D4\u{1F44E}]$/u;
/** Longer cells are sentences, and no words of consent. */
const CHARACTERS_MAX = 100;

/**
 * What a cell says of a consent, in the ten languages of consent-words.ts and the words of other tools. A word that is not
 * known is neither a yes nor a no. In doubt between a yes and a no it is not a yes: "Ν" may be a Greek "ναι" or a Latin "No", and
 * nobody sees which.
 */
export function readConsentWord(word: string): ConsentWord {
  // What asks for the coloured form of a sign is no part of it.
  const text = word.replaceAll('\ufe0f', '').trim();
  if (text.length > CHARACTERS_MAX) {
    return 'unreadable';
  }
  if (TICK.test(text)) {
    return 'yes';
  }
  if (CROSS.test(text)) {
    return 'no';
  }
  const plain = foldText(text.replace(/^(\d)[.,]0+$/, '$1'));
  if (plain === 'ν') {
    return 'unreadable';
  }
  if (NO_WORDS.has(plain) || NO_WORDS.has(inLatinLetters(plain)) || begins(NO_BEGINNINGS, plain)) {
    return 'no';
  }
  if (plain === '' || NOTHING_WORDS.has(plain) || begins(NOTHING_BEGINNINGS, plain)) {
    return 'nothing';
  }
  return YES_WORDS.has(plain) ? 'yes' : 'unreadable';
}

/**
 * What a cell of a column of opt-outs says. Empty, "no", "0" and "subscribed" say that there was none, which is no consent.
 * Whatever else it is filled with is a no: a yes, a day, a cross, a reason.
 */
export function readOptOut(cell: string): 'no' | 'nothing' {
  const plain = foldText(cell);
  if (NO_DAY.test(plain)) {
    return 'nothing';
  }
  // "Unsubscribed" is one; a plain "no" answers the column's name.
  switch (readConsentWord(cell)) {
    case 'yes':
      return SUBSCRIBED.test(plain) ? 'nothing' : 'no';
    case 'no':
      return PLAIN_NO.test(plain) ? 'nothing' : 'no';
    case 'nothing':
      return 'nothing';
    default:
      return 'no';
  }
}

/** What databases write where there is no day. */
const NO_DAY = /^0000 00 00( 00 00 00)?$/;
/** Words that say that somebody is subscribed, whatever the column is called. */
const SUBSCRIBED =
  /^(subscribed|opted in|opt in|active|confirmed|granted|εγγεγραμμεν|ενεργ|angemeldet|aktiv|abonn|inscrit|suscri|iscritt|zapisan|prihlasen|abonat|абониран)/;
/** What answers "Opted out?" with no. */
const PLAIN_NO =
  /^(no|n|false|0|off|nein|falsch|non|faux|falso|nie|falsz|ne|nepravda|nu|fals|не|н|οχι|ο|ψευδεσ|oxi|ochi|невярно)$/;

const begins = (beginnings: readonly string[], plain: string): boolean =>
  beginnings.some((beginning) => plain.startsWith(beginning));
