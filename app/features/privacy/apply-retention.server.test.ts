import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { alertsOfThisFile } from '../../../test/support/flows/alerts.ts';
import { checkBooksAfterEach, statesOf } from '../../../test/support/flows/books.ts';
import { confirmedCampaign, recipientsOf } from '../../../test/support/flows/campaign.ts';
import { drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { addContacts, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { firstRetention } from '../../core/privacy/retention.ts';
import { shopStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { suppressedSince } from '../compliance/suppress-numbers.server.ts';
import { applyRetention } from './apply-retention.server.ts';
import { changeRetention, retentionOf } from './retention-settings.server.ts';
import { warnOfDueCases } from './watch-cases.server.ts';

mittoOfThisFile();
const alerts = alertsOfThisFile();
let shopId = 0;

beforeEach(() => pool.query('DELETE FROM retention_run'));
checkBooksAfterEach(() => shopId);

async function campaignOf(monthsAgo: number) {
  const campaign = await confirmedCampaign([{ firstName: 'Maria' }], { body: 'Dear {{ first_name }}' });
  ({ shopId } = campaign);
  await drainJobs();
  await pool.query(
    `UPDATE campaign SET ended_at = now() - $3 * interval '1 month' WHERE shop_id = $1 AND id = $2`,
    [shopId, campaign.campaignId, monthsAgo],
  );
  return campaign;
}

const noEnd = (campaignId: number) =>
  // The end was written for the test alone, and a rebuild would find no event of it.
  pool.query('UPDATE campaign SET ended_at = NULL WHERE id = $1', [campaignId]);

test('numbers and names in texts go when the shop has kept them as long as it wants; what became of each text stays', async () => {
  const old = await campaignOf(13);
  await changeRetention(shopId, { keepTextsMonths: 12, keepDeletedMonths: 12 });
  const young = await campaignOf(13);
  expect(await applyRetention()).toMatchObject({ texts: 1 });
  expect(await recipientsOf(old)).toMatchObject([{ phone: null, status: 'handed_over' }]);
  expect(await recipientsOf(young), 'its shop keeps texts for 24 months').toMatchObject([
    { phone: expect.stringMatching(/^\+30/) },
  ]);
  expect(await statesOf(old)).toEqual({ handed_over: 1 });
  await pool.query('DELETE FROM retention_run');
  expect(await applyRetention(), 'once').toMatchObject({ texts: 0 });
  await noEnd(old.campaignId);
  await noEnd(young.campaignId);
});

test('it is done once a day, by whoever asks first', async () => {
  shopId = await makeShop();
  const runs = await Promise.all([applyRetention(), applyRetention()]);
  expect(runs.filter((run) => run !== undefined)).toHaveLength(1);
  expect(await applyRetention()).toBeUndefined();
  await pool.query(`UPDATE retention_run SET at = at - interval '25 hours'`);
  expect(await applyRetention()).toBeDefined();
});

describe('a customer who was deleted in Shopify', () => {
  const deleted = (contactId: number, monthsAgo: number) =>
    pool.query(`UPDATE contact SET deleted_at = now() - $2 * interval '1 month' WHERE id = $1`, [
      contactId,
      monthsAgo,
    ]);
  const namesOf = async (shop: number) =>
    (
      await pool.query<{ name: string | null }>(
        'SELECT first_name AS name FROM contact WHERE shop_id = $1 ORDER BY id',
        [shop],
      )
    ).rows.map(({ name }) => name);

  test('is erased after the shop’s period, and whoever became another goes with that one', async () => {
    shopId = await makeShop();
    const [kept = 0, long = 0, short = 0, merged = 0] = await addContacts(shopId, [
      { firstName: 'Kept' },
      { firstName: 'Long' },
      { firstName: 'Short' },
      { firstName: 'Merged' },
    ]);
    await deleted(long, 13);
    await deleted(short, 11);
    await deleted(merged, 13);
    await pool.query(`UPDATE contact SET shopify_id = 'gid://shopify/Customer/1' WHERE id = $1`, [merged]);
    await pool.query(
      `INSERT INTO contact_alias (shop_id, shopify_id, contact_id) VALUES ($1, 'gid://shopify/Customer/1', $2)`,
      [shopId, kept],
    );
    expect(await applyRetention()).toMatchObject({ contacts: 1 });
    expect(await namesOf(shopId)).toEqual(['Kept', null, 'Short', 'Merged']);
  });

  test('does not silence whoever has her number now, but her no stays', async () => {
    shopId = await makeShop();
    const [shared, hers] = [newPhone(), newPhone()];
    const [gone = 0, , no = 0] = await addContacts(shopId, [
      { phone: shared },
      { phone: shared, firstName: 'Now' },
      { phone: hers, consent: 'unsubscribed' },
    ]);
    await deleted(gone, 13);
    await deleted(no, 13);
    await applyRetention();
    const silent = await withTransaction((tx) => suppressedSince(tx, shopId, [shared, hers]));
    expect([...silent.keys()]).toEqual([hers]);
    const { rows } = await pool.query(
      `SELECT consent FROM contact WHERE shop_id = $1 AND first_name = 'Now'`,
      [shopId],
    );
    expect(rows).toEqual([{ consent: 'subscribed' }]);
  });
});

test('webhooks, looks at numbers, what browsers said and replies go when their days are over', async () => {
  shopId = await makeShop();
  await pool.query(
    `INSERT INTO webhook (id, shop_domain, topic, triggered_at, handled_at, outcome)
     SELECT gen_random_uuid()::text, 'x.myshopify.com', 'shop/update', now(), now() - d * interval '1 day', 'handled'
     FROM unnest(ARRAY[8, 6]) AS d`,
  );
  await pool.query(
    `INSERT INTO webhook (id, shop_domain, topic, triggered_at, received_at, body)
     VALUES ($1, 'x.myshopify.com', 'shop/update', now(), now() - interval '9 days', '{}')`,
    [randomUUID()],
  );
  await pool.query(
    `INSERT INTO access_log (shop_id, minute, actor, what, numbers)
     SELECT $1, now() - d * interval '1 day', '7', 'contact_list', 1 FROM unnest(ARRAY[366, 364]) AS d`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO link_click (shop_id, link_id, at, method, user_agent, verdict, reason)
     SELECT $1, 1, now() - d * interval '1 day', 'GET', 'Safari', 'person', 'ordinary' FROM unnest(ARRAY[91, 89]) AS d`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO inbound_text (shop_id, carrier_key, phone, text, meaning, received_at)
     SELECT $1, sha256(int4send(d)), 306943123456, 'hello', 'other', now() - d * interval '1 day' FROM unnest(ARRAY[366, 364]) AS d`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO privacy_case (shop_id, kind, request, due_at, status, done_at, closed_by)
     SELECT $1, 'data_request', d::text, now(), 'done', now() - d * interval '1 day', 'system' FROM unnest(ARRAY[1096, 1094]) AS d`,
    [shopId],
  );
  expect(await applyRetention()).toMatchObject({ rows: 5 });
  const { rows } = await pool.query(
    `SELECT (SELECT count(*) FROM webhook) AS webhooks, (SELECT count(*) FROM webhook WHERE handled_at IS NULL) AS open,
            (SELECT count(*) FROM access_log) AS looks, (SELECT count(*) FROM link_click) AS clicks,
            (SELECT count(user_agent) FROM link_click) AS machines, (SELECT count(*) FROM inbound_text) AS replies,
            (SELECT count(text) + count(phone) FROM inbound_text) AS words, (SELECT count(*) FROM privacy_case) AS cases`,
  );
  expect(rows).toEqual([
    { webhooks: 2, open: 1, looks: 1, clicks: 2, machines: 1, replies: 2, words: 2, cases: 1 },
  ]);
});

test('a period that is changed is told by an event', async () => {
  shopId = await makeShop();
  expect(await retentionOf(shopId)).toEqual(firstRetention);
  expect(await changeRetention(shopId, firstRetention)).toEqual({ kind: 'unchanged' });
  expect(await changeRetention(shopId, { keepTextsMonths: 6, keepDeletedMonths: 1 })).toEqual({
    kind: 'changed',
  });
  expect((await readStream(pool, shopStream(shopId))).map(({ event }) => event)).toEqual([
    { type: 'RetentionChanged', data: { keepTextsMonths: 6, keepDeletedMonths: 1, by: 'merchant' } },
  ]);
});

test('a request that is nearly due and open is told to the operator once a day', async () => {
  shopId = await makeShop();
  await pool.query(
    `INSERT INTO privacy_case (shop_id, kind, request, due_at, status, done_at, closed_by) VALUES
       ($1, 'data_request', 'soon', now() + interval '4 days 1 hour', 'open', NULL, NULL),
       ($1, 'data_request', 'over', now() - interval '1 hour', 'open', NULL, NULL),
       ($1, 'data_request', 'later', now() + interval '6 days', 'open', NULL, NULL),
       ($1, 'data_request', 'done', now(), 'done', now(), '7')`,
    [shopId],
  );
  await warnOfDueCases();
  await warnOfDueCases();
  expect(alerts()).toHaveLength(2);
  expect(alerts()).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ alert: 'privacy_case_due', shopId, kind: 'data_request', daysLeft: 4 }),
      expect.objectContaining({ alert: 'privacy_case_due', shopId, kind: 'data_request', daysLeft: -1 }),
    ]),
  );
  await pool.query(
    `UPDATE privacy_case SET warned_at = now() - interval '25 hours' WHERE shop_id = $1 AND warned_at IS NOT NULL`,
    [shopId],
  );
  await warnOfDueCases();
  expect(alerts()).toHaveLength(4);
});
