import { expect, test } from 'vitest';
import { confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { checkFile, columnsOf, uploadFile } from '../../../test/support/flows/imports.ts';
import { drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { casesOf, knownAs, postWebhook } from '../../../test/support/flows/privacy.ts';
import { addContacts, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { formatPhone } from '../../core/contacts/phone-number.ts';
import { personDocument } from '../../core/privacy/person-document.ts';
import { contactStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { optOut } from '../contacts/opt-out.server.ts';
import { erasePerson } from './erase-records.server.ts';
import { contactsOfFile, personFile } from './person-file.server.ts';
import { closeDataRequest } from './privacy-cases.server.ts';

const mitto = mittoOfThisFile();
const request = (id: number, customer: Record<string, unknown>) => ({
  shop_id: 954889,
  shop_domain: 'demo.myshopify.com',
  customer,
  orders_requested: [299938],
  data_request: { id },
});

/** Somebody with a record, a list, a yes, a text that she opened, a reply, and a no in the end. */
async function person() {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone, firstName: 'Maria', lastName: 'Doe', tags: ['vip'] }], {
    name: 'Winter',
    body: 'Dear {{ first_name }}, see https://shop.example/winter',
  });
  const { shopId, campaignId } = campaign;
  const [contactId = 0] = campaign.contacts;
  await knownAs(shopId, contactId, { shopifyId: 'gid://shopify/Customer/191167', email: 'john@example.com' });
  await drainJobs();
  await withTransaction((tx) =>
    appendLocked(tx, [
      toStream(contactStream(shopId, contactId), [
        {
          type: 'ConsentGiven',
          data: { source: 'shopify', level: 'single_opt_in', wording: null, at: '2026-01-02T03:04:05.000Z' },
        },
      ]),
    ]),
  );
  await pool.query(
    `WITH list AS (INSERT INTO contact_list (shop_id, name) VALUES ($1, 'Regulars') RETURNING id)
     INSERT INTO contact_list_member (shop_id, list_id, contact_id) SELECT $1, id, $2 FROM list`,
    [shopId, contactId],
  );
  await pool.query(
    `INSERT INTO link_click (shop_id, link_id, ordinal, at, method, user_agent, verdict, reason)
     SELECT shop_id, id, 1, '2026-02-03T10:00:00Z', 'GET', 'Safari on a phone', 'person', 'ordinary' FROM campaign_link
     WHERE shop_id = $1 AND campaign_id = $2 AND kind = 'url'`,
    [shopId, campaignId],
  );
  await pool.query(
    `INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning)
     VALUES ($1, sha256(int8send($1::bigint)), $2, 'Thank you!', 'other')`,
    [shopId, phone],
  );
  await optOut(shopId, { phone }, { source: 'opt_out_link', evidence: null });
  return { shopId, campaignId, contactId, phone };
}

test('a request is one case, due in thirty days, for the merchant to answer', async () => {
  const { shopId, contactId } = await person();
  const asked = request(9999, { id: 191167, email: 'john@example.com', phone: '555-625-1199' });
  expect(await postWebhook(shopId, 'customers/data_request', asked)).toEqual({ kind: 'handled' });
  expect(await postWebhook(shopId, 'customers/data_request', asked)).toEqual({ kind: 'handled' });
  expect(await casesOf(shopId)).toMatchObject([
    { kind: 'data_request', status: 'open', contacts: [contactId], days: 30, by: null },
  ]);
  const [{ id: caseId = 0 } = {}] = await casesOf(shopId);
  expect(await closeDataRequest(await makeShop(), caseId, '7'), 'another shop').toBe(false);
  expect(await closeDataRequest(shopId, caseId, '7')).toBe(true);
  expect(await closeDataRequest(shopId, caseId, '8'), 'twice').toBe(false);
  expect(await postWebhook(shopId, 'customers/data_request', asked)).toEqual({
    kind: 'ignored',
    why: 'already',
  });
  expect(await casesOf(shopId)).toMatchObject([{ status: 'done', by: '7' }]);
});

test('it is due by Shopify’s clock, however late it comes', async () => {
  const { shopId } = await person();
  const triggeredAt = new Date(Date.now() - 86_400_000);
  await postWebhook(shopId, 'customers/data_request', request(1, { id: 191167 }), { triggeredAt });
  expect(await casesOf(shopId)).toMatchObject([{ days: 29 }]);
});

test('where nothing is held, the case is closed at once', async () => {
  const shopId = await makeShop();
  await addContacts(shopId, 1);
  await postWebhook(shopId, 'customers/data_request', request(1, { id: 5, email: null, phone: null }));
  expect(await casesOf(shopId)).toMatchObject([{ status: 'nothing_found', by: 'system' }]);
});

test('her file has her record, her consent, her texts word for word, what she opened, her replies and her no', async () => {
  const { shopId, campaignId, contactId, phone } = await person();
  await postWebhook(shopId, 'customers/data_request', request(1, { email: 'John@Example.com ' }));
  const [{ id: caseId = 0 } = {}] = await casesOf(shopId);
  const contactIds = await contactsOfFile(shopId, { caseId });
  expect(contactIds).toEqual([contactId]);
  const [sent] = await mitto.truthOf(campaignId);
  const file = await personFile(shopId, contactIds);
  expect(file).toMatchObject({
    shop: { name: 'Kafeneio' },
    records: [
      {
        contactId,
        shopifyId: 'gid://shopify/Customer/191167',
        firstName: 'Maria',
        lastName: 'Doe',
        phone: formatPhone(`+${phone}`),
        tags: ['vip'],
        lists: ['Regulars'],
        consent: 'unsubscribed',
        consentHistory: [
          { what: 'ConsentGiven', source: 'shopify', level: 'single_opt_in', at: '2026-01-02T03:04:05.000Z' },
          { what: 'ConsentWithdrawn', source: 'opt_out_link' },
        ],
      },
    ],
    silentNumbers: [{ phone: formatPhone(`+${phone}`), reason: 'opted_out' }],
    texts: [
      {
        campaign: 'Winter',
        text: sent?.text,
        state: 'handed_over',
        opened: [
          {
            at: '2026-02-03T10:00:00.000Z',
            link: 'https://shop.example/winter',
            machine: 'Safari on a phone',
            by: 'person',
          },
        ],
      },
    ],
    leftOut: [],
    more: [{ what: 'Replies', rows: [{ text: 'Thank you!', meaning: 'other' }] }, { rows: [] }],
  });
  const page = personDocument(file);
  for (const word of ['Maria Doe', 'Regulars', 'Thank you!', 'Safari on a phone', 'Winter', 'Opt out link']) {
    expect(page).toContain(word);
  }
});

test('two shops with the same customer: neither finds the other’s file, nor erases the other’s person', async () => {
  const hers = await person();
  const theirs = await makeShop();
  const [same = 0] = await addContacts(theirs, [{ phone: hers.phone, firstName: 'Somebody' }]);
  await knownAs(theirs, same, { shopifyId: 'gid://shopify/Customer/191167', email: 'john@example.com' });
  await postWebhook(
    hers.shopId,
    'customers/data_request',
    request(1, { id: 191167, phone: `+${hers.phone}` }),
  );
  const [{ id: caseId = 0 } = {}] = await casesOf(hers.shopId);

  expect(await contactsOfFile(theirs, { caseId })).toEqual([]);
  expect(await contactsOfFile(theirs, { contactId: hers.contactId })).toEqual([]);
  expect(await erasePerson(theirs, hers.contactId)).toEqual({ kind: 'not_found' });
  const stolen = await personFile(theirs, [hers.contactId]);
  expect([stolen.records, stolen.texts, stolen.leftOut]).toEqual([[], [], []]);
  const own = await personFile(theirs, [same]);
  expect(own).toMatchObject({ records: [{ firstName: 'Somebody' }], texts: [], silentNumbers: [] });
  expect(own.more.map(({ rows }) => rows)).toEqual([[], []]);
});

test('an earlier number of hers still finds her texts, and an erased person’s file says so and no more', async () => {
  const { shopId, contactId } = await person();
  await pool.query('UPDATE contact SET phone = $3 WHERE shop_id = $1 AND id = $2', [
    shopId,
    contactId,
    newPhone(),
  ]);
  expect((await personFile(shopId, [contactId])).texts).toHaveLength(1);
  expect(await erasePerson(shopId, contactId)).toEqual({ kind: 'erased', records: 1 });
  expect(await personFile(shopId, [contactId])).toMatchObject({
    records: [{ firstName: null, phone: null, lists: [], erasedAt: expect.any(String) }],
    texts: [],
    more: [{ rows: [] }, { rows: [] }],
  });
});

test('a person’s file has rows that could not be taken and are theirs, and nobody else’s', async () => {
  const shopId = await makeShop();
  const phone = newPhone();
  const [contactId = 0] = await addContacts(shopId, [{ phone, firstName: 'Maria', lastName: 'Papa' }]);
  await knownAs(shopId, contactId, { email: 'maria@quartz.example' });
  const [national, columns] = [`${phone}`.slice(2), 'phone,first_name,last_name,email'];
  const rows = [
    `${national.slice(0, 3)} ${national.slice(3)} x,Maria,,`,
    ',Maria,Papa,',
    ',M.,,Maria@quartz.example',
  ];
  const importId = await uploadFile(shopId, [columns, ...rows].join('\n'));
  await checkFile(shopId, importId, { columns: columnsOf(columns) });
  const file = await personFile(shopId, [contactId]);
  const waiting = file.more.find(({ what }) => what === 'Imported files')?.rows ?? [];
  expect(waiting.map(({ row }) => row)).toEqual(['2', '4']);
});
