import type { ImportField } from '../../core/imports/import-fields.ts';
import type { SettingsProblem } from '../../core/imports/import-settings.ts';
import type { FileProblem, RowReason } from '../../core/imports/row-problems.ts';
import { counted, formatNumber, people } from '../formats.ts';

export const importsTexts = {
  title: 'Import contacts',
  start: 'Import',
  intro:
    'Bring contacts from another tool or a spreadsheet, as a CSV file. You see what would happen before anything is changed.',
  choose: 'Choose a CSV file',
  chooseHint: 'or drop it here. In Excel: File, Save as, “CSV UTF-8”.',
  notCsv: 'This is not a CSV file. Open it in your spreadsheet and save it as CSV.',
  uploading: (share: number) => `Uploading: ${Math.floor(share * 100)}%`,
  uploadStopped: 'The upload stopped because the connection was lost. Nothing was imported.',
  uploadEmpty: 'This file is empty.',
  uploadTooMany:
    'You have three files here, or 2 GB of them, that are not imported yet. Import or discard one of them first.',
  uploadTooLarge: 'This file has more than 1 GB. Cut it into several files.',
  continueUpload: 'Continue the upload',
  earlier: 'Earlier imports',
  file: 'File',
  when: 'When',
  state: 'State',
  added: 'New contacts',
  subscribed: 'Newly subscribed',
  none: 'Nothing has been imported yet.',
  notFound: 'This import does not exist in your shop',
  noSuchReason: 'There is no such list',
  statuses: {
    uploading: 'Uploading',
    mapping: 'To be described',
    checking: 'Being checked',
    checked: 'Checked',
    importing: 'Being imported',
    done: 'Imported',
    failed: 'Could not be read',
    expired: 'Discarded',
  },

  columns: 'What is in the columns?',
  columnsNote:
    'Guessed from their names and from what stands in them. Columns that are left out are not stored.',
  tool: (name: string) => `This looks like an export of ${name}, and is read as one.`,
  column: (place: number) => `Column ${place}`,
  leaveOut: 'Leave out',
  fields: {
    phone: 'Phone number',
    first_name: 'First name',
    last_name: 'Last name',
    full_name: 'Full name',
    email: 'E-mail address',
    locale: 'Language',
    tags: 'Tags',
    consent: 'Consent to texts (yes or no)',
    consent_date: 'Date of the consent',
    country: 'Country',
    opt_out: 'Has opted out',
    opt_out_date: 'Date of the opt-out',
  } satisfies Record<ImportField, string>,
  reading: 'How the file is read',
  readingNote: 'Change this only if the examples above look wrong.',
  encoding: 'Characters',
  encodings: {
    'utf-8': 'UTF-8',
    'utf-16le': 'UTF-16 (Unicode text of Excel)',
    'utf-16be': 'UTF-16, big endian',
    'windows-1252': 'Western European (Windows-1252, ISO-8859-1)',
    'windows-1253': 'Greek (Windows-1253)',
    'iso-8859-7': 'Greek (ISO-8859-7)',
    'windows-1250': 'Central European (Windows-1250)',
    'iso-8859-2': 'Central European (ISO-8859-2)',
    'windows-1251': 'Cyrillic (Windows-1251)',
    'iso-8859-5': 'Cyrillic (ISO-8859-5)',
    'koi8-u': 'Cyrillic (KOI8)',
    'windows-1254': 'Turkish (Windows-1254, ISO-8859-9)',
    'windows-1257': 'Baltic (Windows-1257)',
    'iso-8859-15': 'Western European (ISO-8859-15)',
    'iso-8859-16': 'Romanian (ISO-8859-16)',
  },
  delimiter: 'Between the cells stands',
  delimiters: { ',': 'a comma', ';': 'a semicolon', '\t': 'a tab', '|': 'a vertical bar' },
  names: 'The names of the columns are in',
  noNames: 'no row: contacts begin at once',
  namesIn: (no: number, cells: readonly string[]) => `row ${no}: ${cells.join(', ')}`,
  readAs: (examples: string) =>
    `The file does not say how its letters are written. They are read as: ${examples}`,
  dateOrder: 'How dates are written',
  dateOrders: {
    unsaid: 'Choose, or dates such as 03/05/2026 are not read',
    day: 'Day first: 03/05/2026 is 3 May',
    month: 'Month first: 03/05/2026 is 5 March',
  },
  timeZone: 'Time zone of these dates',
  timeZoneHelp:
    'Without one, an opt-out counts to the last end of its day on earth, so that it never loses by hours.',
  timeZoneUnsaid: 'I do not know',
  consent: 'Have these people agreed to get texts from you?',
  consentNote:
    'Only people who have agreed are texted. Whoever has opted out stays opted out, whatever the file says, and a “no” in the file is obeyed.',
  consentNone: 'No, or I do not know: import them as contacts only',
  consentGiven: 'Yes, and I can show it',
  consentGivenColumn: 'Those whose consent column says yes, and I can show it',
  consentGivenOthers: 'Those who have not opted out have agreed, and I can show it',
  consentNotAnswered: 'Choose one: nobody is subscribed without your word.',
  source: 'Where and how did they agree?',
  sourceHelp: 'For example: “Sign-up cards at the till in Athens”. It is kept as your evidence.',
  date: 'Since when?',
  dateHelp:
    'The day of the last one who agreed, if you do not know each. A column with dates counts before this.',
  list: 'Put everybody on a list (optional)',
  listHelp: 'A list is an audience you can choose for a campaign. A list of the same name is added to.',
  check: 'Check the file',
  checkAgain: 'Check again',
  discard: 'Discard the file',
  fixAbove: 'The file cannot be checked yet. See what is marked.',

  checking: 'The file is being checked. Nothing is changed by this.',
  importing: 'Contacts are being imported. You can leave this page; it goes on.',
  rowsSoFar: (rows: number) => `${formatNumber(rows)} rows so far`,
  peopleSoFar: (done: number) => `${people(done)} so far`,

  foreseen: 'What will happen',
  outcome: 'What happened',
  rows: 'Rows',
  rowsNote: (blank: number) =>
    blank === 0 ? 'with something in them' : `${formatNumber(blank)} of them empty`,
  newContacts: 'New contacts',
  filled: 'Contacts completed',
  filledNote: 'only what was empty',
  same: 'Known already',
  sameNote: 'nothing changes',
  optedIn: 'Newly subscribed',
  staysIn: 'Stay subscribed',
  optedOut: 'Opted out by the file',
  staysOut: 'Stay opted out',
  examples: 'Some of these people',
  exampleName: 'Name',
  exampleNumber: 'Number',
  exampleBecomes: 'Consent after the import',
  becomes: {
    opts_in: 'Becomes subscribed',
    opts_out: 'Becomes opted out',
    stays_in: 'Stays subscribed',
    stays_out: 'Stays opted out',
    never: 'Never asked, gets no texts',
    erased: 'Asked to be forgotten, is not imported',
  },
  joined: 'Added to the list',
  nothing: 'This file changes nothing: everybody in it is known as it says.',
  notTaken: 'Rows that are not imported',
  notTakenNote:
    'Correct them in your file and import it again; what was imported already is not changed by that.',
  notAsSaid: 'Imported, but not as the row says',
  reason: 'Why',
  todo: 'What to do',
  count: 'Rows',
  download: 'Download these rows',
  gone: (days: number) =>
    `The rows themselves are deleted. They are kept for ${days} days after an import, or less when a customer is erased.`,
  import: (count: number) => `Import ${people(count)}`,
  nobody: 'Nobody in this file can be imported.',
  unanswered:
    'Rows of this file say no in a column that is left out. Answer the question about it below, and check the file again.',
  busy: 'Another import of your shop is still running, so this one was not started. Try again when it has ended.',
  tooLate: 'This import has moved on since the page was opened. See below what is happening.',
  another: 'Import another file',
  backToContacts: 'Contacts',
  backToImport: 'The import',
  /** A file whose name is gone with it. */
  unnamed: (day: string, rows: number) => `File of ${day}, ${counted(rows, 'row', 'rows')}`,
  deleteBy: (time: string) =>
    `A customer was erased who may be in this file, so it is not kept as long as others. Import it before ${time}; then it is deleted, with the rows that are not imported. Whoever was erased is not imported.`,
  seeContacts: 'See contacts',
  row: 'Row',
  content: 'What stands in it',
  noRows: 'There is no such row.',
  failedTitle: 'This file cannot be read',
} as const;

