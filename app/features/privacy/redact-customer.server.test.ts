import { beforeEach, describe, expect, test } from 'vitest';
import { alertsOfThisFile } from '../../../test/support/flows/alerts.ts';
import { checkBooksAfterEach } from '../../../test/support/flows/books.ts';
import { confirmedCampaign, recipientsOf } from '../../../test/support/flows/campaign.ts';
import { drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { casesOf, knownAs, postWebhook } from '../../../test/support/flows/privacy.ts';
import { addContacts, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { tracesOf } from '../../../test/support/flows/whole-database.ts';
import { formatPhone } from '../../core/contacts/phone-number.ts';
import { contactStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { suppressedSince } from '../compliance/suppress-numbers.server.ts';

mittoOfThisFile();
const alerts = alertsOfThisFile();
let shopId = 0;

// Beyond 2^53, as the inbox reads it: the text of its digits.
const ID = '706405506930370084';
const EMAIL = 'Xanthippi@Quartz.example';
let phone = 0;
let words: string[] = [];

/** Somebody who was texted, in a shop of her own. */
async function textedPerson() {
  phone = newPhone();
  const campaign = await confirmedCampaign(
    [
      { phone, firstName: 'Xanthippi', lastName: 'Quartzopoulou', tags: ['quartz-club'] },
      { firstName: 'Maria' },
    ],
    { body: 'Dear {{ first_name }}, twenty percent off.' },
  );
  const [contactId = 0, other = 0] = campaign.contacts;
  await knownAs(campaign.shopId, contactId, { shopifyId: `gid://shopify/Customer/${ID}`, email: EMAIL });
  await drainJobs();
  return { ...campaign, contactId, other };
}

beforeEach(async () => {
  words = [];
  // What earlier tests have left of theirs.
  await pool.query(`UPDATE contact SET first_name = NULL, last_name = NULL, tags = '{}'`);
  await pool.query('UPDATE recipient SET merge = NULL');
});
const wordsOf = (number: number) => [
  `${number}`,
  `${number}`.slice(2),
  formatPhone(`+${number}`),
  'Xanthippi',
  'Quartzopoulou',
  'quartz',
];

const payloadOf = (customer: Record<string, unknown>) => ({
  shop_id: 954889,
  shop_domain: 'demo.myshopify.com',
  customer,
  orders_to_redact: [299938],
});

async function silentSince(shop: number, number: number): Promise<string | undefined> {
  return (await withTransaction((tx) => suppressedSince(tx, shop, [number]))).get(number)?.reason;
}

describe('trap 24: a customer is erased, whichever of id, number and address names her', () => {
  test.each([
    ['id, number and address', () => ({ id: ID, email: EMAIL, phone: `+${phone}` })],
    ['id alone', () => ({ id: ID, email: null, phone: null })],
    ['number alone, as somebody typed it', () => ({ phone: formatPhone(`+${phone}`).slice(4) })],
    ['address alone, in other letters', () => ({ id: null, email: ' XANTHIPPI@quartz.example ' })],
  ])('by %s', async (_, customer) => {
    const her = await textedPerson();
    ({ shopId } = her);
    words = wordsOf(phone);
    expect(await tracesOf(words)).not.toEqual([]);

    expect(await postWebhook(shopId, 'customers/redact', payloadOf(customer()))).toEqual({ kind: 'handled' });
    expect(await tracesOf(words), 'not a byte of her is left').toEqual([]);
    expect(await casesOf(shopId)).toMatchObject([
      {
        kind: 'customer_redact',
        status: 'done',
        contacts: [her.contactId],
        erased: 1,
        days: 30,
        by: 'system',
      },
    ]);
    expect(await silentSince(shopId, phone), 'a keyed hash keeps her silent').toBe('erased');
    const events = await readStream(pool, contactStream(shopId, her.contactId));
    expect(events.map(({ event }) => event)).toMatchObject([
      { type: 'ContactErased', data: { request: 'shopify' } },
    ]);
    const { rows } = await pool.query('SELECT first_name FROM contact WHERE shop_id = $1 AND id = $2', [
      shopId,
      her.other,
    ]);
    expect(rows, 'the others keep theirs').toEqual([{ first_name: 'Maria' }]);
    expect(await recipientsOf(her)).toMatchObject([
      { phone: null },
      { phone: expect.stringMatching(/^\+30/) },
    ]);
  });

  test('by the id of a customer that was merged into hers, and what was merged goes with her', async () => {
    const her = await textedPerson();
    ({ shopId } = her);
    const [merged = 0] = await addContacts(shopId, [{ phone: newPhone(), firstName: 'Xanthippi' }]);
    await knownAs(shopId, merged, { shopifyId: 'gid://shopify/Customer/77' });
    await pool.query(
      `INSERT INTO contact_alias (shop_id, shopify_id, contact_id) VALUES ($1, 'gid://shopify/Customer/77', $2)`,
      [shopId, her.contactId],
    );
    await postWebhook(shopId, 'customers/redact', payloadOf({ id: 77 }));
    expect(await casesOf(shopId)).toMatchObject([
      { status: 'done', contacts: [her.contactId, merged], erased: 2 },
    ]);
    expect(await tracesOf(wordsOf(phone))).toEqual([]);
  });

  test('a number that no record has any more is forgotten in texts, replies and test phones', async () => {
    const her = await textedPerson();
    ({ shopId } = her);
    const now = newPhone();
    await pool.query('UPDATE contact SET phone = $3 WHERE shop_id = $1 AND id = $2', [
      shopId,
      her.contactId,
      now,
    ]);
    await pool.query('UPDATE shop SET test_numbers = ARRAY[$2::bigint] WHERE id = $1', [shopId, phone]);
    await pool.query(
      `INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning) VALUES ($1, sha256('x'), $2, 'who is this', 'other')`,
      [shopId, phone],
    );
    await postWebhook(shopId, 'customers/redact', payloadOf({ phone: `+${phone}` }));
    expect(await tracesOf([`${phone}`, 'who is this'])).toEqual([]);
    expect(await casesOf(shopId)).toMatchObject([{ status: 'done', contacts: [], erased: 0 }]);
    expect(await silentSince(shopId, now), 'her number of today was not named').toBeUndefined();
  });
});

test('the same customer of another shop is somebody else', async () => {
  const her = await textedPerson();
  ({ shopId } = her);
  const elsewhere = await makeShop();
  const [same = 0] = await addContacts(elsewhere, [{ phone, firstName: 'Xanthippi' }]);
  await knownAs(elsewhere, same, { shopifyId: `gid://shopify/Customer/${ID}`, email: EMAIL });
  await postWebhook(shopId, 'customers/redact', payloadOf({ id: ID, email: EMAIL, phone: `+${phone}` }));
  const { rows } = await pool.query(
    'SELECT first_name, phone, email_hmac IS NOT NULL AS address, erased_at FROM contact WHERE shop_id = $1',
    [elsewhere],
  );
  expect(rows).toEqual([{ first_name: 'Xanthippi', phone, address: true, erased_at: null }]);
  expect(await silentSince(elsewhere, phone)).toBeUndefined();
  expect(await casesOf(elsewhere)).toEqual([]);
});

test('posted twice it is one case, and a shop that has left is obeyed as any other', async () => {
  const her = await textedPerson();
  ({ shopId } = her);
  await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shopId]);
  const asked = payloadOf({ id: ID });
  expect(await postWebhook(shopId, 'customers/redact', asked, { id: 'a' })).toEqual({ kind: 'handled' });
  expect(await postWebhook(shopId, 'customers/redact', asked, { id: 'a' })).toEqual({
    kind: 'ignored',
    why: 'already',
  });
  expect(await casesOf(shopId)).toHaveLength(1);
  await pool.query('UPDATE shop SET uninstalled_at = NULL WHERE id = $1', [shopId]);
});

test('whom the shop does not know is a case that found nothing', async () => {
  shopId = await makeShop();
  await postWebhook(
    shopId,
    'customers/redact',
    payloadOf({ id: 5, email: 'nobody@x.example', phone: '555-625-1199' }),
  );
  await postWebhook(shopId, 'customers/redact', payloadOf({}));
  expect(await casesOf(shopId)).toMatchObject([
    { status: 'nothing_found', contacts: [] },
    { status: 'nothing_found', contacts: [] },
  ]);
});

test('an erasure that was cut off after her record is finished by the next attempt', async () => {
  const her = await textedPerson();
  ({ shopId } = her);
  const asked = payloadOf({ phone: `+${phone}` });
  await pool.query(`ALTER TABLE suppression ADD CONSTRAINT cut CHECK (reason <> 'erased') NOT VALID`);
  try {
    await expect(postWebhook(shopId, 'customers/redact', asked, { id: 'cut' })).rejects.toThrow();
  } finally {
    await pool.query('ALTER TABLE suppression DROP CONSTRAINT cut');
  }
  expect(await casesOf(shopId)).toMatchObject([{ status: 'open', contacts: [her.contactId] }]);
  // Meanwhile somebody has given her record another number: it is found by the case.
  await pool.query('UPDATE contact SET phone = $3 WHERE shop_id = $1 AND id = $2', [
    shopId,
    her.contactId,
    newPhone(),
  ]);
  await postWebhook(shopId, 'customers/redact', asked, { id: 'cut' });
  expect(await casesOf(shopId)).toMatchObject([{ status: 'done', erased: 1 }]);
  expect(await tracesOf(wordsOf(phone))).toEqual([]);
});

test('what cannot be read is told to the operator, without a word of it', async () => {
  shopId = await makeShop();
  const unreadable = { customer: { id: 'Xanthippi', phone: ['+306943123456'] } };
  expect(await postWebhook(shopId, 'customers/redact', unreadable, { id: 'w1' })).toEqual({
    kind: 'ignored',
    why: 'unreadable',
  });
  expect(alerts()).toEqual([
    {
      alert: 'privacy_request_unreadable',
      shopId,
      webhook: 'w1',
      topic: 'customers/redact',
      problems: ['customer.id: custom', 'customer.phone: invalid_type'],
    },
  ]);
});

checkBooksAfterEach(() => shopId);
