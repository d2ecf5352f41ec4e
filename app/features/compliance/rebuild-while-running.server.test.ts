import { beforeAll, expect, test } from 'vitest';
import { type Campaign, confirmedCampaign, draftCampaign } from '../../../test/support/flows/campaign.ts';
import { drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { booksAreRightAroundEachTest, differing, mend } from '../../../test/support/flows/rebuild.ts';
import { makeShop } from '../../../test/support/flows/shop.ts';
import { pool } from '../../platform/database.server.ts';
import { pauseCampaign, resumeCampaign } from '../campaigns/stop-campaign.server.ts';
import { writeReports } from '../delivery/record-reports.server.ts';
import { claimBatch } from '../messaging/claim-batch.server.ts';
import { recordOutcome } from '../messaging/record-outcome.server.ts';
import { rebuildProjections } from './rebuild.server.ts';

mittoOfThisFile();
let handedOver: Campaign;

/** Three campaigns of three shops, handed over. */
beforeAll(async () => {
  await confirmedCampaign(2);
  await confirmedCampaign(2);
  const { shopId, campaignId } = await confirmedCampaign(2);
  handedOver = { shopId, campaignId };
  await drainJobs();
});

booksAreRightAroundEachTest();

test('what happens between the comparison and the writing is kept, and the rest is put right', async () => {
  const campaign = await confirmedCampaign(6, { perBatch: 2 });
  const { campaignId } = campaign;
  const claims = [
    await claimBatch({ ...campaign, batchNo: 1 }),
    await claimBatch({ ...campaign, batchNo: 2 }),
  ];
  const [first, second] = claims.map((claim) => (claim.kind === 'claimed' ? claim.batch : undefined));
  const ids = [`${campaignId}-a`, `${campaignId}-b`];
  if (first === undefined || second === undefined) {
    throw new Error('not claimed');
  }
  await recordOutcome(first, { class: 'accepted', bulkId: 'one', ids });
  await drainJobs({ without: ['dispatch-batch'] });
  await pool.query(`UPDATE send_batch SET reason = 'nonsense' WHERE campaign_id = $1`, [campaignId]);
  await pool.query(`UPDATE message SET code = 'nonsense' WHERE campaign_id = $1`, [campaignId]);
  await pool.query('UPDATE campaign_count SET count = count + 1 WHERE campaign_id = $1', [campaignId]);
  const tries: string[] = [];
  const rebuilt = await rebuildProjections({
    beforeSwap: async (owner, attempt) => {
      tries.push(`${owner.kind} ${attempt}`);
      if (owner.kind === 'campaign' && attempt === 1) {
        await recordOutcome(second, {
          class: 'accepted',
          bulkId: 'two',
          ids: [`${campaignId}-c`, `${campaignId}-d`],
        });
        await writeReports([{ messageId: ids[0] ?? '', word: 'Delivered', status: 'delivered', rank: 3 }]);
      }
      if (owner.kind === 'count' && attempt === 1) {
        await drainJobs({ without: ['dispatch-batch'] });
      }
    },
  });
  expect(tries).toEqual(['campaign 1', 'campaign 2', 'count 1', 'count 2']);
  expect(rebuilt).toMatchObject({ kind: 'rebuilt', left: [] });
  const { rows } = await pool.query(
    'SELECT message_id, state, code FROM message WHERE campaign_id = $1 ORDER BY ordinal',
    [campaignId],
  );
  expect(rows).toEqual([
    { message_id: `${campaignId}-a`, state: 'delivered', code: null },
    { message_id: `${campaignId}-b`, state: 'handed_over', code: null },
    { message_id: `${campaignId}-c`, state: 'handed_over', code: null },
    { message_id: `${campaignId}-d`, state: 'handed_over', code: null },
  ]);
  await drainJobs();
});

test('an owner that never rests is at last made again under its locks', async () => {
  const campaign = await confirmedCampaign(2);
  await pool.query('UPDATE campaign SET parts = 99 WHERE id = $1', [campaign.campaignId]);
  const attempts: number[] = [];
  const rebuilt = await rebuildProjections({
    beforeSwap: async (_owner, attempt) => {
      attempts.push(attempt);
      await (attempt % 2 === 1
        ? pauseCampaign(campaign.shopId, campaign.campaignId)
        : resumeCampaign(campaign.shopId, campaign.campaignId));
      await pool.query('UPDATE campaign SET parts = 99 WHERE id = $1', [campaign.campaignId]);
    },
  });
  expect(attempts).toEqual([1, 2, 3, 4]);
  expect(rebuilt).toMatchObject({ kind: 'rebuilt', left: [], put: [{ projection: 'campaign', rows: 1 }] });
  await drainJobs();
});

test('a crash leaves each owner as it was or right, and the rest to the next run', async () => {
  await pool.query('UPDATE message SET credits = 9');
  const before = await differing();
  expect(before.length).toBeGreaterThan(2);
  let owners = 0;
  await expect(
    rebuildProjections({
      beforeSwap: async () => {
        owners += 1;
        if (owners === 3) {
          throw new Error('the process died');
        }
      },
    }),
  ).rejects.toThrow('the process died');
  expect((await differing()).length).toBe(before.length - 2);
  await mend();
});

test('whoever holds the rows of an owner is not waited for, and everybody else is put right', async () => {
  await pool.query('UPDATE message SET credits = 9');
  const holder = await pool.connect();
  try {
    await holder.query('BEGIN');
    await holder.query('SELECT FROM send_batch WHERE campaign_id = $1 FOR UPDATE', [handedOver.campaignId]);
    const rebuilt = await rebuildProjections({ lockTimeoutMs: 30 });
    expect(rebuilt).toMatchObject({ left: [{ owner: { kind: 'campaign', ...handedOver } }] });
    expect(await differing()).toEqual([`message ${handedOver.shopId}`]);
  } finally {
    await holder.query('ROLLBACK');
    holder.release();
  }
  await mend();
});

test('rows that the database refuses are left, with the reason, and everybody else is put right', async () => {
  const { shopId, campaignId } = await draftCampaign(await makeShop());
  await pool.query('DELETE FROM campaign WHERE id = $1', [campaignId]);
  await pool.query('UPDATE message SET credits = 9');
  const { rows } = await pool.query<{ words: string }>(
    'DELETE FROM campaign_content c WHERE campaign_id = $1 RETURNING to_jsonb(c)::text AS words',
    [campaignId],
  );
  const rebuilt = await rebuildProjections();
  expect(rebuilt).toMatchObject({
    left: [{ owner: { shopId, campaignId }, why: 'what its events say breaks a rule of the database' }],
  });
  expect(await differing()).toEqual([`campaign ${shopId}`]);
  await pool.query(
    'INSERT INTO campaign_content SELECT * FROM jsonb_populate_record(NULL::campaign_content, $1)',
    [rows[0]?.words],
  );
  expect(await mend()).toEqual({ campaign: 1 });
});

test('one shop can be rebuilt alone', async () => {
  await pool.query('UPDATE message SET credits = 9');
  const before = await differing();
  const rebuilt = await rebuildProjections({ scope: { shopId: handedOver.shopId } });
  expect(rebuilt).toMatchObject({ put: [{ projection: 'message', shopId: handedOver.shopId }] });
  expect(await differing()).toEqual(before.filter((one) => one !== `message ${handedOver.shopId}`));
  await mend();
});

test('a second rebuild at the same time does nothing', async () => {
  await pool.query('UPDATE message SET credits = 9 WHERE campaign_id = $1', [handedOver.campaignId]);
  let second: unknown;
  await rebuildProjections({
    beforeSwap: async () => {
      second = await rebuildProjections();
    },
  });
  expect(second).toEqual({ kind: 'already_running' });
});