/** Each row that is not taken as it says: what is wrong, and what to do about it. */
export const rowReasonTexts: Readonly<Record<RowReason, { label: string; todo: string }>> = {
  no_number: { label: 'No phone number', todo: 'Add the number, or leave the row out.' },
  impossible_number: {
    label: 'Impossible phone number',
    todo: 'Correct it; write numbers of other countries with + and the country code.',
  },
  landline: { label: 'Landline', todo: 'It cannot get texts. Use a mobile number.' },
  not_a_mobile: { label: 'Not a mobile number', todo: 'It cannot get texts. Use a mobile number.' },
  shortened_number: {
    label: 'Number shortened by Excel',
    todo: 'Excel saved 3.06943E+11 instead of the number. Take the original file, or format the column as Text or Number before you save.',
  },
  country_unreadable: {
    label: 'Country not known',
    todo: 'The number has no country code, and we do not know this country. Write the number with +, or the country in English.',
  },
  broken_cell: {
    label: 'Error of the spreadsheet',
    todo: 'The cell shows an error such as #VALUE! instead of a number. Correct it there.',
  },
  consent_unreadable: { label: 'Consent not understood', todo: 'Write yes or no, or leave the cell empty.' },
  consent_without_date: {
    label: 'Consent without a date',
    todo: 'Add the date in the row, or say one for all above.',
  },
  impossible_date: { label: 'Date cannot be read', todo: 'Write it as 2026-03-31.' },
  ambiguous_date: {
    label: 'Date with two meanings',
    todo: 'Say above whether the day or the month comes first.',
  },
  future_date: { label: 'Date in the future', todo: 'Nobody can have agreed yet. Correct the date.' },
  too_long: { label: 'Value too long', todo: 'Names and tags have at most 255 characters.' },
  too_many_cells: {
    label: 'More cells than columns',
    todo: 'Put quotation marks around a cell that has a comma in it.',
  },
  repeated: { label: 'Same number as a row above', todo: 'Nothing: each number is imported once.' },
  erased: {
    label: 'Asked to be forgotten',
    todo: 'Nothing: this person’s data was erased and is not stored again.',
  },
  stays_no: {
    label: 'Stays opted out',
    todo: 'Nothing: this person has opted out, and an import cannot change that.',
  },
  older_no: {
    label: 'Has agreed since',
    todo: 'Nothing: the opt-out in the file is older than the consent you have.',
  },
  older_yes: {
    label: 'Said something else since',
    todo: 'Nothing: the consent in the file is older than what is known of this person.',
  },
};

