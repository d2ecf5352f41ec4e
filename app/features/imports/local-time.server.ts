import { DateTime } from 'luxon';
import type { LocalTime } from '../../core/imports/consent-date.ts';
import type { ImportSettings } from '../../core/imports/import-settings.ts';

/** What an hour of a file is in UTC, where the merchant has said of which zone the file's times are. */
export function localTimeOf({ timeZone }: ImportSettings): LocalTime | null {
  return timeZone === undefined
    ? null
    : (localMs) =>
        DateTime.fromMillis(localMs, { zone: 'utc' }).setZone(timeZone, { keepLocalTime: true }).toMillis();
}
