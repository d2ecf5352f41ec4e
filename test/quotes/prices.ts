import { PRICE_TABLE, PRICED_COUNTRIES } from '../../app/core/credits/price-table.ts';

const listed = PRICE_TABLE.length;
// Read-only to the app; here lines are appended to it, as a later release would.
const table = PRICE_TABLE as { country: string; creditsPerPart: number; from: string }[];

/** From today on every country but a shop's own costs so many credits a part. */
export function changePrices(creditsPerPart: number): void {
  const from = new Date().toISOString().slice(0, 10);
  table.push(...PRICED_COUNTRIES.map((country) => ({ country, creditsPerPart, from })));
}

export function pricesAsListed(): void {
  table.length = listed;
}

/** What a part costs now, read from the list in another way than the app does: the last line of a country counts. */
export const priceNow = (country: string, home: string): number | undefined =>
  country === home ? 1 : PRICE_TABLE.findLast((line) => line.country === country)?.creditsPerPart;
