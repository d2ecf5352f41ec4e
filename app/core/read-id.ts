/** An id out of an address; undefined when it is none. At most 15 digits, so always an exact number. */
export function readId(text: string | undefined): number | undefined {
  return text !== undefined && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** Ordinals and row numbers are integers of four bytes in the database. */
const ORDINAL_MAX = 2 ** 31 - 1;

/** A recipient's place in the audience, out of an address; undefined when it is none. */
export function readOrdinal(text: string | undefined): number | undefined {
  const ordinal = readId(text);
  return ordinal !== undefined && ordinal <= ORDINAL_MAX ? ordinal : undefined;
}
