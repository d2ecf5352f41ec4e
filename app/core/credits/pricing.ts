/**
 * What one part to a country costs in whole credits, from a day on (ISO date). The row with the latest `from` that
 * has come is in force; history stays, because the price at confirmation stands.
 */
export type PriceTable = readonly { country: string; creditsPerPart: number; from: string }[];

/**
 * Credits per part to `country` (ISO alpha-2) on a day (ISO date or time, UTC): always 1 to the shop's own country,
 * else what the table says; undefined where texts can't be sent. Meant to be asked once per country, not per text.
 */
export function priceOf(
  table: PriceTable,
  country: string,
  homeCountry: string,
  on: string,
): number | undefined {
  if (country === homeCountry) {
    return 1;
  }
  let inForce: PriceTable[number] | undefined;
  for (const row of table) {
    // ISO dates compare as text. Of two rows of one day the later one in the table corrects the earlier.
    if (row.country === country && row.from <= on && (inForce === undefined || row.from >= inForce.from)) {
      inForce = row;
    }
  }
  return inForce?.creditsPerPart;
}
