const SHORTENED = /^'?\+?(\d)(?:[.,](\d+))?e\+?(\d{1,2})$/i;

/**
 * Excel shows a long number as 3.06943E+11 and saves what it shows: the last digits are gone. Where none is
 * (3.06943123456E+11 has all twelve) the number is given back; anything that Excel did not touch, as it is.
 */
export function readShortened(text: string): { ok: true; text: string } | { ok: false } {
  const [matched, first, rest = '', exponent] = SHORTENED.exec(text) ?? [];
  if (matched === undefined) {
    return { ok: true, text };
  }
  return rest.length === Number(exponent) && rest.length > 0
    ? { ok: true, text: `${first}${rest}` }
    : { ok: false };
}
