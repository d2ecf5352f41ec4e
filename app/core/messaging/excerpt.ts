const READ_CHARACTERS_MAX = 4_000;
// Six or more digits, also when grouped as people write phone numbers.
const LONG_NUMBER = /\p{Nd}(?:[ ().\-/]{0,2}\p{Nd}){5,}/gu;

/**
 * A short piece of what the carrier wrote, fit for the event log: every number of six or more digits is masked
 * (nothing there may hold a phone number), and what Postgres cannot store (NUL, lone surrogates) is gone.
 */
export function excerpt(text: string, charactersMax: number): string {
  const cleaned = text
    .slice(0, READ_CHARACTERS_MAX)
    .replace(/\p{Cs}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(LONG_NUMBER, (number) => number.replace(/\p{Nd}/gu, '#'))
    .trim();
  // The cut may fall inside a surrogate pair.
  return cleaned.slice(0, charactersMax).replace(/\p{Cs}/gu, '');
}
