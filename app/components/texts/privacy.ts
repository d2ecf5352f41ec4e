import type { AccessKind } from '../../core/privacy/access.ts';
import type { CaseKind } from '../../core/privacy/privacy-case.ts';
import { counted } from '../formats.ts';

const kinds: Readonly<Record<CaseKind, { label: string; meaning: string }>> = {
  data_request: {
    label: 'Wants a copy of their data',
    meaning: 'Download their file, give it to them, then mark the request as done.',
  },
  customer_redact: {
    label: 'Wants their data erased',
    meaning: 'Sendbook does this by itself; there is nothing for you to do.',
  },
  shop_redact: {
    label: 'Erase the shop’s customers',
    meaning: 'Sendbook does this by itself after the app was removed.',
  },
};

const accessKinds: Readonly<Record<AccessKind, string>> = {
  contact_list: 'List of contacts',
  contact_page: 'A contact’s page',
  recipient_page: 'A text’s page',
  left_out_list: 'List of people who were left out',
  recipient_list: 'List of a campaign’s people',
  preview: 'Preview of a text as a customer',
  import_file: 'First rows of an imported file',
  import_rows: 'Rows of a file that were not taken',
  consent_page: 'Replies and consents',
  privacy_page: 'Requests about customers’ data',
  contact_export: 'Export of a file',
  person_file: 'Copy of a person’s data',
  erasure: 'Erasure of a person',
};

export const privacyTexts = {
  title: 'Privacy',
  casesTitle: 'Requests about customers’ data',
  casesNote:
    'Shopify passes on what customers ask for. Each request must be answered within 30 days of the day it was made.',
  noCases: 'No customer has asked for their data or its erasure.',
  case: { singular: 'request', plural: 'requests' },
  request: 'Request',
  person: 'Customer',
  received: 'Received',
  due: 'Due',
  state: 'State',
  kinds,
  done: 'Done',
  nothingFound: 'Nothing is held',
  open: 'Open',
  soon: 'Due soon',
  overdue: 'Overdue',
  inProgress: 'Being erased',
  doneOn: (day: string) => `Done ${day}`,
  noName: 'Customer without a name',
  erased: 'Erased customer',
  more: (count: number) => `and ${count} more`,
  downloadPage: 'Download to read',
  downloadData: 'Download as data',
  markDone: 'Mark as done',
  marked: 'Request marked as done',
  notOpen: 'This request is closed already.',
  fileName: (of: string) => `personal-data-${of}`,

  retentionTitle: 'How long data is kept',
  texts: 'Phone numbers and names in sent texts',
  textsHelp:
    'After this time they are erased. What each campaign cost and how many texts were delivered stays.',
  deleted: 'Customers deleted in Shopify',
  deletedHelp: 'After this time their records here are erased. Whoever asked not to be texted stays silent.',
  afterEnd: (months: number) => `${counted(months, 'month', 'months')} after the campaign ended`,
  afterDeletion: (months: number) => `${counted(months, 'month', 'months')} after they were deleted`,
  fixed:
    'Kept for a fixed time: replies for 1 year, this record of who looked at customers for 1 year, closed requests for 3 years, what browsers say about themselves when a link is opened for 90 days, files of contacts that are not imported for 7 days, or 24 hours once a customer is erased.',
  saved: 'Saved',
  refused: 'Choose one of the offered periods. Nothing was changed.',

  accessTitle: 'Who looked at customers',
  accessLink: 'See who looked at customers',
  accessNote:
    'Every time the app shows phone numbers or names: one line for each minute, member of staff and page. Kept for 1 year.',
  accessEmpty: 'Nobody has looked at customers yet.',
  access: { singular: 'look', plural: 'looks' },
  accessKinds,
  when: 'When',
  who: 'Member of staff',
  staff: (id: string) => `No. ${id} in Shopify`,
  where: 'Where',
  numbers: 'Customers shown',
  openContact: 'Open the contact',

  personTitle: 'Personal data',
  personNote: 'Give this customer a copy when they ask for it. An erasure is for good.',
  erase: 'Erase this person',
  eraseTitle: 'Erase this person?',
  eraseBody: [
    'Their name, phone number, tags and replies are erased, and their number in every text they were sent.',
    'They are not texted again, unless they agree anew. A text that is being handed over at this moment may still reach them.',
    'Reports and credits do not change. Their record in Shopify stays; delete it there as well if they want that.',
    'This cannot be undone.',
  ],
  keep: 'Keep them',
  erasedToast: 'Erased',
} as const;
