import { afterEach, expect, test } from 'vitest';
import { formatReference } from '../../app/core/messaging/reference.ts';
import { campaignReport } from '../../app/features/campaigns/campaign-report-page.server.ts';
import { recipientPage } from '../../app/features/campaigns/recipient-page.server.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import {
  acceptByOperator,
  notSentByOperator,
} from '../../app/features/messaging/resolve-by-operator.server.ts';
import { resolveAtDeadline } from '../../app/features/messaging/resolve-unknown.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { alertsOfThisFile } from '../support/flows/alerts.ts';
import { checkBooksAfterEach, statementOf, statesOf } from '../support/flows/books.ts';
import { batchesOf, campaignRow, recipientsOf } from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import {
  acceptedAnswer,
  finalReport,
  idOf,
  keyOf,
  lastEventsOf,
  type UnknownCall,
  unknownCall,
} from '../support/flows/unknown.ts';

mittoOfThisFile();
const alerts = alertsOfThisFile();
let campaign: UnknownCall;
let shopId: number;

afterEach(async () => {
  await pool.query('DELETE FROM parked_report');
});
// Runs first: what is registered last does.
checkBooksAfterEach(() => shopId);

const batch = async () => (await batchesOf(campaign))[0];

async function unknown(people: number): Promise<void> {
  campaign = await unknownCall(people);
  shopId = campaign.shopId;
}

/** An unknown call that reached its deadline: everybody is presumed not sent. */
async function presumed(people: number): Promise<void> {
  await unknown(people);
  await resolveAtDeadline(keyOf(campaign));
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ presumed_not_sent: people });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
}

async function reportsCome(...reports: Parameters<typeof writeReports>[0]): Promise<void> {
  await writeReports(reports);
  await matchParkedReports();
  await drainJobs();
}

test('a report after the deadline overturns the presumption: she was texted, for free, and everybody can see it', async () => {
  await presumed(3);
  await reportsCome(finalReport(campaign, 2, 'delivered'));
  expect(await statesOf(campaign)).toEqual({ delivered: 1, presumed_not_sent: 2 });
  expect(await statementOf(campaign)).toEqual({ held: 3, released: 3 });
  expect(await lastEventsOf(campaign, 1)).toMatchObject([
    {
      type: 'PresumptionOverturned',
      data: {
        evidence: 'report',
        messages: [[2, idOf(campaign, 2)]],
        moved: { presumed_not_sent: -1, handed_over: 1 },
      },
    },
  ]);
  expect(alerts()).toMatchObject([{ alert: 'presumption_overturned', texts: 1, evidence: 'report' }]);
  expect(await campaignReport(campaign.shopId, campaign.campaignId)).toMatchObject({
    overturned: 1,
    counts: { delivered: 1, presumed_not_sent: 2 },
  });
  const page = await recipientPage(campaign.shopId, campaign.campaignId, 2);
  expect(page).toMatchObject({ state: 'delivered', credits: 0 });
  expect(page?.story.map(({ kind }) => kind)).toEqual([
    'frozen',
    'confirmed',
    'handing_over',
    'outcome_unknown',
    'presumed_not_sent',
    'overturned',
    'reported',
  ]);
});

test('a text that was for free is not refunded when it fails', async () => {
  await presumed(2);
  await reportsCome(finalReport(campaign, 1, 'failed'), finalReport(campaign, 2, 'delivered'));
  expect(await statesOf(campaign)).toEqual({ failed: 1, delivered: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 2, released: 2 });
});

test('an overturned text without a final report yet is asked about until its own deadline', async () => {
  await presumed(1);
  await pool.query(`UPDATE send_batch SET settled_at = now() - interval '5 days', next_poll_at = NULL
                    WHERE campaign_id = ${campaign.campaignId}`);
  await reportsCome({ ...finalReport(campaign, 1, 'delivered'), word: 'Sent', status: 'sent', rank: 2 });
  const { rows } = await pool.query(
    `SELECT next_poll_at > now() AND settled_at > now() - interval '1 minute' AS fresh FROM send_batch
     WHERE campaign_id = $1`,
    [campaign.campaignId],
  );
  expect(rows).toEqual([{ fresh: true }]);
  expect(await statesOf(campaign)).toEqual({ handed_over: 1 });
});

