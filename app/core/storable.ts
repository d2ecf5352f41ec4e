/** What PostgreSQL can keep of a text: all but the character 0, and halves of characters. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

/** The two as JSON writes them: a reviver is ten times slower than none, and nearly no text needs one. */
const ESCAPED = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * JSON from outside, with texts that can be kept. One name with a zero in it would otherwise keep everybody out who is stored
 * with it.
 *
 * @throws SyntaxError for what is no JSON.
 */
export function parseStorableJson(text: string): unknown {
  return ESCAPED.test(text)
    ? JSON.parse(text, (_key, value: unknown) => (typeof value === 'string' ? storable(value) : value))
    : JSON.parse(text);
}
