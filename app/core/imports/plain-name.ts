/** Longer names and cells are no names, numbers or words, and are not looked at. */
export const LOOKED_AT_MAX = 320;

/** Letters that are not a letter with a mark, and what people write for them without their keyboard. */
const LETTERS: Readonly<Record<string, string>> = { ł: 'l', ß: 'ss', đ: 'd', ø: 'o', ı: 'i', ς: 'σ' };

/**
 * The name of a column as it is compared: "E-Mail_Address" is "e mail address", "SMSOptIn" is "sms opt in",
 * "Ημερομηνία" is "ημερομηνια". Case, accents and punctuation do not count.
 */
export function plainName(name: string): string {
  return name
    .slice(0, LOOKED_AT_MAX)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z])(?=[A-Z])/g, '$1 ')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1 ')
    .toLowerCase()
    .replace(/[łßđøıς]/g, (letter) => LETTERS[letter] ?? letter)
    .replace(/([^\p{N}\s])(?=\p{N})/gu, '$1 ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

/** Whether the words of `phrase` stand in the words of `name`, in a row. Both are plain. */
export const hasPhrase = (name: string, phrase: string): boolean => ` ${name} `.includes(` ${phrase} `);
