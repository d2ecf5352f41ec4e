import type { PriceTable } from './pricing.ts';

/**
 * To change prices add lines with the day they begin. Never edit or remove one: what was quoted under it must be
 * explainable for as long as the books are kept.
 */
const PRICES: readonly { from: string; creditsPerPart: number; countries: string }[] = [
  { from: '2026-01-01', creditsPerPart: 1, countries: 'GR CY US CA' },
  {
    from: '2026-01-01',
    creditsPerPart: 2,
    countries:
      'AD AU AX BG CZ DK EE ES FI FR GB GG HR IE IM IS IT JE LT LU LV MC MT NO PL PT RO SE SI SJ SK SM TR VA',
  },
  { from: '2026-01-01', creditsPerPart: 3, countries: 'AL AT BA BE CH DE FO GI GL HU LI MD ME MK NL RS XK' },
  { from: '2026-01-01', creditsPerPart: 4, countries: 'UA' },
  { from: '2026-11-24', creditsPerPart: 1, countries: 'PR' },
  { from: '2026-11-24', creditsPerPart: 3, countries: 'GF GL GP MQ PM RE YT' },
  { from: '2026-11-24', creditsPerPart: 4, countries: 'AM AZ BY GE RU' },
];

/**
 * The product's own list prices in whole credits, relative to a part in Greece: what a merchant pays, not what the
 * carrier charges. A country that is not in it can't be texted (except from a shop at home there).
 */
export const PRICE_TABLE: PriceTable = PRICES.flatMap(({ from, creditsPerPart, countries }) =>
  countries.split(' ').map((country) => ({ country, creditsPerPart, from })),
);

/** Every country that has a price, from whichever day on. */
export const PRICED_COUNTRIES: readonly string[] = [
  ...new Set(PRICE_TABLE.map(({ country }) => country)),
].sort();
