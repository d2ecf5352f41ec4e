import { afterEach, expect, test } from 'vitest';
import { alertsOfThisFile } from '../../../test/support/flows/alerts.ts';
import { statesOf } from '../../../test/support/flows/books.ts';
import { type Campaign, confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { httpStub, type StubServer } from '../../../test/support/flows/stub-server.ts';
import { pool } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { claimBatch } from '../messaging/claim-batch.server.ts';
import { recordOutcome } from '../messaging/record-outcome.server.ts';
import { askSilent } from './ask-silent.server.ts';

const alerts = alertsOfThisFile();
let mitto: StubServer | undefined;
let asked = 0;
const askedFor = new Set<string>();

afterEach(async () => {
  await mitto?.close();
  await pool.query('UPDATE send_batch SET next_poll_at = NULL');
});

/** A carrier that answers every status in this way. */
async function answering(fields: object): Promise<void> {
  asked = 0;
  askedFor.clear();
  mitto = await httpStub((request, response) => {
    asked += 1;
    askedFor.add(request.url ?? '');
    const messageId = request.url?.split('/').at(-1);
    response.end(JSON.stringify({ messageId, ...fields }));
  });
  env.MITTO_API_BASE_URL = mitto.url;
}

/** A batch that Mitto took, whose silent messages are due to be asked for. */
async function silentBatch(people: number): Promise<Campaign> {
  const campaign = await confirmedCampaign(people);
  const claim = await claimBatch({ ...campaign, batchNo: 1 });
  if (claim.kind !== 'claimed') {
    throw new Error('not claimed');
  }
  const ids = Array.from({ length: people }, (_, i) => `silent-${campaign.campaignId}-${i}`);
  await recordOutcome(claim.batch, { class: 'accepted', bulkId: 'bulk', ids });
  await pool.query('UPDATE send_batch SET next_poll_at = now() WHERE campaign_id = $1', [
    campaign.campaignId,
  ]);
  return campaign;
}

const nextPoll = async ({ campaignId }: Campaign) =>
  (
    await pool.query<{ seconds: number | null }>(
      `SELECT extract(epoch FROM next_poll_at - now())::integer AS seconds FROM send_batch WHERE campaign_id = $1`,
      [campaignId],
    )
  ).rows[0]?.seconds;

test('a batch of which nobody is silent any more is not asked for again', async () => {
  await answering({ deliveryStatus: 'Delivered' });
  const campaign = await silentBatch(2);
  await askSilent();
  expect(await statesOf(campaign)).toEqual({ delivered: 2 });
  await pool.query('UPDATE send_batch SET next_poll_at = now() WHERE campaign_id = $1', [
    campaign.campaignId,
  ]);
  await askSilent();
  expect(asked).toBe(2);
  expect(await nextPoll(campaign)).toBeNull();
});

test('a status whose time cannot be read still counts', async () => {
  await answering({ deliveryStatus: 'Failure', description: 'Absent', updatedAt: 'last Tuesday' });
  const campaign = await silentBatch(1);
  await askSilent();
  expect(await statesOf(campaign)).toEqual({ failed: 1 });
});

test('messages that are on their way are asked for later, and at most fifty of a batch at a time', async () => {
  await answering({ deliveryStatus: 'Sent' });
  const campaign = await silentBatch(60);
  await askSilent();
  expect(await statesOf(campaign)).toEqual({ handed_over: 60 });
  expect(asked).toBeLessThanOrEqual(50);
  expect(asked).toBeGreaterThan(0);
  expect(await nextPoll(campaign)).toBeGreaterThan(20);
});

test('a carrier that does not answer is no news', async () => {
  env.MITTO_API_BASE_URL = 'http://127.0.0.1:9';
  const campaign = await silentBatch(1);
  await askSilent();
  expect(await statesOf(campaign)).toEqual({ handed_over: 1 });
  expect(await nextPoll(campaign)).toBeGreaterThan(20);
});

test('a text that Mitto counts in more parts than was billed is recorded once, with an alert', async () => {
  await answering({ deliveryStatus: 'Sent', messageParts: 2 });
  const campaign = await silentBatch(2);
  const again = () =>
    pool.query('UPDATE send_batch SET next_poll_at = now() WHERE campaign_id = $1', [campaign.campaignId]);
  await askSilent();
  await again();
  await askSilent();
  const { rows } = await pool.query(
    `SELECT data FROM event WHERE category = 6 AND stream_key = $1 AND type = 'PartsDiffered'`,
    [campaign.campaignId],
  );
  expect(rows).toEqual([{ data: { ordinals: [1, 2], ours: [1, 1], theirs: [2, 2], moved: {} } }]);
  expect(alerts().filter(({ alert }) => alert === 'parts_differ')).toEqual([
    expect.objectContaining({ texts: 2, campaignId: campaign.campaignId }),
  ]);
});

test('who was asked for comes last, so that rounds reach everybody and not the same fifty', async () => {
  await answering({ deliveryStatus: 'Sent' });
  const campaign = await silentBatch(110);
  for (let round = 0; round < 6 && askedFor.size < 110; round += 1) {
    await pool.query('UPDATE send_batch SET next_poll_at = now() WHERE campaign_id = $1', [
      campaign.campaignId,
    ]);
    await pool.query('DELETE FROM rate_limit');
    await askSilent();
  }
  expect(askedFor.size).toBe(110);
});
