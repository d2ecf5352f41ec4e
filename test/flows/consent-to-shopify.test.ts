import { beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { wakeWritebacks } from '../../app/features/consent/wake-writebacks.server.ts';
import { writeConsentBack } from '../../app/features/consent/write-consent-back.server.ts';
import { optOut } from '../../app/features/contacts/opt-out.server.ts';
import { upsertContacts } from '../../app/features/contacts/upsert-contacts.server.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { askAdmin } from '../../app/platform/shopify/admin-api.server.ts';
import { deleteAllJobs, waitingJobs } from '../support/flows/jobs.ts';
import { type ShopifyShop, shopifyOfThisFile } from '../support/flows/shopify.ts';

const shopify = shopifyOfThisFile({ shops: 10, customers: 60 });
let shop: ShopifyShop;
beforeEach(async () => {
  shop = await shopify.newShop();
});

const customers = z.object({
  customers: z.object({
    nodes: z.array(
      z.object({
        id: z.string(),
        defaultPhoneNumber: z
          .object({
            phoneNumber: z.string(),
            smsMarketingConsent: z.object({ state: z.string(), updatedAt: z.string().nullable() }).nullable(),
          })
          .nullable(),
      }),
    ),
  }),
});
type Person = { contactId: number; shopifyId: string; phone: number };

async function inShopify() {
  const asked = await askAdmin(
    shop.domain,
    `query { customers(first: 60, sortKey: ID) { nodes {
       id defaultPhoneNumber { phoneNumber smsMarketingConsent { state updatedAt } } } } }`,
    {},
    customers,
  );
  if (asked.kind !== 'answered') {
    throw new Error('the stand-in gives no access');
  }
  return asked.data.customers.nodes;
}

/** Subscribed customers of Shopify with a mobile, as contacts; each with a number of her own. */
async function people(count: number): Promise<Person[]> {
  const found = (await inShopify()).filter(
    ({ defaultPhoneNumber: phone }) =>
      phone?.smsMarketingConsent?.state === 'SUBSCRIBED' && /^\+(3069|447|491)/.test(phone.phoneNumber),
  );
  const numbers = new Map(
    found.map(({ id, defaultPhoneNumber }) => [defaultPhoneNumber?.phoneNumber ?? '', id]),
  );
  const made: Person[] = [];
  for (const [phoneNumber, shopifyId] of [...numbers].slice(0, count)) {
    const phone = Number(phoneNumber.slice(1));
    const { rows } = await pool.query<{ id: number }>(
      `INSERT INTO contact (shop_id, shopify_id, phone, phone_country, consent, consent_at)
       VALUES ($1, $2, $3, 'GR', 'subscribed', '2026-01-01') RETURNING id`,
      [shop.shopId, shopifyId, phone],
    );
    made.push({ contactId: rows[0]?.id ?? 0, shopifyId, phone });
  }
  expect(made).toHaveLength(count);
  return made;
}

const stateOf = async ({ shopifyId }: Person) =>
  (await inShopify()).find(({ id }) => id === shopifyId)?.defaultPhoneNumber?.smsMarketingConsent?.state;
const sayNo = ({ phone }: Person) => optOut(shop.shopId, { phone }, { source: 'reply', evidence: null });

async function rowOf({ contactId }: Person) {
  const { rows } = await pool.query<{ outcome: string | null; problem: string | null; attempts: number }>(
    'SELECT outcome, problem, attempts FROM consent_writeback WHERE shop_id = $1 AND contact_id = $2',
    [shop.shopId, contactId],
  );
  return rows[0];
}
/** Instead of waiting for the next try. */
const passDelays = () =>
  pool.query(
    'UPDATE consent_writeback SET next_at = clock_timestamp() WHERE shop_id = $1 AND next_at IS NOT NULL',
    [shop.shopId],
  );

async function setInShopify({ shopifyId }: Person, state: string, at: Date) {
  await askAdmin(
    shop.domain,
    `mutation($input: CustomerSmsMarketingConsentUpdateInput!) {
       customerSmsMarketingConsentUpdate(input: $input) { userErrors { message } } }`,
    {
      input: {
        customerId: shopifyId,
        smsMarketingConsent: { marketingState: state, consentUpdatedAt: at.toISOString() },
      },
    },
    z.object({ customerSmsMarketingConsentUpdate: z.object({ userErrors: z.tuple([]) }) }),
  );
}

test('opt-outs are told to Shopify, many at once, and telling again changes nothing', async () => {
  const all = await people(12);
  for (const person of all) {
    await sayNo(person);
  }
  expect(await waitingJobs()).toContain('write-consent-back');
  await writeConsentBack(shop.shopId);
  for (const person of all) {
    expect(await stateOf(person)).toBe('UNSUBSCRIBED');
    expect(await rowOf(person)).toEqual({ outcome: 'told', problem: null, attempts: 1 });
  }
  const [first] = all;
  if (first !== undefined) {
    await sayNo(first);
    await writeConsentBack(shop.shopId);
    expect(await rowOf(first)).toMatchObject({ outcome: 'known_already' });
  }
});

test('what was told comes back from Shopify, in whole seconds too, and changes nothing here: no event, nothing to tell', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await sayNo(person);
    await writeConsentBack(shop.shopId);
    const facts = async () =>
      (
        await pool.query(
          `SELECT c.consent, c.consent_at, w.outcome, w.ended_at,
                  (SELECT count(*) FROM event WHERE category = 4 AND shop_id = c.shop_id AND stream_key = c.id) AS events
           FROM contact c JOIN consent_writeback w ON w.shop_id = c.shop_id AND w.contact_id = c.id WHERE c.id = $1`,
          [person.contactId],
        )
      ).rows;
    const before = await facts();
    const consentAt = (await inShopify()).find(({ id }) => id === person.shopifyId)?.defaultPhoneNumber
      ?.smsMarketingConsent?.updatedAt;
    for (const at of [consentAt ?? '', (consentAt ?? '').replace(/\.\d+Z$/, 'Z')]) {
      await withTransaction(async (tx) => {
        const events = await upsertContacts(tx, shop.shopId, [
          {
            shopifyId: person.shopifyId,
            firstName: null,
            lastName: null,
            phone: person.phone,
            phoneProblem: null,
            phoneCountry: 'GR',
            consent: 'unsubscribed',
            consentAt: at,
            consentLevel: 'SINGLE_OPT_IN',
            locale: null,
            tags: [],
            orderCount: 0,
            lastOrderAt: null,
            spent: '0',
            email: null,
            updatedAt: new Date().toISOString(),
          },
        ]);
        expect(events).toEqual([]);
      });
    }
    expect(await facts()).toEqual(before);
  }
});

