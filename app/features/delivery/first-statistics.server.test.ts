import { beforeAll, expect, test } from 'vitest';
import { pool } from '../../platform/database.server.ts';

type Plan = { 'Index Cond'?: string; 'Relation Name'?: string; Plans?: Plan[] };

/** What a plan looks each row of a table up by. */
const lookups = (plan: Plan, table: string): string[] => [
  ...(plan['Relation Name'] === table ? [plan['Index Cond'] ?? 'no index'] : []),
  ...(plan.Plans ?? []).flatMap((part) => lookups(part, table)),
];

beforeAll(async () => {
  await pool.query(
    `INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits)
     SELECT 'id-' || n, 1, 1, n, 1, 1 FROM generate_series(1, 20000) AS n`,
  );
  await pool.query(
    `INSERT INTO parked_report (message_id, campaign_id, ordinal, rank, state, word)
     SELECT 'other-' || n, 1, n, 3, 'delivered', 'Delivered' FROM generate_series(1, 5000) AS n`,
  );
});

// Before the first ANALYZE the planner takes a shop and a campaign for a key, and reads a whole campaign for each person.
test.each([
  [
    'the text that a parked report is about',
    'message',
    `SELECT p.id FROM parked_report p JOIN campaign k ON k.id = p.campaign_id
     JOIN message m ON m.shop_id = k.shop_id AND m.campaign_id = k.id AND m.ordinal = p.ordinal
     WHERE p.tries = 0 AND m.message_id <> p.message_id
     ORDER BY p.id LIMIT 1`,
  ],
  [
    'the text of each person of a batch',
    'message',
    `SELECT r.ordinal, m.state FROM recipient r
     LEFT JOIN message m ON m.shop_id = r.shop_id AND m.campaign_id = r.campaign_id AND m.ordinal = r.ordinal
     WHERE r.shop_id = 1 AND r.campaign_id = 1 AND r.ordinal BETWEEN 1 AND 5000`,
  ],
])('in a database of a moment ago, %s is looked up by the whole key', async (_, table, sql) => {
  const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`EXPLAIN (FORMAT JSON) ${sql}`);
  const [{ Plan: plan }] = rows[0]?.['QUERY PLAN'] ?? [{ Plan: {} }];
  expect(lookups(plan, table)).toEqual([expect.stringContaining('ordinal = ')]);
});
