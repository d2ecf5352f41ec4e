import { type CampaignWords, NAME_MAX } from './campaign-input.ts';

/** Stands before the text, so that nobody takes a test for the campaign; counted and paid like the rest of it. */
const MARK = '[TEST] ';
const IN_NAME = ' (test)';

/** The text of a test, before anything is filled in. */
export const testBody = (body: string): string => MARK + body;

/** A campaign's words as they go to the merchant's own phones, with the values of the contact `as`. */
export function testOf(
  words: CampaignWords,
  audience: { numbers: number[]; as: number | null },
): CampaignWords {
  return {
    ...words,
    name: [...words.name].slice(0, NAME_MAX - IN_NAME.length).join('') + IN_NAME,
    body: testBody(words.body),
    audience: { kind: 'test', ...audience },
  };
}
