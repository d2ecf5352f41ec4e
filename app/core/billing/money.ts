export const currencies = ['EUR', 'USD'] as const;
export type Currency = (typeof currencies)[number];

/** Whole cents, so that two amounts are equal or not. */
export type Money = { cents: number; currency: Currency };

/** An amount as Shopify takes it: `96.00`. */
export const amountOf = (cents: number): string =>
  `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

/** Cents of an amount as Shopify writes it (`96`, `96.0`, `96.00`); undefined when it is none, or no whole cents. */
export function centsOf(amount: string): number | undefined {
  const [, whole = '', fraction = ''] = /^(\d{1,9})(?:\.(\d+))?$/.exec(amount) ?? [];
  if (whole === '' || /[1-9]/.test(fraction.slice(2))) {
    return undefined;
  }
  return Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0'));
}

const EURO_COUNTRIES = new Set('AT BE BG CY DE EE ES FI FR GR HR IE IT LT LU LV MT NL PT SI SK'.split(' '));

/** What a shop is charged in: euro where it is the currency of its country, else US dollars. */
export const currencyOf = (country: string): Currency => (EURO_COUNTRIES.has(country) ? 'EUR' : 'USD');
