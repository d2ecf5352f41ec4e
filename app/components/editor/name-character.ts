const NAMES: Readonly<Record<string, string>> = {
  '': 'nothing',
  ' ': 'space',
  '\n': 'line break',
  '\t': 'tab',
  '\u00a0': 'non-breaking space',
  '\u00ad': 'soft hyphen',
  '\u200b': 'zero-width space',
  '\u200c': 'zero-width non-joiner',
  '\u200d': 'zero-width joiner',
  '\u202f': 'narrow space',
  '\u2028': 'line separator',
  '\ufeff': 'byte order mark',
};

/** A character as it can be shown: itself, or its name where nobody could see it. */
export function nameCharacter(character: string): string {
  const name = NAMES[character];
  if (name !== undefined) {
    return name;
  }
  const invisible = /^[\p{Z}\p{C}]+$/u.test(character);
  const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
  return invisible ? `invisible character U+${code}` : character;
}
