import { formatNumber } from '../formats.ts';

export const campaignsTexts = {
  title: 'Campaigns',
  create: 'Create campaign',
  emptyHeading: 'Text your customers',
  emptyBody:
    'Write a text, see who gets it and the most it can cost, and send it. Afterwards you can see for every customer what became of it.',
  search: 'Search by name',
  all: 'All',
  running: 'Running',
  scheduled: 'Scheduled',
  drafts: 'Drafts',
  ended: 'Ended',
  name: 'Name',
  status: 'Status',
  recipients: 'Recipients',
  delivered: 'Delivered',
  credits: 'Credits',
  date: 'Date',
  upTo: (amount: number) => `up to ${formatNumber(amount)}`,
  noneFound: 'No campaign fits. Change the search or the filter.',
  none: '–',
  syncing: (count: number) =>
    `Your customers are being read from Shopify: ${formatNumber(count)} so far. You can write a campaign meanwhile; review it when this is done, so that nobody is missing.`,
  syncTitle: 'Reading your customers',
  syncDeniedTitle: 'Shopify does not let Sendbook read your customers',
  syncDenied:
    'Open Sendbook from your Shopify admin and accept the permissions it asks for; if there is nothing to accept, Shopify has not yet approved Sendbook for names and phone numbers. Customers that were read before stay as they are, nothing is charged, and it is tried again by itself.',
  syncFailed:
    'Your customers could not be read from Shopify to the end. It is tried again by itself; until then campaigns may miss some of them.',
  recipientsAndDelivered: (recipients: number, delivered: string) =>
    `${formatNumber(recipients)} recipients · ${delivered} delivered`,
} as const;
