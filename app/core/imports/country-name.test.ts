import { expect, test } from 'vitest';
import { PRICED_COUNTRIES } from '../credits/price-table.ts';
import { countryNamed } from './country-name.ts';

test.each([
  ...[
    ['Switzerland', 'CH'],
    ['Schweiz', 'CH'],
    ['Suisse', 'CH'],
    ['CH', 'CH'],
    ['che', 'CH'],
    ['Ελβετία', 'CH'],
  ],
  ...[
    ['Greece', 'GR'],
    ['ΕΛΛΑΔΑ', 'GR'],
    ['Ελλάδα', 'GR'],
    ['Ellada', 'GR'],
    ['gr', 'GR'],
    ['Griechenland', 'GR'],
  ],
  ...[
    ['UK', 'GB'],
    ['United Kingdom', 'GB'],
    ['England', 'GB'],
    ['U.S.A.', 'US'],
    ['United States', 'US'],
    ['ΗΠΑ', 'US'],
  ],
  ...[
    ['Holland', 'NL'],
    ['Pays-Bas', 'NL'],
    ['Česko', 'CZ'],
    ['Czech Republic', 'CZ'],
    ['Polska', 'PL'],
    ['Германия', 'DE'],
  ],
  ...[
    ['България', 'BG'],
    ['România', 'RO'],
    ['Romania', 'RO'],
    ['España', 'ES'],
    ['Espana', 'ES'],
    ['Italia', 'IT'],
  ],
  ...[
    ['Turkey', 'TR'],
    ['Bosnia', 'BA'],
    ['Kosovo', 'XK'],
    ['AUT', 'AT'],
    ['Κύπρος', 'CY'],
    ['Österreich', 'AT'],
  ],
])('“%s” is %s', (cell, code) => {
  expect(countryNamed(cell)).toBe(code);
});

test.each(['', 'Europe', 'EU', 'Athens', '30', 'ZZ', 'n/a', 'Ruritania'])('“%s” names no country', (cell) => {
  expect(countryNamed(cell)).toBeUndefined();
});

test('every country with a price is known by its code and its name in ten languages', () => {
  for (const code of PRICED_COUNTRIES) {
    expect(countryNamed(code)).toBe(code);
    for (const language of ['en', 'el', 'de', 'fr', 'es', 'it', 'pl', 'cs', 'ro', 'bg']) {
      const name = new Intl.DisplayNames(language, { type: 'region' }).of(code) ?? '';
      expect(`${name} ${countryNamed(name)}`).toBe(`${name} ${code}`);
    }
  }
});
