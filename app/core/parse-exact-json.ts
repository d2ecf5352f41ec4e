/**
 * JSON of Shopify or of the carrier, without loss: an integer beyond what JavaScript holds (ids are) comes as the text of its
 * digits.
 *
 * @param textAs what becomes of each text; by itself it stays as it is, so that an id with a zero in it is no other id.
 * @returns undefined when it is no JSON.
 */
export function parseExactJson(
  body: string,
  textAs: (text: string) => string = (text) => text,
): { json: unknown } | undefined {
  // The third parameter is ECMAScript 2026; the types of TypeScript 5.9 know two, and a function of three is no fit for them.
  function exact(this: unknown, _key: string, value: unknown, ...[context]: { source: string }[]): unknown {
    if (typeof value === 'string') {
      return textAs(value);
    }
    const lossy = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
    return lossy && context !== undefined && /^-?\d+$/.test(context.source) ? context.source : value;
  }
  try {
    return { json: JSON.parse(body, exact) };
  } catch {
    return undefined;
  }
}
