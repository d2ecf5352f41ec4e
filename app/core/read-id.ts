/** An id or an ordinal out of an address; undefined when it is none. At most 15 digits, so always an exact number. */
export function readId(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}
