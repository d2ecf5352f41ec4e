import { beforeAll, expect, test } from 'vitest';
import { batchesOf, confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { everyOutcome } from '../../../test/support/flows/every-outcome.ts';
import { drainJobs, sweepAndDrain } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { booksAreRightAroundEachTest, differing, mend } from '../../../test/support/flows/rebuild.ts';
import { pool } from '../../platform/database.server.ts';
import { claimBatch } from '../messaging/claim-batch.server.ts';
import { recordOutcome } from '../messaging/record-outcome.server.ts';
import { rebuildProjections } from './rebuild.server.ts';
import { verifyProjections } from './rebuild-verify.server.ts';

const mitto = mittoOfThisFile();

beforeAll(async () => {
  await everyOutcome(mitto);
});

booksAreRightAroundEachTest();

test('every projection dropped at once comes back, the same by hash', async () => {
  const hashes = async () => (await verifyProjections()).map((check) => [check.projection, check.liveHash]);
  const before = await hashes();
  await pool.query(
    `TRUNCATE campaign, send_batch, recipient_omission, message, campaign_count, credit_account, credit_statement`,
  );
  const put = await mend();
  expect(Object.keys(put).sort()).toEqual([
    'campaign',
    'campaign_count',
    'credit_account',
    'credit_statement',
    'message',
    'recipient_omission',
    'send_batch',
  ]);
  expect(await hashes()).toEqual(before);
});

test('nothing is written where everything is right', async () => {
  expect(await mend()).toEqual({});
});

test.each([
  ['campaign', 'UPDATE campaign SET parts = parts + 1 WHERE parts > 0'],
  ['campaign', `UPDATE campaign SET status = 'sending' WHERE status = 'paused'`],
  [
    'campaign',
    `WITH words AS (
                  INSERT INTO campaign_content (shop_id, campaign_id, version, name, body, sender, audience)
                  SELECT shop_id, 999999, 1, name, body, sender, audience FROM campaign_content LIMIT 1
                  RETURNING shop_id, campaign_id)
                INSERT INTO campaign (shop_id, id, stream_version, status, content_version)
                SELECT shop_id, campaign_id, 1, 'draft', 1 FROM words`,
  ],
  ['send_batch', `UPDATE send_batch SET failures = failures + 1, reason = 'nonsense', hold_id = NULL`],
  [
    'send_batch',
    `UPDATE send_batch SET status = 'ready', queued_at = now() WHERE status IN ('accepted', 'unknown')`,
  ],
  [
    'send_batch',
    `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits, status)
                  SELECT shop_id, campaign_id, 900 + batch_no, 901, 902, 2, 2, 'ready' FROM send_batch WHERE status = 'accepted'`,
  ],
  ['recipient_omission', `UPDATE recipient_omission SET reason = 'nothing', batch_no = 9`],
  [
    'recipient_omission',
    `INSERT INTO recipient_omission (shop_id, campaign_id, ordinal, batch_no, state, reason)
                          SELECT shop_id, campaign_id, ordinal, batch_no, 'left_out', 'nobody' FROM message`,
  ],
  [
    'message',
    `UPDATE message SET state = 'failed', rank = 3, credits = 7, code = 'none', reported_at = now()`,
  ],
  ['message', `UPDATE message SET ordinal = ordinal + 50`],
  ['message', `UPDATE message SET message_id = 'wrong-' || message_id`],
  ['campaign_count', 'UPDATE campaign_count SET count = count + 3'],
  [
    'campaign_count',
    `INSERT INTO campaign_count SELECT DISTINCT shop_id, campaign_id, 'nowhere', 4 FROM campaign_count`,
  ],
  [
    'credit_account',
    `UPDATE credit_account SET credits_posted = credits_posted + 5 WHERE code IN ('available', 'adjusted')`,
  ],
  ['credit_statement', `DELETE FROM credit_statement WHERE kind IN ('granted', 'spent')`],
  ['credit_statement', `UPDATE credit_statement SET amount = amount + 1, at = at - interval '1 day'`],
  [
    'credit_statement',
    `INSERT INTO credit_statement (shop_id, kind, amount) SELECT id, 'granted', 9 FROM shop`,
  ],
  [
    'shop',
    `UPDATE shop SET cap_hours = 25, sender = NULL, senders = '{}', uninstalled_at = now() WHERE cap_hours = 24`,
  ],
  [
    'contact',
    `UPDATE contact SET consent = 'subscribed' WHERE shopify_id LIKE '%/2' OR shopify_id LIKE '%/3'`,
  ],
])('what is wrong, missing or too much in %s is put right: %s', async (table, damage) => {
  const { rowCount } = await pool.query(damage);
  expect(rowCount).toBeGreaterThan(0);
  expect(Object.keys(await mend())).toEqual([table]);
});

test('two texts whose ids were exchanged get them back, also across campaigns', async () => {
  const { rows } = await pool.query<{ message_id: string; campaign_id: number; ordinal: number }>(
    `SELECT DISTINCT ON (campaign_id) message_id, campaign_id, ordinal FROM message ORDER BY campaign_id DESC, ordinal LIMIT 2`,
  );
  const [a, b] = rows;
  const rename = (from?: string, to?: string) =>
    pool.query('UPDATE message SET message_id = $2 WHERE message_id = $1', [from, to]);
  await rename(a?.message_id, 'aside');
  await rename(b?.message_id, a?.message_id);
  await rename('aside', b?.message_id);
  await mend();
});

test('a no that no event tells of is reported and left alone', async () => {
  const no = `UPDATE contact SET consent = 'unsubscribed' WHERE shopify_id LIKE '%/1' RETURNING id`;
  const { rows } = await pool.query<{ id: number }>(no);
  const rebuilt = await rebuildProjections();
  expect(rebuilt).toMatchObject({ kind: 'rebuilt', put: [] });
  expect(await differing()).toEqual([expect.stringMatching(/^contact /)]);
  await pool.query(`UPDATE contact SET consent = 'subscribed' WHERE id = $1`, [rows[0]?.id]);
});

test('an open call whose batch was lost comes back with its deadline, is called unknown, and nobody is texted again', async () => {
  const campaign = await confirmedCampaign(4, { perBatch: 2 });
  const key = { ...campaign, batchNo: 1 };
  const claim = await claimBatch(key);
  const { rows } = await pool.query<{ deadline: Date | null }>(
    'DELETE FROM send_batch WHERE campaign_id = $1 RETURNING deadline',
    [campaign.campaignId],
  );
  expect(await mend()).toEqual({ send_batch: 2 });
  const after = await pool.query<{ status: string; deadline: Date | null }>(
    'SELECT status, deadline FROM send_batch WHERE campaign_id = $1 ORDER BY batch_no',
    [campaign.campaignId],
  );
  expect(after.rows).toEqual([
    { status: 'dispatching', deadline: rows.find(({ deadline }) => deadline !== null)?.deadline },
    { status: 'ready', deadline: null },
  ]);
  expect(await claimBatch(key), 'nobody else may send it').toMatchObject({ kind: 'left' });
  await pool.query(
    `UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1 AND status = 'dispatching'`,
    [campaign.campaignId],
  );
  await sweepAndDrain();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'unknown' }, { status: 'accepted' }]);
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
  if (claim.kind === 'claimed') {
    await recordOutcome(claim.batch, {
      class: 'accepted',
      bulkId: 'late',
      ids: [`${campaign.campaignId}-1`, `${campaign.campaignId}-2`],
    });
  }
  await drainJobs();
});
