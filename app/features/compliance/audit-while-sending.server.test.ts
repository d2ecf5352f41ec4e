import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Campaign, confirmedCampaign, draftCampaign } from '../../../test/support/flows/campaign.ts';
import { drainJobs, passRetryDelays } from '../../../test/support/flows/jobs.ts';
import { waitersAppear, whileLaneIsHeld } from '../../../test/support/flows/locks.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { parseDeliveryStatus } from '../../core/delivery/delivery-status.ts';
import { pool } from '../../platform/database.server.ts';
import { freezeAudience } from '../campaigns/freeze-audience.server.ts';
import { requestReview } from '../campaigns/request-review.server.ts';
import { cancelCampaign, pauseCampaign, resumeCampaign } from '../campaigns/stop-campaign.server.ts';
import { grantCredits } from '../credits/grant-credits.server.ts';
import { settleRefunds } from '../credits/settle-refunds.server.ts';
import { projectCampaignCounts } from '../delivery/project-campaign-counts.server.ts';
import { writeReports } from '../delivery/record-reports.server.ts';
import { claimBatch } from '../messaging/claim-batch.server.ts';
import { recordOutcome } from '../messaging/record-outcome.server.ts';
import { sweep } from '../messaging/sweep.server.ts';
import { audit } from './audit.server.ts';
import { eraseContact } from './erase-contact.server.ts';

mittoOfThisFile();

async function violations(): Promise<string[]> {
  const client = await pool.connect();
  try {
    return (await audit(client)).map(({ check }) => check);
  } finally {
    client.release();
  }
}
const expectRight = async (after: string) => expect(await violations(), after).toEqual([]);

async function claimed(campaign: Campaign, batchNo: number) {
  const claim = await claimBatch({ shopId: campaign.shopId, campaignId: campaign.campaignId, batchNo });
  if (claim.kind !== 'claimed') {
    throw new Error(`batch ${batchNo} was not claimed`);
  }
  return claim.batch;
}
type Batch = Awaited<ReturnType<typeof claimed>>;
const idOf = (batch: Batch, ordinal: number) => `text-${batch.campaignId}-${ordinal}`;
const accepted = (batch: Batch) => ({
  class: 'accepted' as const,
  bulkId: `bulk-${batch.campaignId}-${batch.batchNo}`,
  ids: batch.recipients.map(({ ordinal }) => idOf(batch, ordinal)),
});
const report = (batch: Batch, ordinal: number, word: 'Delivered' | 'Failure') =>
  writeReports([{ messageId: idOf(batch, ordinal), word, ...parseDeliveryStatus(word) }]);

test('no moment of a running campaign is a false alarm', async () => {
  const campaign = await confirmedCampaign(14, { perBatch: 2 });
  const { shopId, campaignId } = campaign;
  const later: Batch[] = [];
  const steps: [string, () => Promise<unknown>][] = [
    ['the confirmation', async () => {}],
    ['the first intents', async () => later.push(await claimed(campaign, 1), await claimed(campaign, 2))],
    ['counting', projectCampaignCounts],
    ['an acceptance', async () => recordOutcome(take(later), accepted(take(later)))],
    [
      'reports',
      async () => [await report(take(later), 1, 'Failure'), await report(take(later), 2, 'Delivered')],
    ],
    ['counting again', projectCampaignCounts],
    ['refunds', settleRefunds],
    ['a late erasure', async () => eraseContact(shopId, campaign.contacts[0] ?? 0, { request: 'operator' })],
    ['a pause', async () => pauseCampaign(shopId, campaignId, { by: 'merchant', reason: 'merchant' })],
    ['a sweep', sweep],
    ['going on', async () => resumeCampaign(shopId, campaignId)],
    [
      'a call that is too large',
      async () => {
        const batch = await claimed(campaign, 3);
        await recordOutcome(batch, {
          class: 'rejected',
          scope: 'too_large',
          why: 'too large',
          code: 'http_413',
        });
      },
    ],
    [
      'somebody refused',
      async () => {
        const batch = await claimed(campaign, 4);
        await recordOutcome(batch, {
          class: 'rejected_items',
          items: [{ index: 0, reason: 'unknown number' }],
        });
      },
    ],
    [
      'a call that did not leave',
      async () => {
        const batch = await claimed(campaign, 5);
        await recordOutcome(batch, { class: 'not_sent', why: 'no connection', code: 'not_connected' });
      },
    ],
    [
      'an unknown',
      async () => recordOutcome(await claimed(campaign, 6), { class: 'unknown', cause: 'timeout', raw: '' }),
    ],
    [
      'an unknown that is over',
      async () => {
        await pool.query(
          `UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1 AND batch_no = 6`,
          [campaignId],
        );
        await sweep();
      },
    ],
    ['another draft', async () => another(shopId)],
    ['a cancel', async () => cancelCampaign(shopId, campaignId)],
    ['its leftovers', () => drainJobs({ without: ['dispatch-batch'] })],
    [
      'a grant',
      async () => grantCredits(shopId, 5, { by: 'operator', why: 'trial', commandId: randomUUID() }),
    ],
    ['everything that was left', async () => [await passRetryDelays(), await sweep(), await drainJobs()]],
  ];
  for (const [what, act] of steps) {
    await act();
    await expectRight(what);
  }
});

function take(batches: Batch[]): Batch {
  const [batch] = batches;
  if (batch === undefined) {
    throw new Error('nothing was claimed');
  }
  return batch;
}

async function another(shopId: number): Promise<void> {
  const { campaignId } = await draftCampaign(shopId, { perBatch: 2 });
  await requestReview(shopId, campaignId);
  await freezeAudience(shopId, campaignId);
}

test('what others have written and not committed is no false alarm, nor half seen when they commit meanwhile', async () => {
  const campaign = await confirmedCampaign(4, { perBatch: 2 });
  const [one, two] = [await claimed(campaign, 1), await claimed(campaign, 2)];
  const SEND_LANE = 2;
  const outcomes: Promise<unknown>[] = [];
  const client = await pool.connect();
  try {
    // Read between the first check and the last: the snapshot is the one of the first.
    const query = client.query.bind(client) as (text: string) => Promise<never>;
    let reads = 0;
    const between = {
      query: async (text: string) => {
        reads += 1;
        if (reads === 6) {
          await recordOutcome(two, accepted(two));
        }
        return query(text);
      },
    };
    await whileLaneIsHeld(SEND_LANE, async () => {
      outcomes.push(recordOutcome(one, accepted(one)));
      await waitersAppear(1);
      await expectRight('an outcome that is not committed');
    });
    await Promise.all(outcomes);
    // The audit asks with a text alone.
    expect(await audit(between as unknown as typeof client)).toEqual([]);
    expect(reads).toBeGreaterThan(10);
  } finally {
    client.release();
  }
  await expectRight('both outcomes');
});
