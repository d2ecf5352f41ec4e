import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { makeShop } from '../../../test/support/flows/shop.ts';
import type { CustomerAudience } from '../../core/campaigns/audience.ts';
import { pool } from '../../platform/database.server.ts';
import { audienceCondition, parametersOf } from './audience-sql.ts';

const CONTACTS = 20_000;
const CAMPAIGNS = 10;
const segment = { id: 'gid://shopify/Segment/1', name: 'All' };
let shopId: number;
let fetches: Map<string, number>;

beforeAll(async () => {
  shopId = await makeShop();
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO segment_fetch (shop_id, campaign_id, review, segment_id, is_audience, done) VALUES ($1, 1, 1, $2, true, true) RETURNING id`,
    [shopId, segment.id],
  );
  fetches = new Map([[segment.id, rows[0]?.id ?? 0]]);
  await pool.query(
    `INSERT INTO contact (shop_id, shopify_id, phone, phone_country, locale, consent, tags, order_count, spent, last_order_at)
     SELECT $1, 'gid://shopify/Customer/' || i, 306900000000 + i, 'GR', 'el', 'subscribed',
            CASE WHEN i % 3 = 0 THEN '{vip}'::text[] ELSE '{}' END, i % 9, i % 500, now() - i % 900 * interval '1 day'
     FROM generate_series(1, ${CONTACTS}) AS i`,
    [shopId],
  );
  await pool.query('INSERT INTO contact_list (shop_id, name) VALUES ($1, $2)', [shopId, 'All']);
  await pool.query(
    `INSERT INTO contact_list_member (shop_id, list_id, contact_id)
     SELECT c.shop_id, l.id, c.id FROM contact c JOIN contact_list l USING (shop_id) WHERE c.id % 2 = 0`,
  );
  await pool.query(
    `INSERT INTO segment_member (shop_id, fetch_id, shopify_id)
     SELECT shop_id, $1, shopify_id FROM contact WHERE id % 2 = 0`,
    [rows[0]?.id],
  );
  await addCampaigns();
  await pool.query('ANALYZE');
});

/** Ten campaigns to everybody, a hundred batches each, of which every twentieth recipient opened the link. */
async function addCampaigns(): Promise<void> {
  const of = `generate_series(1, ${CAMPAIGNS}) AS k`;
  await pool.query(
    `INSERT INTO campaign_content (shop_id, campaign_id, version, name, body, sender, audience)
     SELECT $1, k, 1, 'Old', 'Hi', 'Shop', '{"kind": "everyone"}' FROM ${of}`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO campaign (shop_id, id, stream_version, status, content_version)
     SELECT $1, k, 1, 'completed', 1 FROM ${of}`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits, status,
                             intended_at)
     SELECT $1, k, b, (b - 1) * 200 + 1, b * 200, 200, 200, CASE WHEN b = 1 THEN 'resolved' ELSE 'accepted' END,
            now() - k * 10 * interval '1 day'
     FROM ${of}, generate_series(1, ${CONTACTS / 200}) AS b`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO recipient (shop_id, campaign_id, ordinal, batch_no, contact_id, phone, country, parts, credits)
     SELECT $1, k, i, (i - 1) / 200 + 1, i, 306900000000 + i, 'GR', 1, 1 FROM ${of}, generate_series(1, ${CONTACTS}) AS i`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO campaign_link (shop_id, campaign_id, version, position, kind, destination)
     SELECT $1, k, 1, 0, 'url', 'https://shop.example' FROM ${of}`,
    [shopId],
  );
  await pool.query(
    `INSERT INTO link_person (shop_id, link_id, ordinal, pressed_stop, first_at)
     SELECT l.shop_id, l.id, i, false, now() - l.campaign_id * 10 * interval '1 day'
     FROM campaign_link l, generate_series(1, ${CONTACTS}, 20) AS i`,
  );
}

type Node = {
  'Node Type': string;
  'Subplan Name'?: string | undefined;
  'Actual Loops': number;
  Plans?: Node[] | undefined;
};
const node: z.ZodType<Node> = z.lazy(() =>
  z.object({
    'Node Type': z.string(),
    'Subplan Name': z.string().optional(),
    'Actual Loops': z.number(),
    Plans: z.array(node).optional(),
  }),
);
const explained = z.tuple([z.object({ Plan: node })]);

async function planOf(audience: CustomerAudience): Promise<Node[]> {
  const { values, add } = parametersOf(shopId);
  const { rows } = await pool.query<{ 'QUERY PLAN': unknown }>(
    `EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF)
     SELECT c.id FROM contact c WHERE c.shop_id = $1 AND ${audienceCondition(audience, fetches, add)}
     ORDER BY c.phone, c.id`,
    values,
  );
  const [{ Plan }] = explained.parse(rows[0]?.['QUERY PLAN']);
  return flat(Plan);
}

const flat = (plan: Node): Node[] => [plan, ...(plan.Plans ?? []).flatMap(flat)];

const audiences: [string, CustomerAudience][] = [
  ['a segment', { kind: 'segment', segment }],
  ['a list', { kind: 'list', listId: 1 }],
  ['clicks and orders', { kind: 'filter', conditions: [{ field: 'engaged', days: 60 }] }],
  ['not texted', { kind: 'filter', conditions: [{ field: 'not_texted', days: 25 }] }],
  [
    'everything at once',
    {
      kind: 'filter',
      conditions: [
        { field: 'country', in: ['GR'] },
        { field: 'spent', is: 'at_least', amount: 10 },
        { field: 'engaged', days: 90 },
        { field: 'not_texted', days: 3 },
      ],
      exclude: { tags: ['vip'], lists: [1], segments: [segment], textedWithinDays: 5 },
    },
  ],
];

test.each(audiences)('%s: nothing is done once per customer', async (_, audience) => {
  const nodes = await planOf(audience);
  const subplans = nodes
    .flatMap((one) => one['Subplan Name'] ?? [])
    .filter((name) => name.startsWith('SubPlan'));
  expect(subplans).toEqual([]);
  // Once per batch or per click is what it may cost: a thousand batches, and a thousand of 20,000 who clicked, each campaign.
  const most = Math.max(...nodes.map((one) => one['Actual Loops']));
  expect(most).toBeLessThan(CONTACTS / 2);
});
