import { credits, formatNumber, people } from '../formats.ts';

export const reviewTexts = {
  title: (name: string) => `Review “${name}”`,
  edit: 'Edit',
  preparing: 'Working out who gets it and what it costs',
  preparingBody:
    'Every text is written out for its customer and counted. You can leave this page; it goes on without you.',
  whoGetsIt: 'Who gets it',
  whom: (audience: string) => `${audience}.`,
  gets: (recipients: number, audience: number) =>
    recipients === audience
      ? `${people(recipients)} will get this text: everybody in the audience.`
      : `${people(recipients)} of ${formatNumber(audience)} in the audience will get this text.`,
  fallbacks: (count: number) =>
    `${people(count)} ${count === 1 ? 'has' : 'have'} no value for a merge tag and will read what stands in for it.`,
  leftOutHeading: 'Who does not, and why',
  leftOutCaption: 'People of the audience who are not texted, by reason',
  reason: 'Reason',
  people: 'People',
  fromWhom: 'Who it is from',
  fromOne: (sender: string) => `${sender}, in every country.`,
  fromCaption: 'Senders and the countries that see them',
  sender: 'Sender',
  seenIn: 'Seen in',
  cost: 'What it costs',
  costCaption: 'Cost by country and number of parts',
  country: 'Country',
  partsEach: 'Parts each',
  credits: 'Credits',
  total: 'Total',
  ceiling: (amount: number) => `The most this can cost is ${credits(amount)}.`,
  ceilingBody:
    'They are set aside when you send. Texts that do not go out cost nothing, and texts that are not delivered are refunded by themselves.',
  balance: 'Your balance',
  balanceNow: 'Available now',
  balanceHeld: 'Set aside for this campaign',
  balanceNeeded: 'This campaign needs',
  balanceAfter: 'Available after',
  missing: (amount: number) => `You need ${credits(amount)} more to send this campaign.`,
  getCredits: 'Buy credits',
  samples: 'Texts as your customers get them',
  sampleNote: (country: string, parts: string, cost: string) => `${country} · ${parts} · ${cost}`,
  when: 'When it goes',
  now: 'Now',
  later: 'At a time you choose',
  date: 'Date',
  time: 'Time',
  zone: (timeZone: string) => `In your shop’s time zone, ${timeZone.replaceAll('_', ' ')}.`,
  send: (recipients: number, amount: number) => `Send to ${people(recipients)} for up to ${credits(amount)}`,
  schedule: (recipients: number, amount: number) =>
    `Schedule for ${people(recipients)} for up to ${credits(amount)}`,
  twiceTitle: (count: number) => `${people(count)} may already have got this text`,
  twiceUnknown: (count: number) =>
    `For ${people(count)} the carrier never said whether it took the text of the first campaign. That is still unknown, and whoever got it then will get it twice.`,
  twicePresumed: (count: number) =>
    `For ${people(count)} no trace of the first text was found, so it is presumed not to have been sent. That is no proof: a few may get it twice.`,
  twiceAccepted: 'I understand that some may get it twice',
  nobody: 'Nobody in this audience can be texted',
  unknownAudience: 'Who gets it could not be worked out',
  nobodyBody: (audience: number) =>
    audience === 0
      ? 'No customer is in this audience. Edit the campaign and choose another one.'
      : 'The reasons are below. Edit the campaign to choose another audience.',
  whenMissing: 'Choose a date and a time.',
  whenGap: 'The clocks change that night and this time does not exist. Choose another one.',
  leftOutTitle: 'Left out at the review',
  noSuchReason: 'There is no such list',
  leftOutEmpty: 'Nobody was left out for this reason.',
} as const;
