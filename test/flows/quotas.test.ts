import { expect, test, vi } from 'vitest';
import { countTests } from '../../app/features/campaigns/count-tests.server.ts';
import { saveDraft } from '../../app/features/campaigns/save-draft.server.ts';
import { writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { boundParked } from '../../app/features/delivery/stray-reports.server.ts';
import { drainClicks } from '../../app/features/links/record-clicks.server.ts';
import { pool, withTransaction } from '../../app/platform/database.server.ts';
import { log } from '../../app/platform/log.server.ts';
import { confirmedCampaign, draftCampaign } from '../support/flows/campaign.ts';
import { addLink, codeOf, linkServerOfThisFile } from '../support/flows/links.ts';
import { makeShop } from '../support/flows/shop.ts';

const server = linkServerOfThisFile();
const input = {
  name: 'Sale',
  body: 'Twenty percent off.',
  sender: 'Kafeneio',
  audience: { kind: 'everyone' as const },
};
const count = async (sql: string, ...values: unknown[]): Promise<number> =>
  (await pool.query<{ n: number }>(`SELECT count(*)::integer AS n FROM ${sql}`, values)).rows[0]?.n ?? 0;

test('a shop has a thousand campaigns that were not sent, and is told so; the one that is open can be saved', async () => {
  const campaign = await draftCampaign(await makeShop());
  const { shopId, campaignId } = campaign;
  await pool.query(
    `INSERT INTO campaign_content SELECT (jsonb_populate_record(c, jsonb_build_object('campaign_id', c.campaign_id + n * 1000000))).*
     FROM campaign_content c, generate_series(1, 998) AS n WHERE c.shop_id = $1`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO campaign SELECT (jsonb_populate_record(c, jsonb_build_object('id', c.id + n * 1000000))).*
     FROM campaign c, generate_series(1, 998) AS n WHERE c.shop_id = $1`,
    [shopId],
  );
  const both = await Promise.all([saveDraft(shopId, null, input), saveDraft(shopId, null, input)]);
  expect(both.map(({ kind }) => kind).sort()).toEqual(['invalid', 'saved']);
  expect((await saveDraft(shopId, campaignId, input)).kind).toBe('saved');
  expect((await saveDraft(await makeShop(), null, input)).kind).toBe('saved');
});

test('of a draft that is saved again and again twenty versions are kept, the newest', async () => {
  const shopId = await makeShop();
  const { campaignId } = await draftCampaign(shopId);
  for (let i = 0; i < 30; i += 1) {
    await saveDraft(shopId, campaignId, { ...input, body: `Text ${i}` });
  }
  const { rows } = await pool.query<{ first: number; last: number; all: number; now: number }>(
    `SELECT min(c.version) AS first, max(c.version) AS last, count(*)::integer AS all, max(k.content_version) AS now
     FROM campaign_content c JOIN campaign k ON k.shop_id = c.shop_id AND k.id = c.campaign_id WHERE c.campaign_id = $1`,
    [campaignId],
  );
  expect(rows[0]).toMatchObject({ all: 20, last: rows[0]?.now, first: (rows[0]?.now ?? 0) - 19 });
});

test('what was frozen once keeps its words, however often it is changed afterwards', async () => {
  const { shopId, campaignId } = await confirmedCampaign(1);
  await pool.query(`UPDATE campaign SET status = 'draft' WHERE id = $1`, [campaignId]);
  const frozen = await count('campaign_link WHERE campaign_id = $1', campaignId);
  expect(frozen).toBeGreaterThan(0);
  for (let i = 0; i < 25; i += 1) {
    await saveDraft(shopId, campaignId, { ...input, body: `Text ${i}` });
  }
  expect(
    await count(
      `campaign_link l JOIN campaign_content c ON c.campaign_id = l.campaign_id AND c.version = l.version
       WHERE l.campaign_id = $1`,
      campaignId,
    ),
  ).toBe(frozen);
});

test('a number gets five tests a day and a shop sends twenty, whoever presses at the same moment', async () => {
  const shopId = await makeShop();
  const press = (...numbers: number[]) => withTransaction((tx) => countTests(tx, shopId, numbers));
  const five = await Promise.all(Array.from({ length: 8 }, () => press(306944000001)));
  expect(five.filter((counted) => counted)).toHaveLength(5);
  const more = [];
  for (let number = 2; number <= 7; number += 1) {
    for (let time = 0; time < 3; time += 1) {
      more.push(await press(306944000000 + number));
    }
  }
  expect(more.filter((counted) => counted)).toHaveLength(15);
  expect(await withTransaction(async (tx) => countTests(tx, await makeShop(), [306944000001]))).toBe(true);
  await pool.query(`UPDATE test_text SET day = day - 1`);
  expect(await press(306944000001)).toBe(true);
});

test('a link that is opened without end keeps one row a minute, and every opening counts', async () => {
  const campaign = await confirmedCampaign(2);
  const link = await addLink(campaign, 'https://shop.example/sale');
  const [first, second] = [await codeOf(link, 1), await codeOf(link, 2)];
  for (let round = 0; round < 5; round += 1) {
    await Promise.all(Array.from({ length: 40 }, () => server.request(first)));
    await drainClicks();
  }
  await server.request(second);
  await drainClicks();
  expect(await count('link_click WHERE link_id = $1', link)).toBe(2);
  const counted = await pool.query('SELECT people, clicks FROM link_count WHERE link_id = $1', [link]);
  expect(counted.rows[0]?.clicks).toBe(201);
  await pool.query(`UPDATE link_click SET at = at - interval '2 minutes' WHERE link_id = $1`, [link]);
  await server.request(first);
  await drainClicks();
  expect(await count('link_click WHERE link_id = $1', link)).toBe(3);
});

test('parked reports are bounded in all: the oldest go, and it is said', async () => {
  const alert = vi.spyOn(log, 'error').mockReturnValue();
  await pool.query('DELETE FROM parked_report');
  await writeReports(
    Array.from({ length: 30 }, (_, i) => ({
      messageId: `nobody-${String(i).padStart(2, '0')}`,
      rank: 2,
      status: 'delivered',
      word: 'Delivered',
    })) as never,
  );
  const before = await pool.query<{ id: number }>('SELECT id FROM parked_report ORDER BY id');
  await boundParked(20);
  const after = await pool.query('SELECT id FROM parked_report ORDER BY id');
  expect(after.rows).toEqual(before.rows.slice(10));
  expect(alert).toHaveBeenCalledWith(
    expect.objectContaining({ alert: 'reports_without_a_text', reports: 10 }),
    expect.any(String),
  );
  alert.mockClear();
  await boundParked(20);
  expect(alert).not.toHaveBeenCalled();
  alert.mockRestore();
});