/** Why a whole file is refused, and what to do. `row`: as the spreadsheet numbers it. */
export function fileProblemText(problem: FileProblem, row: number | null): string {
  const where = row === null ? '' : ` in row ${formatNumber(row)}`;
  switch (problem) {
    case 'empty':
      return 'There is nothing in it. Nothing was imported.';
    case 'no_rows':
      return 'It has the names of columns, but no rows. Nothing was imported.';
    case 'spreadsheet':
      return 'It is a spreadsheet, not a CSV file. Open it, choose “Save as” and then “CSV UTF-8”, and import that file.';
    case 'binary':
      return 'It is not a text file. Export your contacts as CSV and import that file.';
    case 'quote_not_closed':
      return `A quotation mark (")${where} is opened and never closed. Correct it and import the file again.`;
    case 'row_too_long':
      return `Something${where} has more than 16,000 characters, probably because a quotation mark (") is missing. Correct it and import the file again.`;
    case 'too_many_columns':
      return `It has more than 500 columns${where}. Keep only those with contacts’ data.`;
    case 'unreadable':
      return `It cannot be read${where}. Save it as CSV again and import that file.`;
    case 'gave_up':
      return 'We tried three times and could not work through it. Who was taken already stays. Please divide the file into smaller ones, or write to the support of Sendbook.';
    default:
      return problem satisfies never;
  }
}

export function settingsProblemText({ reason }: SettingsProblem): string {
  switch (reason) {
    case 'no_phone_column':
      return 'Say which column has the phone numbers.';
    case 'field_twice':
      return 'Two columns are said to be the same. Choose one of them.';
    case 'question_open':
      return 'Answer the questions about the columns first.';
    case 'no_source':
      return 'Write where and how they agreed.';
    case 'no_date':
      return 'Say since when they have agreed, here or in a column.';
    case 'date_impossible':
      return 'Choose a day that has been.';
    default:
      return reason satisfies never;
  }
}
