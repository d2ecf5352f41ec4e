const LOCALE = 'en-GB';

const number = new Intl.NumberFormat(LOCALE);
const list = new Intl.ListFormat(LOCALE);
const regions = new Intl.DisplayNames([LOCALE], { type: 'region' });

export const formatNumber = (value: number): string => number.format(value);

/** "€1,234.50" for 123450 cents of EUR. */
export const formatMoney = ({ cents, currency }: { cents: number; currency: string }): string =>
  new Intl.NumberFormat(LOCALE, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).format(
    cents / 100,
  );

/** "63.2%" of a whole; a share that is not nothing and not everything never reads as 0% or 100%. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) {
    return '–';
  }
  const tenths = Math.round((part / whole) * 1000);
  const honest = part > 0 && part < whole ? Math.min(999, Math.max(1, tenths)) : tenths;
  return `${number.format(honest / 10)}%`;
}

/** ISO 8601 as "24 Nov 2026, 18:05" in the shop's time zone (an IANA name). */
export function formatDateTime(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(new Date(iso));
}

/** As formatDateTime, with seconds: for a story where order matters. */
export function formatMoment(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium', timeZone }).format(
    new Date(iso),
  );
}

/** ISO 8601 as "24 Nov 2026". */
export function formatDay(iso: string, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeZone }).format(new Date(iso));
}

/** "Greece" for "GR"; the code itself where it stands for no country. */
export function countryName(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}

/** "Greece, Cyprus and Italy". */
export const countryNames = (codes: readonly string[]): string => list.format(codes.map(countryName));

/** "1 person", "2,041 people". */
export const people = (count: number): string => counted(count, 'person', 'people');
export const texts = (count: number): string => counted(count, 'text', 'texts');
export const credits = (count: number): string => counted(count, 'credit', 'credits');
export const parts = (count: number): string => counted(count, 'part', 'parts');

/** A number with its noun. */
export function counted(count: number, one: string, many: string): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}
