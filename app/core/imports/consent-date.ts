/** Which number of 03/05/2024 is the day; null: nobody has said, and then such a date is not read. */
export type DateOrder = 'day' | 'month' | null;

export type ConsentDate =
  | { ok: true; at: string }
  | { ok: false; reason: 'impossible_date' | 'ambiguous_date' | 'future_date' };

/** Nobody agreed to texts of a shop before this; an earlier date is a slip, or a spreadsheet's 1900. */
const EARLIEST_YEAR = 2000;

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T ])/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:$|[T ,])/;
const YEAR_LAST = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:$|[T ,])/;
const EXACT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})$/;

/**
 * The moment of a consent as a file writes it. Never guessed: 03/05/2024 is two days, so it is read only where the merchant
 * has said which number is the day. A day without a time counts from its first moment (UTC), the earliest it can be, so that
 * a no of the same day is newer.
 *
 * @param now ISO 8601 in UTC. A day that has begun somewhere on earth is not in the future; its moment is never after `now`.
 */
export function readConsentDate(text: string, order: DateOrder, now: string): ConsentDate {
  const exact = EXACT.test(text) ? momentOf(text) : undefined;
  if (exact !== undefined) {
    return exact > now ? { ok: false, reason: 'future_date' } : { ok: true, at: exact };
  }
  const parts = ISO.exec(text) ?? YEAR_FIRST.exec(text);
  if (parts !== null) {
    return dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3]), now);
  }
  const [, first, second, year] = (YEAR_LAST.exec(text) ?? []).map(Number);
  if (first === undefined || second === undefined || year === undefined) {
    return { ok: false, reason: 'impossible_date' };
  }
  if (order === null && first <= 12 && second <= 12 && first !== second) {
    return { ok: false, reason: 'ambiguous_date' };
  }
  const dayFirst = order === 'day' || (order === null && (first > 12 || first === second));
  return dayFirst ? dayOf(year, second, first, now) : dayOf(year, first, second, now);
}

/** Which number is the day, if the dates of a sample can only be read one way; null: either way, or neither. */
export function guessDateOrder(dates: readonly string[]): DateOrder {
  const numbers = dates.flatMap((date) => {
    const [, first, second] = (YEAR_LAST.exec(date.trim()) ?? []).map(Number);
    return first === undefined || second === undefined ? [] : [{ first, second }];
  });
  const dayFirst = numbers.some(({ first }) => first > 12);
  const monthFirst = numbers.some(({ second }) => second > 12);
  return dayFirst === monthFirst ? null : dayFirst ? 'day' : 'month';
}

function dayOf(year: number, month: number, day: number, now: string): ConsentDate {
  const at = new Date(Date.UTC(year, month - 1, day));
  // 31 April becomes 1 May: then it is not what was written.
  if (year < EARLIEST_YEAR || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) {
    return { ok: false, reason: 'impossible_date' };
  }
  const began = new Date(at.getTime() - FIRST_TIME_ZONE_MS).toISOString();
  if (began > now) {
    return { ok: false, reason: 'future_date' };
  }
  const midnight = at.toISOString();
  return { ok: true, at: midnight > now ? now : midnight };
}

/** Days begin in Kiribati, fourteen hours before they do in UTC. */
const FIRST_TIME_ZONE_MS = 14 * 3_600_000;

function momentOf(text: string): string | undefined {
  const at = new Date(
    text
      .replace(' ', 'T')
      .replace(/\s?UTC$/, 'Z')
      .replace(/\s/g, ''),
  );
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < EARLIEST_YEAR ? undefined : at.toISOString();
}
