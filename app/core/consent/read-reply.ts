import { foldText } from './fold-text.ts';
import {
  CERTAIN_STOP_WORDS,
  COURTESIES,
  DENIED_ENDINGS,
  ENDING_PHRASES,
  ENDING_WORDS,
  HELP_WORDS,
  START_WORDS,
  STOP_WORDS,
  SUSPECT_BEGINNINGS,
  TEXTING_WORDS,
  YES_WORDS,
} from './reply-words.ts';

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
 * texting somebody who said no is worse than asking the merchant to look.
 */
export function readReply(text: string): ReplyMeaning {
  const folded = foldText(text.slice(0, CHARACTERS_MAX));
  const said = withoutCourtesies(folded);
  if (isOneOf(STOP_WORDS, folded, said) || beginsCertainly(folded)) {
    return 'stop';
  }
  if (looksLikeStop(folded)) {
    return 'suspected_stop';
  }
  if (isOneOf(START_WORDS, folded, said)) {
    return 'start';
  }
  if (isOneOf(YES_WORDS, folded, said)) {
    return 'yes';
  }
  return isOneOf(HELP_WORDS, folded, said) ? 'help' : 'other';
}

const isOneOf = (words: ReadonlySet<string>, folded: string, said: string): boolean =>
  words.has(folded) || words.has(said) || words.has(onceOnly(said));

function withoutCourtesies(folded: string): string {
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

function beginsCertainly(folded: string): boolean {
  const [first = ''] = folded.split(' ');
  return CERTAIN_STOP_WORDS.has(first);
}

function looksLikeStop(folded: string): boolean {
  const meant = without(DENIED_ENDINGS, folded);
  if (holds(ENDING_PHRASES, meant)) {
    return true;
  }
  const rest = meant.replace(OF_OTHER_THINGS, ' ').trim();
  const words = rest.split(' ');
  if (SUSPECT_BEGINNINGS.has(withoutCourtesies(rest).split(' ')[0] ?? '')) {
    return true;
  }
  return (
    [...ENDING_WORDS].some((ending) => ` ${rest} `.includes(` ${ending} `)) &&
    words.some((word) => TEXTING_WORDS.has(word))
  );
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
