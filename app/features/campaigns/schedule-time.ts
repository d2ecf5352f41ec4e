import { DateTime } from 'luxon';

/**
 * A date (`YYYY-MM-DD`) and a time (`HH:MM`) on the clocks of `timeZone` as an instant. 'missing' when one of them
 * cannot be read, 'gap' when the clocks skip that time in spring. Of the two instants of an autumn hour, the earlier.
 */
export function scheduleTime(
  date: string,
  time: string,
  timeZone: string,
): { ok: true; at: Date } | { ok: false; problem: 'missing' | 'gap' } {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || !/^\d{2}:\d{2}$/.test(time)) {
    return { ok: false, problem: 'missing' };
  }
  const at = DateTime.fromISO(`${date}T${time}`, { zone: timeZone });
  if (!at.isValid) {
    return { ok: false, problem: 'missing' };
  }
  // Luxon moves a time that does not exist forward; she would get another hour than she chose.
  return at.toFormat('HH:mm') === time ? { ok: true, at: earlierOf(at) } : { ok: false, problem: 'gap' };
}

function earlierOf(at: DateTime): Date {
  return new Date(Math.min(...at.getPossibleOffsets().map((possible) => possible.toMillis())));
}
