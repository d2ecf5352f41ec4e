import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { checkBooksAfterEach, statementOf, statesOf } from '../../../test/support/flows/books.ts';
import {
  campaignRow,
  confirm,
  confirmedCampaign,
  draftCampaign,
  quotedCampaign,
} from '../../../test/support/flows/campaign.ts';
import { deleteAllJobs, drainJobs, sweepAndDrain, waitingJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { casesOf, knownAs, postWebhook } from '../../../test/support/flows/privacy.ts';
import { addContacts, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { tracesOf } from '../../../test/support/flows/whole-database.ts';
import { shopStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { eraseContact } from '../compliance/erase-contact.server.ts';
import { suppressedSince } from '../compliance/suppress-numbers.server.ts';
import { creditBalance } from '../credits/credit-balance.server.ts';
import { redactContacts } from './redact-contacts.server.ts';
import { redactShop } from './redact-shop.server.ts';

mittoOfThisFile();
let shopId = 0;
const PAYLOAD = { shop_id: 954889, shop_domain: 'demo.myshopify.com' };
const uninstall = (shop: number) =>
  pool.query(
    `UPDATE shop SET uninstalled_at = now() - interval '2 days', installed_at = now() - interval '9 days' WHERE id = $1`,
    [shop],
  );

/** A shop with one campaign that was sent, one that is under way and one at its review, that has left. */
async function shopThatLeft() {
  const [phone, silent] = [newPhone(), newPhone()];
  const sent = await confirmedCampaign(
    [
      { phone, firstName: 'Xanthippi', lastName: 'Quartzopoulou', tags: ['quartz-club'] },
      { phone: silent, firstName: 'Xanthippi', consent: 'unsubscribed' },
    ],
    { name: 'Quartz winter', body: 'Dear {{ first_name }}, quartz is cheap at https://quartz.example/x' },
  );
  ({ shopId } = sent);
  const [contactId = 0, silentId = 0] = sent.contacts;
  await knownAs(shopId, contactId, {
    shopifyId: 'gid://shopify/Customer/4711000001',
    email: 'x@quartz.example',
  });
  await drainJobs();
  const waiting = await quotedCampaign(shopId, {
    name: 'Quartz later',
    body: 'Dear {{ first_name }}, quartz',
  });
  const running = await quotedCampaign(shopId, { name: 'Quartz now', body: 'Dear {{ first_name }}, quartz' });
  await confirm(running);
  await draftCampaign(shopId, { name: 'Quartz draft', body: 'Quartz' });
  await pool.query('UPDATE shop SET test_numbers = ARRAY[$2::bigint] WHERE id = $1', [shopId, phone]);
  await pool.query(`INSERT INTO template (shop_id, name, body) VALUES ($1, 'Quartz', 'quartz')`, [shopId]);
  await pool.query(
    `WITH list AS (INSERT INTO contact_list (shop_id, name) VALUES ($1, 'Quartz people') RETURNING id)
     , member AS (INSERT INTO contact_list_member (shop_id, list_id, contact_id) SELECT $1, id, $2 FROM list),
     import AS (INSERT INTO contact_import (shop_id, file_name, file_bytes, list_id) SELECT $1, 'quartz.csv', 9, id FROM list
                RETURNING id)
     INSERT INTO import_person (shop_id, import_id, phone, row_no, phone_country, first_name, tags)
     SELECT $1, id, $3, 1, 'GR', 'Xanthippi', '{}' FROM import`,
    [shopId, contactId, phone],
  );
  await pool.query(
    `INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning) VALUES ($1, sha256('q'), $2, 'quartz please', 'other')`,
    [shopId, phone],
  );
  await pool.query(
    `INSERT INTO webhook (id, shop_domain, topic, triggered_at, body)
     SELECT $2, domain, 'customers/update', now(), '{"first_name":"Xanthippi","id":4711000001}' FROM shop WHERE id = $1`,
    [shopId, randomUUID()],
  );
  await uninstall(shopId);
  return { ...sent, waiting, running, phone, silent, contactId, silentId };
}

// Rows of earlier tests would count as traces.
beforeEach(() => pool.query('DELETE FROM webhook'));

test('shop/redact: not a byte of its customers and words is left, its campaigns end, and its books stay', async () => {
  const left = await shopThatLeft();
  // The address of a web page in texts that were sent goes on leading there.
  const words = [
    ...[left.phone, left.silent].flatMap((number) => [`${number}`, `${number}`.slice(2)]),
    'Xanthippi',
    'Quartzopoulou',
    'quartz-club',
    'Quartz winter',
    'quartz is cheap',
    'quartz.csv',
    'Quartz people',
    'quartz please',
    '4711000001',
  ];
  expect(await postWebhook(shopId, 'shop/redact', PAYLOAD, { id: `redact ${shopId}` })).toEqual({
    kind: 'handled',
  });
  await drainJobs();
  expect(await tracesOf(words)).toEqual([]);
  expect(await casesOf(shopId)).toMatchObject([
    { kind: 'shop_redact', status: 'done', erased: 2, by: 'system' },
  ]);

  expect(await campaignRow(left.running)).toMatchObject({ status: 'cancelled' });
  expect(await campaignRow(left.waiting)).toMatchObject({ status: 'draft' });
  expect(await campaignRow(left)).toMatchObject({ status: 'cancelled', recipients: 1 });
  expect(await statesOf(left)).toEqual({ handed_over: 1 });
  expect(await statementOf(left)).toMatchObject({ spent: 1 });
  expect(await creditBalance(shopId)).toMatchObject({ available: 999, held: 0 });
  const events = await readStream(pool, shopStream(shopId));
  expect(events.at(-1)?.event).toEqual({ type: 'ShopErased', data: { contacts: 2 } });
  const silence = await withTransaction((tx) => suppressedSince(tx, shopId, [left.phone, left.silent]));
  expect(
    [...silence].map(([phone, { reason }]) => [phone, reason]),
    'a no outlives the shop',
  ).toEqual([[left.silent, 'opted_out']]);
  expect(await postWebhook(shopId, 'shop/redact', PAYLOAD, { id: `redact ${shopId}` })).toEqual({
    kind: 'ignored',
    why: 'already',
  });
});

test('the customers of another shop with the same people keep everything', async () => {
  const left = await shopThatLeft();
  const other = await confirmedCampaign([{ phone: left.phone, firstName: 'Eleni' }], {
    body: 'Dear {{ first_name }}',
  });
  await postWebhook(shopId, 'shop/redact', PAYLOAD);
  await drainJobs();
  const { rows } = await pool.query(
    `SELECT c.first_name, c.phone, r.phone AS texted, r.merge, w.body
     FROM contact c
     JOIN recipient r ON r.shop_id = c.shop_id AND r.contact_id = c.id
     JOIN campaign_content w ON w.shop_id = c.shop_id AND w.campaign_id = r.campaign_id
     WHERE c.shop_id = $1`,
    [other.shopId],
  );
  expect(rows).toEqual([
    {
      first_name: 'Eleni',
      phone: left.phone,
      texted: left.phone,
      merge: { first_name: 'Eleni' },
      body: 'Dear {{ first_name }}',
    },
  ]);
});

describe('a shop that has come back', () => {
  test('before the wish was handled keeps its customers', async () => {
    shopId = await makeShop();
    await addContacts(shopId, [{ firstName: 'Eleni' }]);
    const triggeredAt = new Date(Date.now() - 60_000);
    await pool.query('UPDATE shop SET installed_at = now() WHERE id = $1', [shopId]);
    expect(await postWebhook(shopId, 'shop/redact', PAYLOAD, { triggeredAt })).toEqual({
      kind: 'ignored',
      why: 'reinstalled',
    });
    await drainJobs();
    expect(await casesOf(shopId)).toEqual([]);
    expect((await pool.query('SELECT first_name FROM contact WHERE shop_id = $1', [shopId])).rows).toEqual([
      { first_name: 'Eleni' },
    ]);
  });

  test('while it is being erased reads its customers anew, and keeps what it has made since', async () => {
    await shopThatLeft();
    await postWebhook(shopId, 'shop/redact', PAYLOAD);
    await deleteAllJobs();
    await pool.query(
      `UPDATE shop SET uninstalled_at = NULL, installed_at = now(), sync_status = 'done' WHERE id = $1`,
      [shopId],
    );
    const [fresh = 0] = await addContacts(shopId, [{ firstName: 'Eleni' }]);
    await redactShop(shopId);
    expect(await waitingJobs()).toContain('sync-contacts');
    await deleteAllJobs();
    const { rows } = await pool.query(
      'SELECT c.first_name, s.sync_status FROM contact c JOIN shop s ON s.id = c.shop_id WHERE c.shop_id = $1 AND c.id = $2',
      [shopId, fresh],
    );
    expect(rows).toEqual([{ first_name: 'Eleni', sync_status: 'never' }]);
    await uninstall(shopId);
  });
});

test('a shop whose uninstall was lost counts as uninstalled from then on', async () => {
  shopId = await makeShop();
  await pool.query(`UPDATE shop SET installed_at = now() - interval '9 days' WHERE id = $1`, [shopId]);
  expect(await postWebhook(shopId, 'shop/redact', PAYLOAD)).toEqual({ kind: 'handled' });
  await drainJobs();
  const events = await readStream(pool, shopStream(shopId));
  expect(events.map(({ event }) => event.type)).toEqual(['ShopUninstalled', 'ShopErased']);
});

test('an erasure whose process died half-way is taken up by the sweep; who was erased before stays known as such', async () => {
  const left = await shopThatLeft();
  const [asked = 0] = await addContacts(shopId, [{ firstName: 'Xanthippi' }]);
  await knownAs(shopId, asked, { shopifyId: 'gid://shopify/Customer/88' });
  await eraseContact(shopId, asked, { request: 'shopify' });
  await postWebhook(shopId, 'shop/redact', PAYLOAD);
  await deleteAllJobs();
  await redactContacts({ shopId, until: new Date(), moved: async () => {} });
  await sweepAndDrain();
  expect(await casesOf(shopId), 'one that moves is left alone').toMatchObject([{ status: 'open' }]);
  await pool.query(`UPDATE privacy_case SET moved_at = now() - interval '91 seconds' WHERE shop_id = $1`, [
    shopId,
  ]);
  await sweepAndDrain();
  expect(await casesOf(shopId)).toMatchObject([{ status: 'done' }]);
  expect(await tracesOf(['Xanthippi', `${left.phone}`])).toEqual([]);
  const { rows } = await pool.query(
    'SELECT shopify_id FROM contact WHERE shop_id = $1 AND shopify_id IS NOT NULL',
    [shopId],
  );
  expect(rows).toEqual([{ shopify_id: 'gid://shopify/Customer/88' }]);
});

checkBooksAfterEach(() => shopId);
