/** Which number of 03/05/2024 is the day; null: nobody has said, and then such a date is not read. */
export type DateOrder = 'day' | 'month' | null;

/** What a file writes of a moment: its beginning and the latest that it can be, ISO 8601 in UTC. */
export type WrittenMoment =
  | { ok: true; from: string; to: string }
  | { ok: false; reason: 'impossible_date' | 'ambiguous_date' };

/** Nobody agreed to texts of a shop before this; an earlier date is a slip, or a spreadsheet's 1900. */
const EARLIEST_YEAR = 2000;
const DAY_MS = 86_400_000;
/** A day ends last on Baker Island, twelve hours after it does in UTC. */
const LAST_ZONE_MS = 12 * 3_600_000;

const ISO = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:$|[T ])/;
const YEAR_FIRST = /^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:$|[T ,])/;
const YEAR_LAST = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:$|[T ,])/;
const EXACT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?\s?(Z|UTC|[+-]\d{2}:?\d{2})$/;
/** The hour behind a day: "18:30", "18:30:05", "6:30 PM", "6:30:05 μ.μ.". */
const HOUR = /^[T ,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?: ?([apπμ])\.?[mμ]\.?)?$/i;

/**
 * The moment of a consent as a file writes it. Never guessed: 03/05/2024 is two days, so it is read only where the merchant
 * has said which number is the day. A day without an hour is all of it, and where nobody knows of which zone it is, it begins as
 * in UTC and ends where it ends last: a yes counts from the beginning, a no to the end.
 *
 * @param zone what local time is in UTC, of the zone that the file's times are of; null: nobody knows.
 */
export function readMoment(text: string, order: DateOrder, zone: LocalTime | null): WrittenMoment {
  const exact = EXACT.test(text) ? momentOf(text) : undefined;
  if (exact !== undefined) {
    return { ok: true, from: exact, to: exact };
  }
  const parts = ISO.exec(text) ?? YEAR_FIRST.exec(text);
  if (parts !== null) {
    return dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3]), hourOf(text, parts[0]), zone);
  }
  const found = YEAR_LAST.exec(text);
  const [, first, second, year] = (found ?? []).map(Number);
  if (found === null || first === undefined || second === undefined || year === undefined) {
    return { ok: false, reason: 'impossible_date' };
  }
  if (order === null && first <= 12 && second <= 12 && first !== second) {
    return { ok: false, reason: 'ambiguous_date' };
  }
  const dayFirst = order === 'day' || (order === null && (first > 12 || first === second));
  const hour = hourOf(text, found[0]);
  return dayFirst ? dayOf(year, second, first, hour, zone) : dayOf(year, first, second, hour, zone);
}

/** Local time, as if it were UTC, in ms since 1970 → the same moment in UTC. Pure: made by whoever knows the zones. */
export type LocalTime = (localMs: number) => number;

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

/** Milliseconds into the day; undefined where only the day is written, or what follows it is no hour. */
function hourOf(text: string, day: string): number | undefined {
  const [, hour, minute, second = '0', half] = HOUR.exec(text.slice(day.replace(/[T ,]$/, '').length)) ?? [];
  if (hour === undefined || minute === undefined) {
    return undefined;
  }
  const isAfternoon = half !== undefined && /[pμ]/i.test(half);
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (isAfternoon ? 12 : 0);
  const isHour = hours < 24 && Number(minute) < 60 && Number(second) < 61;
  return isHour ? ((hours * 60 + Number(minute)) * 60 + Number(second)) * 1000 : undefined;
}

function dayOf(
  year: number,
  month: number,
  day: number,
  hour: number | undefined,
  zone: LocalTime | null,
): WrittenMoment {
  const at = new Date(Date.UTC(year, month - 1, day));
  // 31 April becomes 1 May: then it is not what was written.
  if (year < EARLIEST_YEAR || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) {
    return { ok: false, reason: 'impossible_date' };
  }
  const [first, last] = hour === undefined ? [0, DAY_MS - 1] : [hour, hour + 999];
  const [from, to] = [at.getTime() + first, at.getTime() + last];
  return {
    ok: true,
    from: new Date(zone === null ? from : zone(from)).toISOString(),
    to: new Date(zone === null ? to + LAST_ZONE_MS : zone(to)).toISOString(),
  };
}

function momentOf(text: string): string | undefined {
  const at = new Date(
    text
      .replace(' ', 'T')
      .replace(/\s?UTC$/, 'Z')
      .replace(/\s/g, ''),
  );
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < EARLIEST_YEAR ? undefined : at.toISOString();
}
