import { afterEach, expect, test } from 'vitest';
import { parseDeliveryReports } from '../../app/core/delivery/delivery-reports.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { recordReports, writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { resolveAtDeadline, traceMessages } from '../../app/features/messaging/resolve-unknown.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { expectBooksToBalance, statementOf, statesOf } from '../support/flows/books.ts';
import {
  batchesOf,
  type Campaign,
  campaignRow,
  confirmedCampaign,
  recipientsOf,
} from '../support/flows/campaign.ts';
import { deleteAllJobs, drainJobs, sweepAndDrain } from '../support/flows/jobs.ts';
import { waitersAppear, whileLaneIsHeld } from '../support/flows/locks.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import {
  acceptedAnswer,
  finalReport,
  idOf,
  keyOf,
  passDeadline,
  type UnknownCall,
  unknownCall,
} from '../support/flows/unknown.ts';

const mitto = mittoOfThisFile();
let shopId = 0;

afterEach(async () => {
  await expectBooksToBalance(shopId);
  await pool.query('DELETE FROM parked_report');
});

async function unknownBatch(people: number): Promise<UnknownCall> {
  const campaign = await unknownCall(people);
  shopId = campaign.shopId;
  return campaign;
}

const trace = (campaign: Campaign, ordinals: number[]) =>
  traceMessages(
    keyOf(campaign),
    ordinals.map((ordinal) => ({ ordinal, messageId: idOf(campaign, ordinal) })),
    'report',
  );
test('reports that carry our references end an unknown: everybody was handed over, and is paid for', async () => {
  const campaign = await confirmedCampaign(4);
  shopId = campaign.shopId;
  await mitto.next('accept-then-reset');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ unknown: 4 });
  const truth = await mitto.truthOf(campaign.campaignId);
  for (const { messageId, reference } of truth) {
    const body = JSON.stringify({ messageId, reference, deliveryStatus: 'Delivered' });
    await recordReports(parseDeliveryReports({ contentType: 'application/json', body }).reports);
  }
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'resolved', reason: 'resolved_by_reports' }]);
  expect(await statesOf(campaign)).toEqual({ delivered: 4 });
  expect(await statementOf(campaign)).toEqual({ held: 4, spent: 4 });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
});

test('reports that came while the call was still open end its unknown too', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  const claim = await claimBatch(keyOf(campaign));
  await writeReports([finalReport(campaign, 1, 'delivered'), finalReport(campaign, 2, 'delivered')]);
  await matchParkedReports();
  await deleteAllJobs();
  expect(await statesOf(campaign), 'nobody knows yet whether the call is answered').toEqual({ sending: 2 });
  if (claim.kind === 'claimed') {
    await recordOutcome(claim.batch, { class: 'unknown', cause: 'timeout', raw: '' });
  }
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ delivered: 2 });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
});

test('parked reports are matched although every job was lost', async () => {
  const campaign = await unknownBatch(2);
  await writeReports([finalReport(campaign, 1, 'delivered'), finalReport(campaign, 2, 'failed')]);
  await deleteAllJobs();
  await pool.query(`UPDATE parked_report SET received_at = now() - interval '1 minute'`);
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ delivered: 1, failed: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 2, spent: 2, refunded: 1 });
});

test('the evidence is found among thousands of reports that are not ours', async () => {
  const campaign = await unknownBatch(1);
  await pool.query(
    `INSERT INTO parked_report (message_id, campaign_id, ordinal, rank, state, word)
     SELECT '0-nobody-' || i, 999999, 1, 3, 'delivered', 'Delivered' FROM generate_series(1, 2500) AS i`,
  );
  await writeReports([finalReport(campaign, 1, 'delivered')]);
  await matchParkedReports();
  expect(await statesOf(campaign)).toEqual({ delivered: 1 });
});

