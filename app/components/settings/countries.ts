import { PRICED_COUNTRIES } from '../../core/credits/price-table.ts';
import { countryName } from '../formats.ts';

/** Every country that has a price, by name, as a list to choose from. */
export const COUNTRIES = PRICED_COUNTRIES.map((code) => ({ value: code, label: countryName(code) })).sort(
  (a, b) => a.label.localeCompare(b.label),
);
