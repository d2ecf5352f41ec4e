const DIGITS_MIN = 3;
const WORDS_MAX = 5;

/**
 * What somebody typed into the search of contacts: the digits of a number (country code or trunk zero or not), or
 * beginnings of names in lower case, as patterns for LIKE without their wildcards.
 */
export function contactSearch(text: string): { digits: string | null; names: string[] } {
  const trimmed = text.trim();
  const digits = trimmed.replace(/\D/g, '').replace(/^0+/, '');
  if (/^[+\d\s().\-/]+$/.test(trimmed) && digits.length >= DIGITS_MIN) {
    return { digits, names: [] };
  }
  const words = trimmed
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  // A wildcard that she typed is a character that she looks for.
  const names = words.slice(0, WORDS_MAX).map((word) => word.replace(/[\\%_]/g, '\\$&'));
  return { digits: null, names };
}

/** A condition on `contact` for a search; the parameters of its digits and names have these numbers. */
export const searchCondition = (digits: number, names: number): string => `
  ($${digits}::text IS NULL OR phone::text LIKE '%' || $${digits} || '%')
  AND NOT EXISTS (
    SELECT FROM unnest($${names}::text[]) AS wanted
    WHERE ' ' || lower(coalesce(first_name, '') || ' ' || coalesce(last_name, '')) NOT LIKE '% ' || wanted || '%')`;
