import { expect, test } from 'vitest';
import { confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { deleteAllJobs, drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { pool, type Transaction, withTransaction } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { audit } from './audit.server.ts';

mittoOfThisFile();

async function violations(): Promise<string[]> {
  const client = await pool.connect();
  try {
    return (await audit(client)).map(({ check }) => check);
  } finally {
    client.release();
  }
}

const wrong: [string, string[], string][] = [
  [
    'double_entry',
    ['accounts_equal_transfers'],
    `UPDATE credit_account SET debits_posted = debits_posted + 1 WHERE shop_id = $1 AND code = 'granted'`,
  ],
  [
    'pending_equals_open_holds',
    ['double_entry'],
    `UPDATE credit_account SET debits_pending = debits_pending + 1 WHERE shop_id = $1 AND code = 'available'`,
  ],
  [
    'holds_end_somewhere',
    [],
    `UPDATE credit_statement SET amount = amount + 1 WHERE shop_id = $1 AND kind = 'spent'`,
  ],
  [
    'spent_equals_accepted',
    [],
    'UPDATE message SET credits = credits + 1 WHERE shop_id = $1 AND ordinal = 1',
  ],
  ['charged_at_most_quoted', [], 'UPDATE campaign SET credits_quoted = 1 WHERE shop_id = $1'],
  ['streams_dense', [], 'UPDATE stream SET version = version + 1 WHERE shop_id = $1 AND category = 3'],
  [
    'rows_follow_streams',
    [],
    'UPDATE send_batch SET stream_version = stream_version + 1 WHERE shop_id = $1 AND batch_no = 1',
  ],
  [
    'nothing_stuck',
    [],
    `UPDATE send_batch SET status = 'dispatching', deadline = now() - interval '2 minutes' WHERE shop_id = $1 AND batch_no = 1`,
  ],
  [
    'nothing_stuck',
    [],
    `UPDATE send_batch SET status = 'unknown', deadline = now() - interval '20 minutes' WHERE shop_id = $1 AND batch_no = 1`,
  ],
  [
    'one_end_each',
    [],
    `INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason) SELECT shop_id, campaign_id, ordinal, batch_no, 'left_out', 'opted_out' FROM message WHERE shop_id = $1 LIMIT 1`,
  ],
  [
    'one_text_each',
    [],
    'UPDATE recipient SET contact_id = (SELECT min(contact_id) FROM recipient WHERE shop_id = $1) WHERE shop_id = $1',
  ],
  [
    'one_text_each',
    ['spent_equals_accepted'],
    `INSERT INTO message (message_id, shop_id, campaign_id, ordinal, batch_no, credits) SELECT 'nobody', shop_id, campaign_id, 99, batch_no, 1 FROM message WHERE shop_id = $1 LIMIT 1`,
  ],
  ['counts_equal_events', [], 'UPDATE campaign_count SET count = count + 1 WHERE shop_id = $1'],
  ['projections_keep_up', [], `UPDATE projection SET position = 0 WHERE name = 'refunds' AND $1 > 0`],
  ['erased_is_empty', [], 'UPDATE contact SET erased_at = now() WHERE shop_id = $1'],
  ['jobs_alive', [], `UPDATE graphile_worker._private_jobs SET attempts = max_attempts WHERE $1 > 0`],
];
test.each(wrong)('%s is found wrong when something is', async (check, others, change) => {
  const campaign = await confirmedCampaign(4, { perBatch: 2 });
  await drainJobs();
  await enqueue(pool, 'sync-contacts', { shopId: campaign.shopId }, { key: 'sync', soon: 60_000 });
  expect(await violations(), 'before').toEqual([]);
  await withTransaction(async (tx) => {
    if (check === 'projections_keep_up') {
      // Reports of half an hour ago, which the book has no way to write.
      await tx.query(
        `INSERT INTO event (category, position, shop_id, stream_key, schema_version, type, recorded_at, data)
         VALUES (6, nextval('event_position'), $1, $2, 1, 'DeliveryReported', now() - interval '30 minutes', '{}')`,
        [campaign.shopId, campaign.campaignId],
      );
    }
    await tx.query(change, [campaign.shopId]);
    // On the connection that has not committed: the audit rolls it back when it ends, so nothing stays wrong.
    const found = new Set(await checksOn(tx));
    expect([...found].sort()).toEqual(expect.arrayContaining([check, ...others].sort()));
  });
  await deleteAllJobs();
  expect(await violations(), 'after').toEqual([]);
});

/** The checks on a transaction that is open already. */
async function checksOn(tx: Transaction): Promise<string[]> {
  const inside = {
    query: (text: string) => (text.startsWith('BEGIN') ? Promise.resolve({ rows: [] }) : tx.query(text)),
  };
  // The audit asks with a text alone.
  return (await audit(inside as unknown as typeof tx)).map(({ check }) => check);
}
