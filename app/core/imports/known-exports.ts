import type { ImportField } from './import-fields.ts';
import { plainName } from './plain-name.ts';

/**
 * The file of a tool that is known: by names that only it has, and what its columns are. `null`: nothing of texts, however
 * it looks. What is not listed is read as in any other file.
 */
export type KnownExport = {
  name: string;
  fields: ReadonlyMap<string, ImportField | null>;
  /** Columns that say who agreed to e-mails, which their names do not tell. */
  ofEmail: ReadonlySet<string>;
};

type Entry = {
  name: string;
  /** Each of these lines has one name that is there, alternatives parted by |. */
  has: readonly string[];
  fields?: Readonly<Partial<Record<ImportField, string>>>;
  /** Columns that say yes and no of something else. */
  nothing?: string;
  ofEmail?: string;
};

/**
 * As these tools write their files (help pages of Shopify, Klaviyo, Omnisend, Mailchimp, HubSpot, WooCommerce, Google, and
 * the field names of the APIs of Postscript, Yotpo, Attentive, Keila and MessageBird; read in December 2026).
 */
const entries: readonly Entry[] = [
  {
    name: 'Sendbook',
    has: ['Source of consent', 'SMS consent', 'SMS consent date'],
    nothing: 'Problem|Last order|Orders|Spent',
  },
  {
    name: 'Shopify',
    has: [
      'Accepts SMS Marketing|Accepts Marketing|Accepts Email Marketing',
      'Tax Exempt',
      'Total Spent|Note',
    ],
    fields: { phone: 'Phone', consent: 'Accepts SMS Marketing' },
    ofEmail: 'Accepts Marketing|Accepts Email Marketing',
    nothing: 'Tax Exempt|Default Address Phone|Default Address Company|Company|Total Spent|Total Orders|Note',
  },
  {
    name: 'Shopify',
    has: ['Financial Status', 'Fulfillment Status', 'Lineitem name', 'Billing Phone'],
    fields: { phone: 'Phone' },
    ofEmail: 'Accepts Marketing|Buyer Accepts Marketing',
    nothing: 'Financial Status|Fulfillment Status|Lineitem requires shipping|Lineitem taxable|Risk Level',
  },
  {
    name: 'Klaviyo',
    has: [
      'Email Marketing Consent|Klaviyo ID|$consent',
      'SMS Marketing Consent|SMS Consent|Phone Number',
      'Klaviyo ID|Date Added|Profile Created On|First Active|Last Open',
    ],
    fields: {
      consent: 'SMS Marketing Consent|SMS Consent',
      consent_date: 'SMS Marketing Consent Timestamp|SMS Consent Timestamp',
    },
    nothing: 'Consent Timestamp|Predicted Gender',
  },
  {
    name: 'Mailchimp',
    has: ['MEMBER_RATING|LEID|EUID', 'OPTIN_TIME|CONFIRM_TIME|LAST_CHANGED'],
    fields: { phone: 'SMS Phone Number', consent: 'SMS Subscription Status', country: 'CC' },
    nothing: 'OPTIN_TIME|CONFIRM_TIME|OPTIN_IP|CONFIRM_IP|REGION|MEMBER_RATING|NOTES',
  },
  {
    name: 'Omnisend',
    has: [
      'SMS status|SMS opt-in date|SMS opt-out date|SMS subscription status',
      'Email status|Email opt-in date|Phone number|Push status',
    ],
    fields: { consent: 'SMS status|SMS subscription status' },
  },
  {
    name: 'Postscript',
    has: [
      'phone_number|Phone Number|Phone',
      'opt_in_source|Opt In Source|subscriber_source|origin',
      'opted_in_at|Opt In Date|opted_out_at|unsubscribed_at|subscribed',
    ],
  },
  {
    name: 'Yotpo SMSBump',
    has: [
      'Phone|Phone number',
      'Suppress email|suppress_email|List ID|list_id|SMSBump ID|Subscription source',
      'Consent|SMS consent|sms_consent|Subscribed|Status|Unsubscribed at',
    ],
    nothing: 'Suppress email',
  },
  {
    name: 'Attentive',
    has: [
      'Phone|Phone Number',
      'Sign-up source|Signup source|Sign up unit|Creative name|Subscriber ID',
      'Opt-out date|Opted out at|SMS status|Join date|Joined at',
    ],
    fields: { consent_date: 'Join date|Joined at' },
  },
  { name: 'Keila', has: ['Email', 'External ID|external_id', 'Status', 'Data|Double opt-in at|First name'] },
  {
    name: 'MessageBird',
    has: ['MSISDN', 'First name|firstName', 'Created datetime|createdDatetime|Custom 1|custom1|Href'],
    fields: { phone: 'MSISDN' },
  },
  {
    name: 'HubSpot',
    has: [
      'Record ID|Record ID - Contact|Contact ID',
      'Lifecycle Stage|Contact owner|Lead Status|Marketing contact status',
    ],
    nothing:
      'Marketing contact status|Lead Status|Contact owner|Lifecycle Stage|Phone number verified|Currently in workflow',
  },
  {
    name: 'WooCommerce',
    has: [
      'Billing Phone',
      'Billing Email|User Email|Billing First Name|Customer ID',
      'Billing Address 1|Billing City|Billing Country|User Login|Shipping First Name',
    ],
    fields: {
      phone: 'Billing Phone',
      first_name: 'Billing First Name',
      last_name: 'Billing Last Name',
      country: 'Billing Country',
    },
    nothing: 'Paying customer|Is paying customer|Role|Sign up',
  },
  {
    name: 'WooCommerce',
    has: ['Total spend', 'AOV', 'Sign up'],
    nothing: 'Sign up',
  },
  {
    name: 'Google Contacts',
    has: [
      'Phone 1 - Value',
      'Given Name|First Name|Name',
      'Phone 1 - Type|Phone 1 - Label|Group Membership|Labels|E-mail 1 - Value',
    ],
    fields: { phone: 'Phone 1 - Value', tags: 'Group Membership|Labels' },
  },
];

const alternatives = (line: string): string[] => line.split('|').map(plainName);

/** Which tool wrote a file with these columns; undefined: none that is known. */
export function knownExport(header: readonly string[]): KnownExport | undefined {
  const names = header.map(plainName);
  const entry = entries.find(({ has }) =>
    has.every((line) => alternatives(line).some((one) => names.includes(one))),
  );
  if (entry === undefined) {
    return undefined;
  }
  const fields = new Map<string, ImportField | null>();
  for (const name of entry.nothing === undefined ? [] : alternatives(entry.nothing)) {
    fields.set(name, null);
  }
  for (const [field, line] of Object.entries(entry.fields ?? {})) {
    const found = alternatives(line).find((one) => names.includes(one));
    if (found !== undefined) {
      // Object.entries forgets which keys an object can have.
      fields.set(found, field as ImportField);
    }
  }
  return {
    name: entry.name,
    fields,
    ofEmail: new Set(entry.ofEmail === undefined ? [] : alternatives(entry.ofEmail)),
  };
}
