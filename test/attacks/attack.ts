import type { Place } from './place.ts';

/** Something that somebody does to stop the product or to misuse it. */
export type Attack = {
  name: string;
  /** Of the review that it is the proof of, or a neighbour. */
  finding: number;
  /** In a sentence, as the table shows it. */
  does: string;
  /** Not in the short version: it takes a while by its nature. */
  long?: true;
  /** Lines of level error that belong to it, by the beginning of their message. */
  expectedErrors?: readonly string[];
  /** It kills a process itself. */
  kills?: true;
  /** @returns what was answered otherwise than it should have been; empty where all was well. */
  run(place: Place, size: Size): Promise<string[]>;
};

/** How much of it: all, or enough to see that it is refused. */
export type Size = 'full' | 'short';

/** Says what is wrong where an answer is none of those that it may be. */
export function unless(what: string, answered: number | string, may: readonly (number | string)[]): string[] {
  return may.includes(answered) ? [] : [`${what}: ${answered}, and not ${may.join(' or ')}`];
}
