import { MERGE_TAGS, type MergeTag } from '../../core/messaging/template.ts';
import { credits, parts } from '../formats.ts';

export const editorTexts = {
  newTitle: 'New campaign',
  saved: 'Campaign saved',
  review: 'Review',
  basics: 'Campaign',
  name: 'Name',
  nameHelp: 'Only you see it.',
  audience: 'Who gets it',
  everyone: 'Every customer',
  everyoneHelp: 'Only people who agreed to receive texts and have a mobile number are texted.',
  tagged: 'Customers with any of these tags',
  unresolved: 'People of an earlier campaign who may not have got its text',
  unresolvedHelp:
    'Exactly the people whose text is not known to have been sent. The review shows who they are then.',
  tags: 'Tags',
  tagsHelp: 'Type to find a tag, or write one and press Enter.',
  addTag: (tag: string) => `Use “${tag}”`,
  noTags: 'No tag like this among your customers',
  message: 'Text',
  body: 'Text message',
  insert: 'Insert',
  insertHelp:
    'What stands in quotes is used for customers without that value. Without it, they are left out of the campaign.',
  sender: 'Sender',
  senderHelp:
    'What phones show as the sender: 3 to 11 letters and digits, or a number. Replies to a name do not arrive.',
  counter: 'Length and cost',
  partsOf: (count: number) => `${parts(count)} for this customer`,
  costOf: (count: number, country: string) => `${credits(count)} to a number in ${country}`,
  encoding: { 'GSM-7': 'Standard alphabet (GSM-7)', 'UCS-2': 'Unicode (UCS-2)' },
  encodingLabel: 'Encoding',
  partsLabel: 'Parts',
  costLabel: 'Cost',
  leftLabel: 'Left in this part',
  left: (units: number, unitsPerPart: number) => `${units} of ${unitsPerPart} characters`,
  expensive: 'These characters need Unicode, where a part holds 70 characters and not 160:',
  expensiveOnlyInName:
    'A character in this customer’s name needs Unicode, where a part holds 70 characters and not 160:',
  space: 'an invisible character',
  fixable: (changes: string) => `These can be written more cheaply: ${changes}.`,
  fix: 'Use the cheaper characters',
  fixSaves: (saved: number) => `Saves ${parts(saved)} for each text like this one.`,
  capitals: 'Greek letters',
  asWritten: 'As written',
  inCapitals: 'CAPITALS without accents',
  capitalsCost: (count: number, beginning: string) => `${parts(count)}: ${beginning}…`,
  optOutAdded: (line: string) => `Every text ends with your opt-out line: ${line}`,
  convertPlaceholders: 'Use our merge tags for these placeholders',
  linkLeadsTo: 'Leads to',
  linksShortened: (count: number, domain: string) =>
    `${count === 1 ? 'The web address becomes a short link' : 'Web addresses become short links'} of ${domain}, a different one for each customer.`,
  insecureLink: (address: string) =>
    `${address} is not secure: somebody on the way could change what your customers see. Write https:// if your shop has it.`,
  senderRefused: (countries: string) =>
    `Texts from a name are refused in ${countries}. Customers there are left out; a number reaches them, here or in your settings as the sender for that country alone.`,
  senderRegistered: (countries: string) =>
    `In ${countries} a name must be registered with the carriers before it can be used.`,
  senderElsewhere: (countries: string, sender: string) => `Customers in ${countries} see ${sender} instead.`,
  sendersInSettings: 'Change the senders for countries',
  lengthNote: 'Names differ in length, so the count can differ too. The review counts every text by itself.',
  preview: 'Preview',
  previewAs: 'Show it as',
  searchContact: 'Search by name or number',
  noContactFound: 'No customer found',
  noSamples: 'No customer has subscribed yet, so the preview shows what stands in for missing values.',
  someone: 'A customer without a name',
  emptyPreview: 'Your text appears here.',
  leftOut: (tag: string) =>
    `This customer has no ${nameOfTag(tag)} and the text has no fallback for it, so they would be left out.`,
  brokenTags: 'A merge tag cannot be read. See the message beside the text.',
  reviewFailed: {
    nobody_found: 'At the last review, no customer was in this audience. Choose another one.',
    nobody_to_text: 'At the last review, nobody in this audience could be texted.',
    segment_gone:
      'At the last review, a segment of this audience did not exist in Shopify any more. Nothing was sent. Choose another one.',
    segment_no_access:
      'At the last review, Shopify did not let the app read your segments. Nothing was sent. Open the app again in Shopify, then review once more.',
    segment_incomplete:
      'At the last review, Shopify did not tell all members of a segment. Nothing was sent, because some people would have been missed. Review once more.',
    segment_unreachable:
      'At the last review, Shopify did not answer for several minutes, so the members of a segment could not be read. Nothing was sent. Review once more.',
    list_gone:
      'At the last review, a list of this audience did not exist any more. Nothing was sent. Choose another one.',
    unknown_tag:
      'At the last review, the text had a merge tag that is not in your settings any more. Nothing was sent. Take it out of the text, or add it in the settings again.',
  },
  seeWhy: 'See why',
  changesWarning: 'Changing this campaign discards its review. You will review it again before it is sent.',
} as const;

function nameOfTag(name: string): string {
  const tag = MERGE_TAGS.find((known) => known === name);
  return tag === undefined ? name : tagNames[tag].toLowerCase();
}

/** What the button of a tag of the shop's own writes. */
export const fieldInsert = (tag: string): string => `{{ ${tag} | "" }}`;

export const tagNames: Readonly<Record<MergeTag, string>> = {
  first_name: 'First name',
  last_name: 'Last name',
  shop_name: 'Shop name',
  discount_code: 'Discount code',
  opt_out_link: 'Opt-out link',
};

/** What a button writes. A customer's name gets a fallback at once, because some have none. */
export const tagInserts: Readonly<Record<MergeTag, string>> = {
  first_name: '{{ first_name | "there" }}',
  last_name: '{{ last_name | "" }}',
  shop_name: '{{ shop_name }}',
  discount_code: '{{ discount_code }}',
  opt_out_link: '{{ opt_out_link }}',
};
