const CHARACTERS_LEAST = 10;
/** Words of examples and of those who have not changed them yet. */
const WORDS = /secret|password|passwort|example|change-?me|client|0123456789|abcdef0123|openssl|hexadecimal/i;

/**
 * Why nobody may rely on a secret, in words for the operator; undefined when it may be one. It cannot tell a good one: only what is
 * certainly none is refused.
 */
export function weaknessOf(secret: string): string | undefined {
  const characters = new Set(secret).size;
  if (characters < CHARACTERS_LEAST) {
    return `has only ${characters} different characters: it was not made at random`;
  }
  if (WORDS.test(secret)) {
    return 'has words of an example in it: make one of your own';
  }
  return repeats(secret) ? 'is a shorter one, repeated: it was not made at random' : undefined;
}

/** Found again in itself, put twice in a row, before its end. */
const repeats = (text: string): boolean => `${text}${text}`.indexOf(text, 1) < text.length;