test('a yes that is newer in Shopify than her no stays, and is read', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await sayNo(person);
    await setInShopify(person, 'SUBSCRIBED', new Date(Date.now() + 20_000));
    await writeConsentBack(shop.shopId);
    expect(await rowOf(person)).toMatchObject({ outcome: 'newer_in_shopify' });
    expect(await stateOf(person)).toBe('SUBSCRIBED');
    const { rows } = await pool.query('SELECT shopify_id FROM customer_to_read WHERE shop_id = $1', [
      shop.shopId,
    ]);
    expect(rows).toEqual([{ shopify_id: person.shopifyId }]);
  }
});

test('a customer that Shopify does not have, and one with another number by now, end with their reason', async () => {
  const [gone, moved] = await people(2);
  if (gone !== undefined && moved !== undefined) {
    const unknown = { ...gone, shopifyId: 'gid://shopify/Customer/1' };
    await pool.query('UPDATE contact SET shopify_id = $2 WHERE id = $1', [gone.contactId, unknown.shopifyId]);
    await pool.query('UPDATE contact SET phone = 306999999999 WHERE id = $1', [moved.contactId]);
    await sayNo(unknown);
    await sayNo({ ...moved, phone: 306_999_999_999 });
    await writeConsentBack(shop.shopId);
    expect(await rowOf(gone)).toMatchObject({ outcome: 'customer_gone' });
    expect(await rowOf(moved)).toMatchObject({ outcome: 'other_number' });
    expect(await stateOf(moved)).toBe('SUBSCRIBED');
  }
});

test('trap 17: user errors inside a 200 are tried five times, then given up', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await shop.control('consent', { refuse: 'INTERNAL_ERROR' });
    await sayNo(person);
    for (let attempts = 1; attempts <= 5; attempts += 1) {
      await writeConsentBack(shop.shopId);
      expect(await rowOf(person)).toEqual({
        outcome: attempts === 5 ? 'given_up' : null,
        problem: 'internal_error',
        attempts,
      });
      await writeConsentBack(shop.shopId);
      expect((await rowOf(person))?.attempts, 'not before its time').toBe(attempts);
      await passDelays();
    }
  }
});

test('an answer that was lost is found to have been obeyed at the next try', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await shop.control('lose-answers', { operation: 'customerSmsMarketingConsentUpdate' });
    await sayNo(person);
    await writeConsentBack(shop.shopId);
    expect(await rowOf(person)).toEqual({ outcome: null, problem: 'no_answer', attempts: 1 });
    await passDelays();
    await writeConsentBack(shop.shopId);
    expect(await rowOf(person)).toMatchObject({ outcome: 'known_already' });
  }
});

test('trap 16: while Shopify throttles nothing counts as a try', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await sayNo(person);
    await shop.control('throttle', { maximumAvailable: 1_000, restoreRate: 1, currentlyAvailable: 0 });
    await writeConsentBack(shop.shopId);
    expect(await rowOf(person)).toEqual({ outcome: null, problem: null, attempts: 0 });
    await shop.control('throttle', { maximumAvailable: 1_000, restoreRate: 100, currentlyAvailable: 1_000 });
    await passDelays();
    await writeConsentBack(shop.shopId);
    expect(await rowOf(person)).toMatchObject({ outcome: 'told' });
  }
});

test('a no that is said while it is being told is told too', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await sayNo(person);
    await pool.query(
      `UPDATE consent_writeback SET attempts = 1, next_at = clock_timestamp() + interval '2 minutes' WHERE contact_id = $1`,
      [person.contactId],
    );
    await sayNo(person);
    expect(await rowOf(person)).toMatchObject({ attempts: 0, outcome: null });
    await writeConsentBack(shop.shopId);
    expect(await rowOf(person)).toMatchObject({ outcome: 'told' });
  }
});

test('a lost job is found again by the sweep, and a shop that is gone is not asked', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await sayNo(person);
    await deleteAllJobs();
    await pool.query('UPDATE shop SET uninstalled_at = now() WHERE id = $1', [shop.shopId]);
    await wakeWritebacks();
    expect(await waitingJobs()).not.toContain('write-consent-back');
    await writeConsentBack(shop.shopId);
    expect(await rowOf(person)).toMatchObject({ attempts: 0 });
    await pool.query('UPDATE shop SET uninstalled_at = NULL WHERE id = $1', [shop.shopId]);
    await wakeWritebacks();
    expect(await waitingJobs()).toContain('write-consent-back');
  }
});

test('without a token it is put off', async () => {
  const [person] = await people(1);
  if (person !== undefined) {
    await sayNo(person);
    await shop.control('uninstall');
    await writeConsentBack(shop.shopId);
    // A refused token cannot be told from an outage (admin-api.server.ts).
    expect(await rowOf(person)).toMatchObject({ outcome: null, attempts: 1 });
  }
});
