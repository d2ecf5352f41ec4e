import { afterEach, describe, expect, test } from 'vitest';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { env } from '../../app/platform/env.server.ts';
import type { Behaviour } from '../simulators/mitto/behaviours.ts';
import { expectBooksToBalance, statesOf } from '../support/flows/books.ts';
import { batchesOf, campaignRow, confirmedCampaign, recipientsOf } from '../support/flows/campaign.ts';
import { drainJobs, passRetryDelays, sweepAndDrain } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';

const mitto = mittoOfThisFile();

afterEach(() => {
  env.MITTO_TIMEOUT_MS = 5_000;
  env.MITTO_RETRYABLE_STATUSES = [429];
});

const accepting: Behaviour[] = [
  'accept-then-hang',
  'accept-then-reset',
  'accept-then-close',
  'accept-then-500',
  'accept-then-502',
  'accept-then-503',
  'accept-then-504',
  'accept-then-redirect',
  'accept-unreadable',
  'accept-empty',
  'accept-truncated',
  'accept-short',
  'accept-long',
  'accept-without-bulk-id',
];
const dropping: Behaviour[] = [
  'drop-then-hang',
  'drop-then-reset',
  'drop-then-close',
  'drop-then-500',
  'drop-then-502',
  'drop-then-503',
  'drop-then-504',
];

describe('a call whose end says nothing is unknown, keeps its credits held and is never made again', () => {
  test.each([...accepting, ...dropping])('%s', async (behaviour) => {
    if (behaviour.endsWith('hang')) {
      env.MITTO_TIMEOUT_MS = 1_200;
    }
    const campaign = await confirmedCampaign(3);
    await mitto.next(behaviour);
    await drainJobs();
    expect(await batchesOf(campaign)).toMatchObject([{ status: 'unknown', attempt: 1, wait: null }]);
    await passRetryDelays();
    await sweepAndDrain();
    await sweepAndDrain();
    expect(await statesOf(campaign)).toEqual({ unknown: 3 });
    expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(behaviour.startsWith('accept') ? 3 : 0);
    expect(await creditBalance(campaign.shopId)).toMatchObject({ available: 997, held: 3, spent: 0 });
    expect(await campaignRow(campaign)).toMatchObject({ status: 'sending', handedOver: true });
    await expectBooksToBalance(campaign.shopId);
  });
});

test('one unknown batch does not keep the others from going', async () => {
  const campaign = await confirmedCampaign(6, { perBatch: 1 });
  await mitto.next('accept-then-500');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ unknown: 1, handed_over: 5 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(6);
  await expectBooksToBalance(campaign.shopId);
});

test('a status that the operator has Mitto’s word for is tried again', async () => {
  env.MITTO_RETRYABLE_STATUSES = [429, 503];
  const campaign = await confirmedCampaign(2);
  await mitto.next('drop-then-503');
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'deferred', failures: 1 }]);
  await passRetryDelays();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 2 });
});

test('an answer in another order is tied to the right people where it carries our references', async () => {
  const campaign = await confirmedCampaign(8);
  await mitto.settings({ references: { inAnswer: true } });
  await mitto.next('accept-shuffled');
  await drainJobs();
  const numberOf = new Map(
    (await mitto.truthOf(campaign.campaignId)).map((sent) => [sent.messageId, sent.destination]),
  );
  for (const row of await recipientsOf(campaign)) {
    expect(row.status).toBe('handed_over');
    expect(numberOf.get(row.messageId ?? '')).toBe(row.phone);
  }
});
