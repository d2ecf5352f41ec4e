import { afterEach, expect, test } from 'vitest';
import { formatReference } from '../../app/core/messaging/reference.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { writeReports } from '../../app/features/delivery/record-reports.server.ts';
import { strayReports } from '../../app/features/delivery/stray-reports.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { acceptByOperator } from '../../app/features/messaging/resolve-by-operator.server.ts';
import { resolveAtDeadline, traceMessages } from '../../app/features/messaging/resolve-unknown.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { alertsOfThisFile } from '../support/flows/alerts.ts';
import { checkBooksAfterEach, statementOf, statesOf } from '../support/flows/books.ts';
import { confirmedCampaign, recipientsOf } from '../support/flows/campaign.ts';
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

const mitto = mittoOfThisFile();
const alerts = alertsOfThisFile();
let campaign: UnknownCall;
let shopId: number;

afterEach(async () => {
  await pool.query('DELETE FROM parked_report');
});
// Runs first: what is registered last does.
checkBooksAfterEach(() => shopId);

async function unknown(people: number): Promise<void> {
  campaign = await unknownCall(people);
  shopId = campaign.shopId;
}

async function reportsCome(...reports: Parameters<typeof writeReports>[0]): Promise<void> {
  await writeReports(reports);
  await matchParkedReports();
  await drainJobs();
}

test('a late answer that says “not taken” of a call with proved texts is a contradiction', async () => {
  await unknown(2);
  await traceMessages(keyOf(campaign), [{ ordinal: 1, messageId: idOf(campaign, 1) }], 'report');
  await resolveAtDeadline(keyOf(campaign));
  expect(
    await recordOutcome(campaign.batch, { class: 'not_sent', code: 'not_connected', why: 'refused' }),
  ).toBe('contradicted');
  expect(await statesOf(campaign)).toEqual({ handed_over: 1, presumed_not_sent: 1 });
  expect(alerts()).toMatchObject([{ alert: 'contradiction', traced: 1 }]);
});

test('a late answer that refuses somebody who was traced does not undo her: she is paid for, the rest is free', async () => {
  await unknown(3);
  await traceMessages(keyOf(campaign), [{ ordinal: 2, messageId: idOf(campaign, 2) }], 'report');
  expect(
    await recordOutcome(campaign.batch, {
      class: 'partly_accepted',
      bulkId: 'late',
      accepted: [{ index: 0, id: idOf(campaign, 1) }],
      refused: [
        { index: 1, reason: 'not reachable' },
        { index: 2, reason: 'not reachable' },
      ],
    }),
  ).toBe('recorded');
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, refused: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 2, released: 1 });
  expect(await lastEventsOf(campaign, 2)).toMatchObject([
    { type: 'BatchPartlyAccepted', data: { refused: [[3, 'not reachable']], credits: 2 } },
    { type: 'OutcomeResolved', data: { handedOver: 2 } },
  ]);
  expect(alerts()).toMatchObject([{ alert: 'contradiction', refusedButTaken: 1, otherIds: 0 }]);
});

test('a late answer under another id than the traced one leaves the traced id', async () => {
  await unknown(2);
  await traceMessages(keyOf(campaign), [{ ordinal: 1, messageId: 'TRACED' }], 'report');
  expect(await recordOutcome(campaign.batch, acceptedAnswer(campaign, 2))).toBe('recorded');
  expect((await recipientsOf(campaign)).map((row) => row.messageId)).toEqual(['TRACED', idOf(campaign, 2)]);
  expect(await statementOf(campaign)).toEqual({ held: 2, spent: 2 });
  expect(alerts()).toMatchObject([{ alert: 'contradiction', otherIds: 1, refusedButTaken: 0 }]);
});

test('an answer that gives somebody another text’s id is not believed: its call stays or becomes unknown', async () => {
  await unknown(2);
  // The report says that the id which the answer has for the first is the second's.
  await traceMessages(keyOf(campaign), [{ ordinal: 2, messageId: idOf(campaign, 1) }], 'report');
  expect(await recordOutcome(campaign.batch, acceptedAnswer(campaign, 2))).toBe('contradicted');
  expect(await statesOf(campaign)).toEqual({ unknown: 1, handed_over: 1 });
  expect(alerts()).toMatchObject([{ alert: 'contradiction', outcome: 'accepted' }]);
  await resolveAtDeadline(keyOf(campaign));
  expect(await recordOutcome(campaign.batch, acceptedAnswer(campaign, 2))).toBe('contradicted');
  expect(await statesOf(campaign)).toEqual({ presumed_not_sent: 1, handed_over: 1 });
});

test('a report under another id than the operator’s list gave is told once, listed, and loudly given up', async () => {
  await unknown(1);
  await acceptByOperator(
    campaign.campaignId,
    1,
    `messageId,reference\nLISTED,${formatReference(BigInt(campaign.campaignId), 1)}\n`,
  );
  await reportsCome(finalReport(campaign, 1, 'delivered'));
  await matchParkedReports();
  expect(alerts()).toMatchObject([{ alert: 'contradiction', reports: 1 }]);
  expect(await strayReports(), 'a moment old: it may still be matched').toMatchObject({ count: 0 });
  await pool.query(`UPDATE parked_report SET received_at = now() - interval '2 minutes'`);
  expect(await strayReports()).toMatchObject({
    count: 1,
    oldest: [{ messageId: idOf(campaign, 1), ordinal: 1, why: 'other_id' }],
  });
  await pool.query(`UPDATE parked_report SET received_at = now() - interval '8 days'`);
  await matchParkedReports();
  expect(await strayReports()).toEqual({ count: 0, oldest: [] });
  expect(alerts().at(-1)).toMatchObject({ alert: 'reports_without_a_text', reports: 1, named: 1 });
});

test('a report with our reference and no id cannot be recorded, and is listed for the operator to ask about', async () => {
  await unknown(1);
  const { messageId: _, ...nameless } = finalReport(campaign, 1, 'delivered');
  await reportsCome(nameless);
  expect(await statesOf(campaign)).toEqual({ unknown: 1 });
  await pool.query(`UPDATE parked_report SET received_at = now() - interval '2 minutes'`);
  expect(await strayReports()).toMatchObject({ count: 1, oldest: [{ messageId: null, why: 'no_id' }] });
});

test('Mitto is asked once what a report with an id and no reference is about, and its answer is evidence', async () => {
  const sent = await confirmedCampaign(1);
  shopId = sent.shopId;
  await mitto.next('accept-then-reset');
  await drainJobs();
  expect(await statesOf(sent)).toEqual({ unknown: 1 });
  const [truth] = await mitto.truthOf(sent.campaignId);
  const { reference: _, ...nameless } = finalReport(sent, 1, 'delivered');
  await writeReports([
    { ...nameless, messageId: truth?.messageId ?? '' },
    { ...nameless, messageId: 'NOBODYS' },
  ]);
  await pool.query(`UPDATE parked_report SET received_at = now() - interval '2 minutes'`);
  await matchParkedReports();
  await drainJobs();
  expect(await statesOf(sent)).toEqual({ delivered: 1 });
  expect(await strayReports()).toMatchObject({
    count: 1,
    oldest: [{ messageId: 'NOBODYS', campaignId: null }],
  });
});
