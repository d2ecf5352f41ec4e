import { foldText, inLatinLetters } from './fold-text.ts';
import { hidesStop } from './hidden-stop.ts';
import { languagesOf } from './languages-of-country.ts';
import {
  CERTAIN_STOP_WORDS,
  COURTESIES,
  DENIED_ENDINGS,
  ENDING_PHRASES,
  ENDING_WORDS,
  GREEK_YES_WORDS,
  HELP_WORDS,
  NO_ENDINGS,
  PLAIN_NOS,
  START_WORDS,
  STOP_WORDS,
  SUSPECT_BEGINNINGS,
  TEXTING_WORDS,
  YES_WORDS,
} from './reply-words.ts';
import { isWordOf, readLanguages, wordsOf } from './words-by-language.ts';

/**
 * What a reply to a text means for consent.
 * - `stop`: a no, said with one of the words for it. In force at once.
 * - `suspected_stop`: free text that looks like a no. She is not texted until the merchant has read it.
 * - `start`, `yes`: a yes, where one was asked for or is hers to give back.
 * - `help`, `other`: for the merchant to read.
 */
export const replyMeanings = ['stop', 'suspected_stop', 'start', 'yes', 'help', 'other'] as const;
export type ReplyMeaning = (typeof replyMeanings)[number];

/** No more is looked at: a no stands at the beginning, and a book is not read for one. */
const CHARACTERS_MAX = 1_000;
/** "Stop by the shop", "cancel my order": what such words are said of that is no text. */
const OF_OTHER_THINGS =
  /(^| )(stop (by|in|at|over|off)|stop the (car|bus|order)|end of|(cancel|delete|remove|stop) (my|the|an?|our|this|one) (order|appointment|booking|reservation|delivery|purchase|item|account))( |$)/g;

/**
 * Reads a reply. Certain only where the whole reply is a word of STOP but for courtesies ("Stop, please!"), or begins with
 * one that is said of nothing else ("UNSUBSCRIBE and apologise"). In doubt between a no and something else it is suspected:
 * texting somebody who said no is worse than asking the merchant to look. A mere yes or no is read in the languages of the
 * number's country: "Ne" is a yes in Athens and a no in Prague. Where both readings are possible it is nobody's yes.
 *
 * @param country of the number that it came from, ISO alpha-2; undefined: not known.
 */
export function readReply(text: string, country?: string): ReplyMeaning {
  const read = text.slice(0, CHARACTERS_MAX);
  const folded = foldText(read);
  const forms = formsOf(folded);
  const languages = languagesOf(country);
  const isNo = forms.some((form) => isWordOf('no', form, languages));
  const isYes = forms.some(
    (form) =>
      YES_WORDS.has(form) ||
      isWordOf('yes', form, languages) ||
      (GREEK_YES_WORDS.has(form) && languages.includes('el')),
  );
  if (forms.some((form) => isStop(form, languages)) || (isNo && !isYes) || beginsCertainly(folded)) {
    return 'stop';
  }
  if (isNo || looksLikeStop(folded, languages) || hidesStop(read, forms, languages)) {
    return 'suspected_stop';
  }
  if (isOneOf(START_WORDS, forms)) {
    return 'start';
  }
  if (isYes) {
    return 'yes';
  }
  // A no in a language that is not spoken where the number is from, or a Greek yes that is a no in another one.
  if (forms.some((form) => isWordOf('no', form) || GREEK_YES_WORDS.has(form))) {
    return 'suspected_stop';
  }
  return isOneOf(HELP_WORDS, forms) ? 'help' : 'other';
}

/** Whether this is a no, said with one of the words for it. @param form folded. */
const isStop = (form: string, languages: readonly string[]): boolean =>
  STOP_WORDS.has(form) ||
  STOP_WORDS.has(inLatinLetters(form)) ||
  isWordOf('stop', form) ||
  isWordOf('here', form, languages);

const isOneOf = (words: ReadonlySet<string>, forms: readonly string[]): boolean =>
  forms.some((form) => words.has(form));

/** The whole reply, without its courtesies, said once, and put together from single letters ("S T O P"). */
function formsOf(folded: string): string[] {
  const said = withoutCourtesies(folded);
  return [...new Set([folded, said, onceOnly(said), spelt(folded)])];
}

export function withoutCourtesies(folded: string): string {
  return folded
    .split(' ')
    .filter((word) => !COURTESIES.has(word))
    .join(' ');
}

/** "STOP STOP STOP" is "stop". */
function onceOnly(said: string): string {
  const words = said.split(' ');
  return words.every((word) => word === words[0]) ? (words[0] ?? '') : said;
}

const spelt = (folded: string): string => (/^\S( \S)+$/.test(folded) ? folded.replaceAll(' ', '') : folded);

function beginsCertainly(folded: string): boolean {
  const [first = ''] = folded.split(' ');
  return CERTAIN_STOP_WORDS.has(first);
}

/** "No, but …": what it answers only a person can tell. */
function beginsWithNo(folded: string, languages: readonly string[]): boolean {
  const [first = '', next = ''] = folded.split(' ');
  const isNo = PLAIN_NOS.has(first) || (first.length > 2 && isWordOf('no', first, languages));
  return isNo && !/^(problem|worries|need)/.test(next);
}

function looksLikeStop(folded: string, languages: readonly string[]): boolean {
  const meant = without(NO_ENDINGS, folded);
  if (holds(DENIED_ENDINGS, meant) || holds(ENDING_PHRASES, meant) || beginsWithNo(folded, languages)) {
    return true;
  }
  const rest = meant.replace(OF_OTHER_THINGS, ' ').trim();
  const words = rest.split(' ');
  if (SUSPECT_BEGINNINGS.has(withoutCourtesies(rest).split(' ')[0] ?? '')) {
    return true;
  }
  return saidOfTexts(rest, words, languages);
}

/** An ending and what may be ended stand in it, in whatever order; or, in the languages of the country, an unwanted thing. */
function saidOfTexts(rest: string, words: readonly string[], languages: readonly string[]): boolean {
  // Who lives abroad has a number of there: a language's wishes are heard from everywhere, its short words are not.
  const texts = (word: string) => TEXTING_WORDS.has(word) || isWordOf('texts', word);
  if (!words.some(texts)) {
    return wordsOf('unwanted', languages).includes(withoutCourtesies(rest));
  }
  const padded = ` ${rest} `;
  return [
    ...ENDING_WORDS,
    ...wordsOf('stop', readLanguages),
    ...wordsOf('here', languages),
    ...wordsOf('unwanted', readLanguages),
  ].some((ending) => padded.includes(` ${ending} `));
}

/** Phrases begin where a word does, and may end inside one ("steln" is "stelnete" and "stelneis"). */
const holds = (phrases: ReadonlySet<string>, folded: string): boolean =>
  [...phrases].some((phrase) => ` ${folded}`.includes(` ${phrase}`));

function without(phrases: ReadonlySet<string>, folded: string): string {
  let rest = ` ${folded}`;
  for (const phrase of phrases) {
    rest = rest.replaceAll(` ${phrase}`, ' ');
  }
  return rest.replace(/ +/g, ' ').trim();
}
