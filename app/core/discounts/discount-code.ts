/**
 * 28 capital letters and digits that are not mistaken for each other when they are read aloud or typed: no 0 and O, no
 * 1, I and L. No vowels either, so that no code is a word.
 */
const SYMBOLS = '23456789BCDFGHJKMNPQRSTVWXYZ';
const LENGTH = 7;

/** Sealed numbers are below 2^33, which seven symbols hold: 8.6 billion codes for each shop. */
export const DISCOUNT_BITS = 33;

/** Characters of every code with this prefix, known before any code is. */
export const discountCodeLength = (prefix: string): number => prefix.length + 1 + LENGTH;

/** The code of a sealed number: `SUMMER-K7WM2QX`. Shopify and all phones write it with one septet per character. */
export function discountCode(prefix: string, sealed: number): string {
  if (!Number.isInteger(sealed) || sealed < 0 || sealed >= 2 ** DISCOUNT_BITS) {
    throw new RangeError(`${sealed} is not a sealed number of a discount code`);
  }
  let symbols = '';
  for (let rest = sealed; symbols.length < LENGTH; rest = Math.floor(rest / SYMBOLS.length)) {
    symbols = SYMBOLS.charAt(rest % SYMBOLS.length) + symbols;
  }
  return `${prefix}-${symbols}`;
}

/** The sealed number of a code; undefined when it is not one with this prefix, such as one that the merchant added. */
export function sealedOf(prefix: string, code: string): number | undefined {
  const symbols = code.slice(prefix.length + 1);
  if (code.slice(0, prefix.length + 1) !== `${prefix}-` || symbols.length !== LENGTH) {
    return undefined;
  }
  let sealed = 0;
  for (const symbol of symbols) {
    const digit = SYMBOLS.indexOf(symbol);
    if (digit === -1) {
      return undefined;
    }
    sealed = sealed * SYMBOLS.length + digit;
  }
  return sealed < 2 ** DISCOUNT_BITS ? sealed : undefined;
}

/** A code that nobody has, for previews and test texts: as long as everybody's. */
export const sampleDiscountCode = (prefix: string): string => `${prefix}-${'X'.repeat(LENGTH)}`;
