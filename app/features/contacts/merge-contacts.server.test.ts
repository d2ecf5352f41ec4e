import { beforeEach, describe, expect, test } from 'vitest';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { deliverWebhook } from '../../../test/support/flows/webhooks.ts';
import type { Consent, ContactValues } from '../../core/contacts/shopify-customer.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked } from '../../platform/event-store.server.ts';
import { upsertContacts } from './upsert-contacts.server.ts';

const KEPT = 'gid://shopify/Customer/706405506930370001';
const OLD = 'gid://shopify/Customer/706405506930370002';
const phones = { kept: 306943000001, old: 306943000002 };
const day = (n: number) => `2026-03-${String(n).padStart(2, '0')}T00:00:00.000Z`;

let shopId: number;
let domain: string;
beforeEach(async () => {
  shopId = await makeShop();
  domain =
    (await pool.query<{ domain: string }>('SELECT domain FROM shop WHERE id = $1', [shopId])).rows[0]
      ?.domain ?? '';
});

const customer = (
  shopifyId: string,
  consent: Consent,
  at: number,
  more: Partial<ContactValues> = {},
): ContactValues => ({
  shopifyId,
  firstName: null,
  lastName: null,
  phone: shopifyId === OLD ? phones.old : phones.kept,
  phoneProblem: null,
  phoneCountry: 'GR',
  consent,
  consentAt: consent === 'never' ? null : day(at),
  consentLevel: 'SINGLE_OPT_IN',
  locale: null,
  tags: [],
  orderCount: 0,
  lastOrderAt: null,
  spent: '0',
  email: null,
  updatedAt: day(at),
  ...more,
});
const write = (...contacts: ContactValues[]) =>
  withTransaction(async (tx) => {
    const events = await upsertContacts(tx, shopId, contacts);
    if (events.length > 0) {
      await appendLocked(tx, events);
    }
    return events.map(({ events: [event] }) => event?.type);
  });
const merge = (kept = KEPT, deleted = OLD, status = 'completed') =>
  deliverWebhook({
    shop: domain,
    topic: 'customers/merge',
    payload: {
      admin_graphql_api_customer_kept_id: kept,
      admin_graphql_api_customer_deleted_id: deleted,
      admin_graphql_api_job_id: null,
      status,
      errors: [],
    },
  });
const consentOf = async (shopifyId: string) =>
  (
    await pool.query<{ consent: string }>(
      'SELECT consent FROM contact WHERE shop_id = $1 AND shopify_id = $2',
      [shopId, shopifyId],
    )
  ).rows[0]?.consent;
const aliasOf = async (shopifyId: string) =>
  (
    await pool.query<{ id: string }>(
      `SELECT c.shopify_id AS id FROM contact_alias a JOIN contact c ON c.shop_id = a.shop_id AND c.id = a.contact_id
       WHERE a.shop_id = $1 AND a.shopify_id = $2`,
      [shopId, shopifyId],
    )
  ).rows[0]?.id;

const words: readonly Consent[] = ['subscribed', 'pending', 'never', 'unsubscribed'];
const pairs = words.flatMap((kept) => words.map((old) => ({ kept, old })));

describe('trap 23: customers/merge ignored would lose the opt-out of the deleted id: the most restrictive consent wins', () => {
  test.each(pairs)('kept $kept, deleted $old', async ({ kept, old }) => {
    for (const [keptAt, oldAt] of [
      [5, 10],
      [10, 5],
      [5, 5],
    ] as const) {
      await pool.query('DELETE FROM contact_alias WHERE shop_id = $1', [shopId]);
      await pool.query('DELETE FROM suppression WHERE shop_id = $1', [shopId]);
      await pool.query('UPDATE contact SET shopify_id = NULL WHERE shop_id = $1', [shopId]);
      await write(customer(KEPT, kept, keptAt), customer(OLD, old, oldAt));
      expect(await merge()).toBe('handled');
      expect(await consentOf(KEPT)).toBe(old === 'unsubscribed' ? 'unsubscribed' : kept);
      expect(await consentOf(OLD)).toBe(old === 'unsubscribed' ? 'unsubscribed' : 'never');
      // What Shopify says of the kept one until somebody says something new.
      await write(customer(KEPT, kept, keptAt, { updatedAt: day(11) }));
      expect(await consentOf(KEPT), 'and stays so when she is read anew').toBe(
        old === 'unsubscribed' ? 'unsubscribed' : kept,
      );
    }
  });

  test('a yes that is newer than both counts again', async () => {
    await write(customer(KEPT, 'subscribed', 5), customer(OLD, 'unsubscribed', 10));
    await merge();
    await write(customer(KEPT, 'subscribed', 12));
    expect(await consentOf(KEPT)).toBe('subscribed');
  });
});

