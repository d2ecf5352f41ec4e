import { credits, formatNumber, texts } from '../formats.ts';

export const testSendTexts = {
  title: 'Try it on your own phone',
  intro:
    'The text goes the way of a real one and costs what a real one costs. It begins with [TEST], and no report counts it.',
  noNumbers: 'Add the number of your own phone first.',
  toSettings: 'Add it in the settings',
  phones: 'Your phones',
  perText: (amount: number) => credits(amount),
  notSupported: 'Texts cannot be sent to this country yet',
  as: 'As this customer would get it',
  cost: (phones: number, amount: number, available: number) =>
    `${texts(phones)} for up to ${credits(amount)}; you have ${formatNumber(available)}.`,
  choose: 'Choose at least one phone.',
  saveFirst: 'Save your changes first: a test sends what was saved.',
  send: 'Send test',
  sent: (count: number, amount: number) => `${texts(count)} on the way, for up to ${credits(amount)}.`,
  leftOut: (label: string, count: number) => `${label}: ${formatNumber(count)}.`,
  seeReport: 'See what becomes of it',
  costsMore: (amount: number) =>
    `It would cost ${credits(amount)}, more than was shown here, so nothing was sent. Press again to send it for that.`,
  notEnough: (missing: number) => `You need ${credits(missing)} more, so nothing was sent.`,
  nobody: 'None of these phones can be texted, so nothing was sent.',
  tooMany:
    'A shop has 20 test texts a day, and each phone 5, so nothing was sent. Try again tomorrow, or look at the preview.',
  notYours: 'Your test numbers have changed, so nothing was sent. Reload the page to see them.',
  busy: 'The test is still being prepared, and nothing was sent yet. Press again in a moment.',
  failed: 'The test numbers could not be loaded.',
} as const;