test('reports that come again, or for people that are not in the call, overturn nothing more', async () => {
  await presumed(2);
  await reportsCome(finalReport(campaign, 1, 'delivered'));
  await reportsCome(finalReport(campaign, 1, 'delivered'), finalReport(campaign, 77, 'delivered'));
  expect(await statesOf(campaign)).toEqual({ delivered: 1, presumed_not_sent: 1 });
  expect(alerts()).toHaveLength(1);
});

test('the call’s own answer after the deadline overturns the presumption as a report does', async () => {
  await presumed(3);
  expect(await recordOutcome(campaign.batch, acceptedAnswer(campaign, 3))).toBe('overturned');
  expect(await recordOutcome(campaign.batch, acceptedAnswer(campaign, 3))).toBe('superseded');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 3 });
  expect(await statementOf(campaign)).toEqual({ held: 3, released: 3 });
  expect((await recipientsOf(campaign))[0]).toMatchObject({ bulkId: `bulk-${campaign.campaignId}` });
  expect(await lastEventsOf(campaign, 1)).toMatchObject([
    {
      type: 'PresumptionOverturned',
      data: { evidence: 'late_answer', bulkId: `bulk-${campaign.campaignId}` },
    },
  ]);
  expect(alerts()).toMatchObject([{ alert: 'presumption_overturned', texts: 3 }]);
});

test('a late answer that took some and refused others overturns only for those it took', async () => {
  await presumed(3);
  expect(
    await recordOutcome(campaign.batch, {
      class: 'partly_accepted',
      bulkId: 'late',
      accepted: [{ index: 1, id: idOf(campaign, 2) }],
      refused: [
        { index: 0, reason: 'x' },
        { index: 2, reason: 'x' },
      ],
    }),
  ).toBe('overturned');
  expect(await statesOf(campaign)).toEqual({ handed_over: 1, presumed_not_sent: 2 });
});

test('a late answer that says “not taken” confirms the presumption, and another attempt’s answer is nobody’s', async () => {
  await presumed(2);
  expect(
    await recordOutcome(campaign.batch, { class: 'not_sent', code: 'not_connected', why: 'refused' }),
  ).toBe('superseded');
  expect(
    await recordOutcome(campaign.batch, { class: 'rejected', scope: 'batch', code: 'http_400', why: 'no' }),
  ).toBe('superseded');
  const stranger = { ...campaign.batch, lease: '00000000-0000-4000-8000-000000000000' };
  expect(await recordOutcome(stranger, acceptedAnswer(campaign, 2))).toBe('superseded');
  expect(await statesOf(campaign)).toEqual({ presumed_not_sent: 2 });
  expect(alerts()).toEqual([]);
});

test('the operator’s “not sent” is overturned by a report, and by Mitto’s own list', async () => {
  await unknown(3);
  await notSentByOperator(campaign.campaignId, 1, { evenTraced: false });
  await reportsCome(finalReport(campaign, 1, 'delivered'));
  const csv = (id: string) =>
    `messageId,reference\n${id},${formatReference(BigInt(campaign.campaignId), 2)}\n`;
  expect(await acceptByOperator(campaign.campaignId, 1, csv(idOf(campaign, 1)))).toMatchObject({
    kind: 'refused',
    problem: expect.stringContaining('message id of another text'),
  });
  expect(await acceptByOperator(campaign.campaignId, 1, csv(idOf(campaign, 2)))).toEqual({
    kind: 'overturned',
    overturned: 1,
    others: 0,
  });
  expect(await statesOf(campaign)).toEqual({ delivered: 1, handed_over: 1, presumed_not_sent: 1 });
  expect(await batch()).toMatchObject({ status: 'resolved', reason: 'resolved_by_operator' });
  expect(alerts().map(({ alert, evidence }) => [alert, evidence])).toEqual([
    ['presumption_overturned', 'report'],
    ['presumption_overturned', 'operator'],
  ]);
});
