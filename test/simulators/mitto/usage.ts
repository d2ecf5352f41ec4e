import { getCountries, getCountryCallingCode } from 'libphonenumber-js/min';
import type { AcceptedMessage } from './log-format.ts';
import type { Settings } from './settings.ts';

const SHARED_CODES: Readonly<Record<string, string>> = {
  1: 'US',
  7: 'RU',
  44: 'GB',
  39: 'IT',
  61: 'AU',
  358: 'FI',
};
const countryByCode = new Map<string, string>();
for (const country of getCountries()) {
  const code = getCountryCallingCode(country);
  countryByCode.set(code, SHARED_CODES[code] ?? countryByCode.get(code) ?? country);
}

interface CountryUsage {
  country: string;
  messagesCount: number;
  cost: number;
}

/** What the carrier would bill: messages and parts by UTC day and country. */
export class Usage {
  readonly #days = new Map<string, Map<string, { messages: number; parts: number }>>();

  add(message: AcceptedMessage): void {
    const day = message.at.slice(0, 10);
    let countries = this.#days.get(day);
    if (countries === undefined) {
      countries = new Map();
      this.#days.set(day, countries);
    }
    const country = countryOf(message.destination);
    const sum = countries.get(country);
    if (sum === undefined) {
      countries.set(country, { messages: 1, parts: message.parts });
    } else {
      sum.messages += 1;
      sum.parts += message.parts;
    }
  }

  /** Both days included, as `YYYY-MM-DD`; `offBy` of the settings falsifies the first country's count. */
  byCountry(from: string, to: string, settings: Settings['usage']): CountryUsage[] {
    const sums = new Map<string, { messages: number; parts: number }>();
    for (const [day, countries] of this.#days) {
      if (day < from || day > to) {
        continue;
      }
      for (const [country, { messages, parts }] of countries) {
        const sum = sums.get(country) ?? { messages: 0, parts: 0 };
        sums.set(country, { messages: sum.messages + messages, parts: sum.parts + parts });
      }
    }
    return [...sums].sort().map(([country, sum], i) => ({
      country,
      messagesCount: sum[settings.count] + (i === 0 ? settings.offBy : 0),
      cost: Number((sum.parts * settings.pricePerPart).toFixed(4)),
    }));
  }
}

/** ISO code by calling code; the largest country where several share one. */
function countryOf(destination: string): string {
  for (let digits = 3; digits > 0; digits--) {
    const country = countryByCode.get(destination.slice(1, 1 + digits));
    if (country !== undefined) {
      return country;
    }
  }
  return 'ZZ';
}
