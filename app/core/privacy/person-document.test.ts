import { expect, test } from 'vitest';
import { personDocument } from './person-document.ts';
import type { PersonFile, PersonRecord } from './person-file.ts';

const record: PersonRecord = {
  contactId: 7,
  shopifyId: 'gid://shopify/Customer/706405506930370084',
  mergedIds: [],
  firstName: '<script>alert(1)</script>',
  lastName: 'O\'Neil "Jr" & Sons',
  phone: '+30 694 312 3456',
  phoneProblem: null,
  country: 'GR',
  language: 'el',
  tags: ['vip'],
  orders: 3,
  spent: '120.50',
  lastOrderAt: '2026-11-01T10:00:00.000Z',
  fields: { city: 'Αθήνα' },
  consent: 'subscribed',
  consentAt: null,
  consentHistory: [
    {
      at: '2026-10-01T10:00:00.000Z',
      what: 'ConsentGiven',
      source: 'opt_out_link',
      level: 'single_opt_in',
      wording: null,
      evidence: null,
    },
  ],
  lists: [],
  createdAt: '2026-09-01T10:00:00.000Z',
  updatedAt: '2026-09-01T10:00:00.000Z',
  deletedAt: null,
  erasedAt: null,
};

const file: PersonFile = {
  shop: { name: 'Kafeneio', domain: 'kafeneio.myshopify.com' },
  madeAt: '2026-11-24T10:00:00.000Z',
  records: [record],
  silentNumbers: [],
  texts: [],
  leftOut: [],
  more: [{ what: 'Replies', rows: [{ received_at: '2026-11-02T08:00:00.000Z', text: 'STOP <b>' }] }],
};

test('a person’s file is a page of its own, in which her words are words and never markup', () => {
  const page = personDocument(file);
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt; O&#39;Neil &quot;Jr&quot; &amp; Sons');
  expect(page).toContain('STOP &lt;b&gt;');
  expect(page).not.toMatch(/<(script|b|link|img|iframe)\b/);
  expect(page).not.toMatch(/(src|href)=/);
});

test('it says codes as words and times as people read them, leaves out what is not known, and says where nothing is', () => {
  const page = personDocument(file);
  expect(page).toContain('<dt>What</dt><dd>Consent given</dd>');
  expect(page).toContain('<dt>By way of</dt><dd>Opt out link</dd>');
  expect(page).toContain('<dd>2026-10-01 10:00:00</dd>');
  expect(page).not.toContain('<dt>Wording</dt>');
  expect(page).toContain('<h2>Text messages</h2>\n<p>Nothing.</p>');
});
