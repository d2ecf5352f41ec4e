import { beforeAll, expect, test } from 'vitest';
import type { Campaign } from '../../../test/support/flows/campaign.ts';
import { everyOutcome } from '../../../test/support/flows/every-outcome.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { pool } from '../../platform/database.server.ts';
import { audit } from './audit.server.ts';
import { verifyProjections } from './rebuild-verify.server.ts';

const mitto = mittoOfThisFile();

/** What differs, as projection and key. */
const differing = async () =>
  (await verifyProjections()).flatMap((check) =>
    check.liveHash === check.rebuiltHash
      ? []
      : check.differences.map((one) => ({ ...one, in: check.projection })),
  );

let reported: Campaign;

beforeAll(async () => {
  reported = await everyOutcome(mitto);
});

test('after every kind of outcome each projection is what its events say', async () => {
  const checks = await verifyProjections();
  expect(await differing()).toEqual([]);
  expect([...new Set(checks.map((check) => check.projection))].sort()).toEqual([
    'campaign',
    'campaign_count',
    'contact',
    'credit_account',
    'credit_statement',
    'message',
    'recipient_omission',
    'send_batch',
    'shop',
  ]);
  const { rows: statuses } = await pool.query<{ all: string[] }>(
    'SELECT array_agg(DISTINCT status ORDER BY status) AS all FROM send_batch',
  );
  expect(statuses[0]?.all).toEqual([
    'accepted',
    'empty',
    'planned',
    'ready',
    'rejected',
    'resolved',
    'stopped',
    'unknown',
  ]);
  const client = await pool.connect();
  expect(await audit(client).finally(() => client.release())).toEqual([]);
});

test.each([
  ['campaign', 'parts', 'parts + 1', 'parts > 0'],
  ['campaign_count', 'count', 'count + 1', `state = 'delivered'`],
  ['credit_account', 'credits_posted', 'credits_posted + 1', `code = 'available' AND credits_posted > 0`],
  ['credit_statement', 'amount', 'amount + 1', `kind = 'refunded'`],
  ['message', 'state', `'failed'`, `state = 'delivered'`],
  ['message', 'rank', '1', 'rank = 2'],
  ['message', 'credits', '0', `state = 'handed_over' AND credits > 0`],
  ['recipient_omission', 'reason', `'nothing'`, `state = 'refused'`],
  ['send_batch', 'failures', 'failures + 1', `status = 'accepted'`],
  ['send_batch', 'last_ordinal', 'last_ordinal + 1', `status = 'planned'`],
  ['send_batch', 'status', `'resolved'`, `status = 'unknown'`],
  ['shop', 'cap_hours', '25', 'cap_hours = 24'],
])('one tampered row of %s (%s) is found and named', async (table, column, wrong, where) => {
  // The row is found again by its place, which an update changes.
  const { rows } = await pool.query<{ place: string; before: string }>(
    `WITH one AS (SELECT ctid AS place, ${column}::text AS before FROM ${table} WHERE ${where} LIMIT 1)
     UPDATE ${table} t SET ${column} = ${wrong} FROM one WHERE t.ctid = one.place
     RETURNING t.ctid::text AS place, one.before`,
  );
  const [row] = rows;
  const found = await differing();
  await pool.query(
    `UPDATE ${table} SET ${column} = (jsonb_populate_record(NULL::${table}, jsonb_build_object('${column}', $2::text))).${column}
     WHERE ctid = $1::tid`,
    [row?.place, row?.before],
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    in: table,
    live: expect.stringContaining(`${column}=`),
    rebuilt: expect.stringContaining(`${column}=${row?.before}`),
  });
  expect(await differing()).toEqual([]);
});

test('a row that is gone, and one that no event tells of, are found', async () => {
  const { campaignId, shopId } = reported;
  await pool.query('UPDATE message SET ordinal = 77 WHERE campaign_id = $1 AND ordinal = 1', [campaignId]);
  const found = await differing();
  await pool.query('UPDATE message SET ordinal = 1 WHERE campaign_id = $1 AND ordinal = 77', [campaignId]);
  expect(found).toMatchObject([
    { key: `shop_id=${shopId} campaign_id=${campaignId} ordinal=1`, live: null },
    { key: `shop_id=${shopId} campaign_id=${campaignId} ordinal=77`, rebuilt: null },
  ]);
});