test('the number of the deleted customer stays silent, on whichever record it comes back', async () => {
  await write(
    customer(KEPT, 'never', 5, { phone: null, phoneProblem: 'no_number' }),
    customer(OLD, 'unsubscribed', 10),
  );
  await merge();
  const third = 'gid://shopify/Customer/3';
  await write(customer(third, 'subscribed', 9, { phone: phones.old }));
  expect(await consentOf(third)).toBe('unsubscribed');
  await write(customer(third, 'subscribed', 11, { phone: phones.old }));
  expect(await consentOf(third), 'a newer yes is a yes').toBe('subscribed');
});

test('what still names the deleted customer is about the one that was kept', async () => {
  await write(customer(KEPT, 'subscribed', 5), customer(OLD, 'subscribed', 5));
  await merge();
  await pool.query('DELETE FROM customer_to_read WHERE shop_id = $1', [shopId]);

  await deliverWebhook({ shop: domain, topic: 'customers/update', payload: { admin_graphql_api_id: OLD } });
  const { rows } = await pool.query('SELECT shopify_id FROM customer_to_read WHERE shop_id = $1', [shopId]);
  expect(rows).toEqual([{ shopify_id: KEPT }]);

  expect(await write(customer(OLD, 'subscribed', 20)), 'an export from before').toEqual([]);
  expect(await consentOf(OLD)).toBe('never');
  expect(await write(customer(OLD, 'unsubscribed', 4))).toEqual(['ConsentWithdrawn']);
  expect(await consentOf(KEPT), 'but a no is never lost').toBe('unsubscribed');
});

test('twice is as once, the kept customer is read anew, and her lists are hers', async () => {
  await write(customer(KEPT, 'subscribed', 5), customer(OLD, 'unsubscribed', 10));
  await pool.query(
    `WITH l AS (INSERT INTO contact_list (shop_id, name) VALUES ($1, 'VIP') RETURNING id)
     INSERT INTO contact_list_member (shop_id, list_id, contact_id)
     SELECT $1, l.id, c.id FROM l, contact c WHERE c.shop_id = $1 AND c.shopify_id = $2`,
    [shopId, OLD],
  );
  await merge();
  await merge();
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM event WHERE shop_id = $1 AND category = 4) AS events,
            (SELECT array_agg(shopify_id) FROM customer_to_read WHERE shop_id = $1) AS read,
            (SELECT count(*) FROM contact_list_member m JOIN contact c ON c.shop_id = m.shop_id AND c.id = m.contact_id
             WHERE m.shop_id = $1 AND c.shopify_id = $2) AS lists`,
    [shopId, KEPT],
  );
  expect(rows).toEqual([{ events: 3, read: [KEPT], lists: 1 }]);
});

test('a merge is not done until it is completed', async () => {
  await write(customer(KEPT, 'subscribed', 5), customer(OLD, 'unsubscribed', 10));
  expect(await merge(KEPT, OLD, 'failed')).toBe('not_completed');
  expect(await aliasOf(OLD)).toBeUndefined();
});

test('a chain of merges ends at the last one, in whichever order its webhooks come', async () => {
  const [first, second, last] = [OLD, 'gid://shopify/Customer/22', KEPT] as const;
  await write(customer(first, 'unsubscribed', 5), customer(last, 'subscribed', 5));
  await merge(last, second);
  await merge(second, first);
  expect([await aliasOf(first), await aliasOf(second)]).toEqual([last, last]);
  expect(await consentOf(last)).toBe('unsubscribed');

  await pool.query('DELETE FROM contact_alias WHERE shop_id = $1', [shopId]);
  await merge(second, first);
  await merge(last, second);
  expect([await aliasOf(first), await aliasOf(second)]).toEqual([last, last]);
  expect(await merge(first, last), 'the two are one already').toBe('already');
});

test('customers who are not known here yet are merged all the same', async () => {
  expect(await merge()).toBe('handled');
  expect(await aliasOf(OLD)).toBe(KEPT);
  await write(customer(KEPT, 'subscribed', 5), customer(OLD, 'unsubscribed', 3));
  expect(await consentOf(KEPT)).toBe('unsubscribed');
});

test('another shop with the same customers is not touched', async () => {
  await write(customer(KEPT, 'subscribed', 5), customer(OLD, 'unsubscribed', 10));
  const theirs = shopId;
  shopId = await makeShop();
  domain =
    (await pool.query<{ domain: string }>('SELECT domain FROM shop WHERE id = $1', [shopId])).rows[0]
      ?.domain ?? '';
  await merge();
  shopId = theirs;
  expect([await consentOf(KEPT), await aliasOf(OLD)]).toEqual(['subscribed', undefined]);
});
