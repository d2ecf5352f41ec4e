import { beforeEach, describe, expect, test } from 'vitest';
import type { ContactValues } from '../../core/contacts/shopify-customer.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { emailHmac } from '../compliance/email-hmac.server.ts';
import { phoneHmac, suppressNumber } from '../compliance/suppress-numbers.server.ts';
import { upsertContacts } from './upsert-contacts.server.ts';

let shopId: number;
beforeEach(async () => {
  const { rows } = await pool.query<{ id: number }>(
    "INSERT INTO shop (domain) VALUES (gen_random_uuid() || '.myshopify.com') RETURNING id",
  );
  shopId = rows[0]?.id ?? 0;
});

const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`;
const base: ContactValues = {
  shopifyId: 'gid://shopify/Customer/1',
  firstName: 'Eleni',
  lastName: null,
  phone: 306943123456,
  phoneProblem: null,
  phoneCountry: 'GR',
  consent: 'subscribed',
  consentAt: day(10),
  consentLevel: 'SINGLE_OPT_IN',
  locale: 'el',
  tags: ['vip', 'athens, "centre"'],
  orderCount: 2,
  lastOrderAt: day(8),
  spent: '99.5',
  email: 'Eleni@example.com',
  updatedAt: day(10),
};

const write = (...contacts: ContactValues[]) =>
  withTransaction(async (tx) => (await upsertContacts(tx, shopId, contacts)).flatMap(({ events }) => events));
const stored = async () => {
  const { rows } = await pool.query(
    `SELECT first_name AS "firstName", phone, consent, consent_at AS at, tags FROM contact WHERE shop_id = $1`,
    [shopId],
  );
  return rows[0];
};

test('a new contact is written whole, and its yes is an event', async () => {
  expect(await write(base)).toEqual([
    {
      type: 'ConsentGiven',
      data: { source: 'shopify', level: 'SINGLE_OPT_IN', wording: null, at: day(10) },
    },
  ]);
  expect(await stored()).toEqual({
    firstName: 'Eleni',
    phone: 306943123456,
    consent: 'subscribed',
    at: new Date(day(10)),
    tags: ['vip', 'athens, "centre"'],
  });
});

test('the same again changes nothing and is no event', async () => {
  await write(base);
  expect(await write(base)).toEqual([]);
});

test('an older version never overwrites a newer one', async () => {
  await write(base);
  await write({ ...base, firstName: 'Old', tags: [], updatedAt: day(9) });
  expect(await stored()).toMatchObject({ firstName: 'Eleni', tags: ['vip', 'athens, "centre"'] });
});

test('orders and money are kept, an address only as its keyed hash', async () => {
  await write(base);
  const { rows } = await pool.query(
    `SELECT last_order_at AS at, spent::text AS spent, email_hmac AS hash, c::text AS all FROM contact c WHERE shop_id = $1`,
    [shopId],
  );
  expect(rows[0]).toMatchObject({
    at: new Date(day(8)),
    spent: '99.50',
    hash: (await emailHmac(shopId))('eleni@EXAMPLE.com'),
  });
  expect(rows[0]?.all.toLowerCase()).not.toContain('example.com');
});

test('who was deleted comes back only by an answer to a later question', async () => {
  await write(base);
  await pool.query(
    "UPDATE contact SET deleted_at = now(), consent = 'never', consent_at = NULL WHERE shop_id = $1",
    [shopId],
  );
  const upsert = (readAt: Date, change: Partial<ContactValues> = {}) =>
    withTransaction((tx) => upsertContacts(tx, shopId, [{ ...base, ...change }], readAt));
  const state = async () =>
    (
      await pool.query('SELECT deleted_at IS NOT NULL AS deleted, consent FROM contact WHERE shop_id = $1', [
        shopId,
      ])
    ).rows[0];
  const before = new Date(Date.now() - 60_000);
  await upsert(before, { consentAt: day(20), updatedAt: day(20) });
  expect(await state()).toEqual({ deleted: true, consent: 'never' });
  await upsert(new Date(Date.now() + 60_000), { updatedAt: day(20) });
  expect(await state()).toEqual({ deleted: false, consent: 'subscribed' });
});

type Case = [string, Partial<ContactValues>, Partial<ContactValues>, ContactValues['consent'], string[]];
const cases: Case[] = [
  ['a newer no', {}, { consent: 'unsubscribed', consentAt: day(11) }, 'unsubscribed', ['ConsentWithdrawn']],
  ['an older no', {}, { consent: 'unsubscribed', consentAt: day(9) }, 'subscribed', []],
  ['a no of the same moment', {}, { consent: 'unsubscribed' }, 'unsubscribed', ['ConsentWithdrawn']],
  ['a yes of the same moment, after a no', { consent: 'unsubscribed' }, {}, 'unsubscribed', []],
  [
    'a newer yes, after a no',
    { consent: 'unsubscribed' },
    { consentAt: day(11) },
    'subscribed',
    ['ConsentGiven'],
  ],
  ['a yes without a time, after a no', { consent: 'unsubscribed' }, { consentAt: null }, 'unsubscribed', []],
  ['never asked, after a yes', {}, { consent: 'never', consentAt: null }, 'subscribed', []],
  [
    'asked again and not confirmed, after a yes',
    {},
    { consent: 'pending', consentAt: day(11) },
    'pending',
    ['ConsentWithdrawn'],
  ],
  [
    'a newer no in an older version',
    {},
    { consent: 'unsubscribed', consentAt: day(12), updatedAt: day(9) },
    'unsubscribed',
    ['ConsentWithdrawn'],
  ],
  [
    'another number that was never asked',
    {},
    { phone: 306943999999, consent: 'never', consentAt: null, updatedAt: day(11) },
    'never',
    ['ConsentWithdrawn'],
  ],
  [
    'another number with an older yes of its own',
    {},
    { phone: 306943999999, consentAt: day(5), updatedAt: day(11) },
    'subscribed',
    [],
  ],
  [
    'another number that was never asked, after a no',
    { consent: 'unsubscribed' },
    { phone: 306943999999, consent: 'never', consentAt: null, updatedAt: day(11) },
    'unsubscribed',
    [],
  ],
  [
    'a yes for another number in an older version',
    { consent: 'never', consentAt: null },
    { phone: 306943999999, consentAt: day(12), updatedAt: day(9) },
    'never',
    [],
  ],
];
test.each(cases)('%s ends as it must', async (_, before, then, consent, events) => {
  await write({ ...base, ...before });
  expect((await write({ ...base, ...then })).map(({ type }) => type)).toEqual(events);
  expect((await stored())?.consent).toBe(consent);
});

test('an erased contact is never filled again', async () => {
  await write(base);
  await pool.query('UPDATE contact SET phone = NULL, first_name = NULL, erased_at = now()');
  expect(await write({ ...base, updatedAt: day(20), consent: 'unsubscribed', consentAt: day(20) })).toEqual(
    [],
  );
  expect(await stored()).toMatchObject({ firstName: null, phone: null });
});

describe('a number whose person was erased', () => {
  const erasedAt = day(15);
  beforeEach(() =>
    withTransaction((tx) =>
      suppressNumber(tx, shopId, base.phone ?? 0, { reason: 'erased', at: new Date(erasedAt) }),
    ),
  );

  test('comes back with an older yes, and is not texted', async () => {
    expect(await write(base)).toEqual([
      { type: 'ContactSuppressed', data: { reason: 'erased', at: erasedAt } },
    ]);
    expect(await stored()).toMatchObject({ consent: 'unsubscribed', at: new Date(erasedAt) });
    expect(await write(base), 'and it is said once').toEqual([]);
  });

  test('comes back with a yes of the same moment or of no time, and is not texted', async () => {
    await write(
      { ...base, consentAt: erasedAt },
      { ...base, shopifyId: 'gid://shopify/Customer/2', consentAt: null },
    );
    const { rows } = await pool.query('SELECT DISTINCT consent FROM contact WHERE shop_id = $1', [shopId]);
    expect(rows).toEqual([{ consent: 'unsubscribed' }]);
  });

  test('comes back with a newer yes, and is texted', async () => {
    expect(await write({ ...base, consentAt: day(16) })).toMatchObject([{ type: 'ConsentGiven' }]);
    expect((await stored())?.consent).toBe('subscribed');
  });

  test('agrees after it came back, and is texted', async () => {
    await write(base);
    await write({ ...base, consentAt: day(16), updatedAt: day(16) });
    expect((await stored())?.consent).toBe('subscribed');
  });

  test('is another number to another contact, and to another shop', async () => {
    await write({ ...base, phone: 306943999999 });
    expect((await stored())?.consent).toBe('subscribed');
    expect((await phoneHmac(shopId))(306943123456)).not.toEqual((await phoneHmac(shopId + 1))(306943123456));
  });
});

describe('a yes that is dated ahead', () => {
  const ahead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const yes = (at: string): ContactValues => ({ ...base, consentAt: at });
  const sayNo = () =>
    pool.query(
      `UPDATE contact SET consent = 'unsubscribed', consent_at = clock_timestamp() WHERE shop_id = $1`,
      [shopId],
    );

  test('counts from the moment it came', async () => {
    const before = new Date();
    await write(yes(ahead(3)));
    expect(await stored()).toMatchObject({ consent: 'subscribed' });
    expect((await stored())?.at.getTime()).toBeLessThanOrEqual(Date.now());
    expect((await stored())?.at.getTime()).toBeGreaterThanOrEqual(before.getTime() - 1_000);
  });

  test('does not undo a no that came after it, however often it is read', async () => {
    await write(yes(ahead(3)));
    await sayNo();
    for (let time = 0; time < 3; time += 1) {
      expect(await write({ ...yes(ahead(3)), updatedAt: day(11 + time) })).toEqual([]);
      expect(await stored()).toMatchObject({ consent: 'unsubscribed' });
    }
  });

  test('does not undo it when its day has come, either', async () => {
    const claimed = ahead(3);
    await write(yes(claimed));
    await sayNo();
    await pool.query(
      `UPDATE contact SET consent_at = consent_at - interval '10 days', yes_claimed_at = yes_claimed_at - interval '10 days'
       WHERE shop_id = $1`,
      [shopId],
    );
    const past = new Date(new Date(claimed).getTime() - 10 * 86_400_000).toISOString();
    expect(await write(yes(past))).toEqual([]);
    expect(await stored()).toMatchObject({ consent: 'unsubscribed' });
    // Another yes, said after both, is one.
    await write({ ...yes(new Date(Date.now() - 86_400_000).toISOString()), updatedAt: day(12) });
    expect(await stored()).toMatchObject({ consent: 'subscribed' });
  });

  test('does not undo a no that was there before: nobody knows when it was said', async () => {
    await write({ ...base, consent: 'unsubscribed', consentAt: day(10) });
    expect(await write({ ...yes(ahead(1)), updatedAt: day(11) })).toEqual([]);
    expect(await stored()).toMatchObject({ consent: 'unsubscribed' });
  });

  test('does not bring back a number whose no is all that is kept of it', async () => {
    await withTransaction((tx) =>
      suppressNumber(tx, shopId, base.phone ?? 0, { reason: 'opted_out', at: new Date(day(9)) }),
    );
    await write(yes(ahead(30)));
    expect(await stored()).toMatchObject({ consent: 'unsubscribed' });
  });

  test('is an ordinary one where only the clocks differ', async () => {
    await write({ ...base, consent: 'unsubscribed', consentAt: day(10) });
    await write({ ...yes(new Date(Date.now() + 60_000).toISOString()), updatedAt: day(11) });
    expect(await stored()).toMatchObject({ consent: 'subscribed' });
  });

  test('that is read again and again does not become newer, so a no of an older file still counts', async () => {
    const claimed = ahead(3);
    await write(yes(claimed));
    const { at } = (await stored()) ?? {};
    await write({ ...yes(claimed), updatedAt: day(11) }, { ...base, shopifyId: 'gid://shopify/Customer/2' });
    await write({ ...yes(claimed), updatedAt: day(12) });
    const { rows } = await pool.query(
      'SELECT consent_at AS at FROM contact WHERE shop_id = $1 AND shopify_id = $2',
      [shopId, base.shopifyId],
    );
    expect(rows[0].at).toEqual(at);
  });
});

test('a no that is dated ahead counts from the moment it came, and a yes said later is one', async () => {
  await write({
    ...base,
    consent: 'unsubscribed',
    consentAt: new Date(Date.now() + 86_400_000).toISOString(),
  });
  const { rows } = await pool.query(
    'SELECT consent_at <= clock_timestamp() AS now FROM contact WHERE shop_id = $1',
    [shopId],
  );
  expect(rows).toEqual([{ now: true }]);
});

describe('a reply that may be a no waits for the merchant', () => {
  const replied = (at: string) =>
    pool.query(
      `INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning, received_at)
       VALUES ($1, sha256(gen_random_uuid()::text::bytea), $2, 'not interested', 'suspected_stop', $3)`,
      [shopId, base.phone, at],
    );

  test('a yes of before it is not taken, of somebody known or new', async () => {
    await replied(day(11));
    await write(base);
    expect(await stored()).toMatchObject({ consent: 'never' });
    await write({ ...base, updatedAt: day(12) });
    expect(await stored()).toMatchObject({ consent: 'never' });
  });

  test('a yes after it is', async () => {
    await replied(day(11));
    await write({ ...base, consentAt: day(12), updatedAt: day(12) });
    expect(await stored()).toMatchObject({ consent: 'subscribed' });
  });

  test('once it is judged to be none, the yes of before is taken again', async () => {
    await replied(day(11));
    await write(base);
    await pool.query(
      "UPDATE inbound_text SET decision = 'texts_go_on', decided_at = now() WHERE shop_id = $1",
      [shopId],
    );
    await write({ ...base, updatedAt: day(12) });
    expect(await stored()).toMatchObject({ consent: 'subscribed' });
  });
});

test('a no of Shopify outranks a yes that was dated ahead, though it is dated before the yes was told', async () => {
  await write({ ...base, consentAt: new Date(Date.now() + 3 * 86_400_000).toISOString() });
  await write({ ...base, consent: 'unsubscribed', consentAt: day(11), updatedAt: day(12) });
  expect(await stored()).toMatchObject({ consent: 'unsubscribed' });
});

test('a yes a minute ahead is one when it is told, and no newer one when it is told again after a no', async () => {
  const yes = { ...base, consentAt: new Date(Date.now() + 60_000).toISOString() };
  await write(yes);
  expect(await stored()).toMatchObject({ consent: 'subscribed' });
  await pool.query(
    "UPDATE contact SET consent = 'unsubscribed', consent_at = clock_timestamp() WHERE shop_id = $1",
    [shopId],
  );
  await write({ ...yes, updatedAt: day(12) });
  expect(await stored()).toMatchObject({ consent: 'unsubscribed' });
});

test.each([
  ['newer', day(11), 'unsubscribed'],
  ['older', day(9), 'pending'],
])('a no of Shopify that is %s than the yes which a waiting reply has put aside', async (_, at, expected) => {
  await write(base);
  await pool.query(
    `WITH reply AS (
       INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning)
       VALUES ($1, sha256(gen_random_uuid()::text::bytea), $2, 'not interested', 'suspected_stop') RETURNING id
     ), aside AS (
       INSERT INTO consent_question (shop_id, contact_id, inbound_id, asked_at, before_at)
       SELECT $1, c.id, reply.id, '2026-03-20', c.consent_at FROM contact c, reply WHERE c.shop_id = $1
     )
     UPDATE contact SET consent = 'pending', consent_at = '2026-03-20' WHERE shop_id = $1`,
    [shopId, base.phone],
  );
  await write({ ...base, consent: 'unsubscribed', consentAt: at, updatedAt: day(21) });
  expect(await stored()).toMatchObject({ consent: expected });
});
