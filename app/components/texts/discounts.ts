import { formatNumber } from '../formats.ts';

export const discountTexts = {
  title: 'Discount',
  none: 'No discount',
  noneHelp: 'The text gives nobody a code.',
  percentage: 'A percentage off the order',
  amount: 'An amount off the order',
  codesHelp:
    'Each customer gets a code of their own, good for one order. Put it into the text as {{ discount_code }}.',
  prefix: 'Codes begin with',
  prefixHelp: (example: string) => `A code looks like ${example}. Short ones leave more room in the text.`,
  percent: 'Percent off',
  money: 'Amount off, in your shop’s currency',
  endsOn: 'Last day (optional)',
  endsOnHelp: 'Codes work until the end of that day in your shop’s time zone.',
  inMaking: (made: number, people: number) =>
    `Discount codes are being made in Shopify: ${formatNumber(made)} of ${formatNumber(people)}. Texts leave when everybody’s code is there.`,
  failed:
    'The discount codes of this campaign could not be made, so nobody is texted: it will be paused when its time comes. Resume it then to try again, or cancel it and change its discount.',
} as const;
