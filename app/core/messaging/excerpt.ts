const READ_CHARACTERS_MAX = 4_000;
// Six or more digits, also when grouped as people write phone numbers.
const LONG_NUMBER = /\p{Nd}(?:[ ().\-/]{0,2}\p{Nd}){5,}/gu;
// What a carrier finds fault with it may quote: our text, with a name in it. Single quotes only around words, not in them.
const QUOTED = /"[^"]*(?:"|$)|“[^”]*(?:”|$)|«[^»]*(?:»|$)|(?<![\p{L}\p{N}])'.*?(?:'(?![\p{L}\p{N}])|$)/gu;
/** A field's name or a code. */
const IDENTIFIER = /^.?[\w.$[\]/:+#-]*.?$/;

/**
 * A short piece of what the carrier wrote, fit for the event log: every number of six or more digits is masked
 * (nothing there may hold a phone number), so is whatever is quoted and more than one word (nor a text), and what
 * Postgres cannot store (NUL, lone surrogates) is gone.
 */
export function excerpt(text: string, charactersMax: number): string {
  const cleaned = text
    .slice(0, READ_CHARACTERS_MAX)
    .replace(/\p{Cs}/gu, '')
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .replace(QUOTED, (quoted) => (IDENTIFIER.test(quoted) ? quoted : `${quoted[0]}…${quoted[0]}`))
    .replace(LONG_NUMBER, (number) => number.replace(/\p{Nd}/gu, '#'))
    .trim();
  // The cut may fall inside a surrogate pair.
  return cleaned.slice(0, charactersMax).replace(/\p{Cs}/gu, '');
}