test('each trace proves one text: the others stay unknown until the deadline, then their credits come back', async () => {
  const campaign = await unknownBatch(5);
  await writeReports([finalReport(campaign, 2, 'delivered'), finalReport(campaign, 4, 'failed')]);
  await matchParkedReports();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ delivered: 1, failed: 1, unknown: 3 });
  await expectBooksToBalance(shopId);

  await passDeadline(campaign);
  await sweepAndDrain();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'resolved', reason: 'resolved_by_deadline' }]);
  expect(await statesOf(campaign)).toEqual({ delivered: 1, failed: 1, presumed_not_sent: 3 });
  expect(await statementOf(campaign)).toEqual({ held: 5, spent: 2, released: 3, refunded: 1 });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
});

test('an unknown that nothing is heard of is presumed not sent at its deadline, and is not sent again', async () => {
  const campaign = await unknownBatch(3);
  await passDeadline(campaign);
  await sweepAndDrain();
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ presumed_not_sent: 3 });
  expect(await statementOf(campaign)).toEqual({ held: 3, released: 3 });
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
});

test('the answer that comes after the sweep is still the truth', async () => {
  const campaign = await unknownBatch(3);
  expect(await recordOutcome(campaign.batch, acceptedAnswer(campaign, 3))).toBe('recorded');
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'accepted' }]);
  expect(await statesOf(campaign)).toEqual({ handed_over: 3 });
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 3 });
});

test('a late answer leaves those who were traced meanwhile as they are, and pays for everybody once', async () => {
  const campaign = await unknownBatch(3);
  await trace(campaign, [1, 2]);
  await writeReports([finalReport(campaign, 1, 'delivered'), finalReport(campaign, 2, 'failed')]);
  expect(await recordOutcome(campaign.batch, acceptedAnswer(campaign, 3))).toBe('recorded');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ delivered: 1, failed: 1, handed_over: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 3, refunded: 1 });
});

test('a late answer that says “not taken” lets the batch go again', async () => {
  const campaign = await unknownBatch(2);
  expect(
    await recordOutcome(campaign.batch, { class: 'not_sent', code: 'not_connected', why: 'refused' }),
  ).toBe('recorded');
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
});

test('an outcome under another lease than the batch’s is not written', async () => {
  const campaign = await unknownBatch(2);
  const stranger = { ...campaign.batch, lease: '00000000-0000-4000-8000-000000000000' };
  expect(await recordOutcome(stranger, acceptedAnswer(campaign, 2))).toBe('superseded');
  expect(await statesOf(campaign)).toEqual({ unknown: 2 });
});

test('a trace for somebody who is not in the batch, or was traced already, proves nothing new', async () => {
  const campaign = await unknownBatch(2);
  expect(await trace(campaign, [1, 99])).toEqual([{ ordinal: 1, messageId: idOf(campaign, 1) }]);
  expect(await trace(campaign, [1])).toEqual([]);
  expect(await statesOf(campaign)).toEqual({ handed_over: 1, unknown: 1 });
});

test('a text that fails while its unknown is being resolved is refunded all the same', async () => {
  const campaign = await unknownBatch(2);
  await trace(campaign, [1]);
  let resolving: Promise<unknown> = Promise.resolve();
  let reporting: Promise<unknown> = Promise.resolve();
  // The resolution has paid for the text that it knew of, and has not committed, when the report comes.
  await whileLaneIsHeld(2, async () => {
    resolving = resolveAtDeadline(keyOf(campaign));
    await waitersAppear(1);
    reporting = writeReports([finalReport(campaign, 1, 'failed')]);
    await waitersAppear(2);
  });
  await Promise.all([resolving, reporting]);
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ failed: 1, presumed_not_sent: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 2, spent: 1, released: 1, refunded: 1 });
});

test('who was texted by an unknown call is in the view with her carrier’s id', async () => {
  const campaign = await unknownBatch(1);
  await trace(campaign, [1]);
  expect(await recipientsOf(campaign)).toMatchObject([
    { status: 'handed_over', messageId: idOf(campaign, 1) },
  ]);
});
