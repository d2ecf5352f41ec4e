import { afterEach, describe, expect, test } from 'vitest';
import { type DeliveryReport, parseDeliveryReports } from '../../app/core/delivery/delivery-reports.ts';
import { formatReference } from '../../app/core/messaging/reference.ts';
import { deliveryStream } from '../../app/core/streams.ts';
import { creditBalance } from '../../app/features/credits/credit-balance.server.ts';
import { askSilent } from '../../app/features/delivery/ask-silent.server.ts';
import { matchParkedReports } from '../../app/features/delivery/match-parked-reports.server.ts';
import { recordReports } from '../../app/features/delivery/record-reports.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import type { SettingsPatch } from '../simulators/mitto/settings.ts';
import { expectBooksToBalance, projectedStatesOf, statementOf, statesOf } from '../support/flows/books.ts';
import {
  type Campaign,
  campaignRow,
  confirm,
  confirmedCampaign,
  quotedCampaign,
  recipientsOf,
} from '../support/flows/campaign.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';

const mitto = mittoOfThisFile();

afterEach(async () => {
  await pool.query('DELETE FROM parked_report');
});

async function handedOver(contacts: number): Promise<Campaign & { ids: string[] }> {
  const campaign = await confirmedCampaign(contacts);
  await drainJobs();
  const ids = (await recipientsOf(campaign)).map((row) => row.messageId ?? '');
  return { ...campaign, ids };
}

const report = (messageId: string | undefined, word: string, more: object = {}): DeliveryReport[] =>
  parseDeliveryReports({
    contentType: 'application/json',
    body: JSON.stringify({ messageId, deliveryStatus: word, ...more }),
  }).reports;

describe('whatever way reports take, each text ends once, as the carrier’s log says', () => {
  const ways: [string, SettingsPatch['reports']][] = [
    ['before the answer to the call', { earlyShare: 1 }],
    ['a moment late', { delayMs: 200, spreadMs: 100 }],
    ['twice', { twiceShare: 1 }],
    ['the end before the Sent', { outOfOrderShare: 1 }],
    ['the Sent before the end', { sentFirstShare: 1 }],
    ['with others for ids that are nobody’s', { unknownIdShare: 1 }],
    ['many in one callback', { batch: 50 }],
    ['as a form', { transport: 'form' }],
    ['as a GET', { transport: 'query' }],
    ['in the older API’s words', { shape: 'sms-api' }],
    ['in the older API’s other words', { shape: 'sms-api-msgid', transport: 'mixed' }],
  ];
  test.each(ways)('%s', async (_, reports) => {
    await mitto.settings({
      reports: { share: 1, ...reports },
      delivery: { failureShare: 0.4, description: 'Absent subscriber', errorcode: '27' },
    });
    const campaign = await confirmedCampaign(12);
    await drainJobs();
    await mitto.simulator().reportsDone();
    await drainJobs();
    await drainJobs();

    const truth = await mitto.truthOf(campaign.campaignId);
    const failed = truth.filter((sent) => sent.outcome === 'Failure').length;
    const outcomes = new Map(truth.map((sent) => [sent.messageId, sent.outcome]));
    for (const row of await recipientsOf(campaign)) {
      const wanted = outcomes.get(row.messageId ?? '') === 'Failure' ? 'failed' : 'delivered';
      expect(row.status).toBe(wanted);
    }
    expect(failed).toBeGreaterThan(0);
    expect((await statementOf(campaign)).refunded).toBe(failed);
    expect(await projectedStatesOf(campaign)).toEqual(await statesOf(campaign));
    expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
    await expectBooksToBalance(campaign.shopId);
  });
});

test('contradictory reports are kept as facts, and the first final word stands', async () => {
  const { shopId, campaignId, ids } = await handedOver(2);
  await recordReports([
    ...report(ids[0], 'Delivered'),
    ...report(ids[1], 'Failure', { description: 'Absent' }),
  ]);
  await recordReports([...report(ids[0], 'Failure'), ...report(ids[1], 'Delivered')]);
  await drainJobs();
  const rows = await recipientsOf({ shopId, campaignId });
  expect(rows.map((row) => row.status)).toEqual(['delivered', 'failed']);
  const facts = await readStream(pool, deliveryStream(shopId, campaignId));
  expect(facts.map(({ event }) => event.type)).toEqual(['DeliveryReported', 'DeliveryContradicted']);
  expect(await creditBalance(shopId)).toMatchObject({ spent: 1, available: 999 });
  await expectBooksToBalance(shopId);
});

test('two final words for one text in one group: the first counts, the other is kept', async () => {
  const { shopId, campaignId, ids } = await handedOver(1);
  await recordReports([...report(ids[0], 'Delivered'), ...report(ids[0], 'Failure')]);
  expect(await statesOf({ shopId, campaignId })).toEqual({ delivered: 1 });
  const facts = await readStream(pool, deliveryStream(shopId, campaignId));
  expect(facts.map(({ event }) => event.type).sort()).toEqual(['DeliveryContradicted', 'DeliveryReported']);
});

test('a parked report with a reference and no id ends the text of its own campaign, and of no other of the shop', async () => {
  const one = await handedOver(2);
  const other = await quotedCampaign(one.shopId);
  expect(await confirm(other)).toEqual({ kind: 'started' });
  await drainJobs();
  await recordReports(
    report(undefined, 'Delivered', { reference: formatReference(BigInt(one.campaignId), 2) }),
  );
  await matchParkedReports();
  await drainJobs();
  expect((await recipientsOf(one)).map((row) => row.status)).toEqual(['handed_over', 'delivered']);
  expect(await statesOf(other)).toEqual({ handed_over: 2 });
});

test.each([
  ['Failure', 'Delivered', 'failed', 1],
  ['Delivered', 'Failure', 'delivered', 0],
  ['UNDELIV', 'DELIVRD', 'failed', 1],
])(
  'the first final word stands although it was parked: %s, then %s',
  async (first, second, status, failed) => {
    const { shopId, campaignId, ids } = await handedOver(1);
    // As one that overtook our commit: it came before its text was known.
    await recordReports(report(`not-yet-${campaignId}`, first));
    await pool.query('UPDATE parked_report SET message_id = $1 WHERE message_id = $2', [
      ids[0],
      `not-yet-${campaignId}`,
    ]);
    await recordReports(report(ids[0], second));
    await matchParkedReports();
    await drainJobs();
    expect(await statesOf({ shopId, campaignId })).toEqual({ [status]: 1 });
    expect((await statementOf({ shopId, campaignId })).refunded ?? 0).toBe(failed);
    const facts = await readStream(pool, deliveryStream(shopId, campaignId));
    expect(facts.map(({ event }) => event.type).sort()).toEqual(['DeliveryContradicted', 'DeliveryReported']);
    expect((await pool.query('SELECT FROM parked_report')).rowCount).toBe(0);
    await expectBooksToBalance(shopId);
  },
);

test('a late Sent never undoes a delivery', async () => {
  const { shopId, campaignId, ids } = await handedOver(1);
  await recordReports(report(ids[0], 'Delivered'));
  await recordReports(report(ids[0], 'Sent'));
  await recordReports(report(ids[0], 'Queued'));
  expect(await recipientsOf({ shopId, campaignId })).toMatchObject([
    { status: 'delivered', word: 'Delivered' },
  ]);
});

test('a failed text is refunded once, however often its report comes and the refunds are settled', async () => {
  const { shopId, campaignId, ids } = await handedOver(3);
  for (let i = 0; i < 3; i += 1) {
    await recordReports(report(ids[0], 'Failure', { description: 'Absent subscriber', errorcode: '27' }));
    await drainJobs();
  }
  expect(await statementOf({ shopId, campaignId })).toEqual({ held: 3, spent: 3, refunded: 1 });
  expect((await recipientsOf({ shopId, campaignId }))[0]).toMatchObject({
    status: 'failed',
    error: 'Absent subscriber',
  });
  await expectBooksToBalance(shopId);
});

test('refunds that are settled by two workers at once are paid once', async () => {
  const { shopId, campaignId, ids } = await handedOver(2);
  const { settleRefunds } = await import('../../app/features/credits/settle-refunds.server.ts');
  await recordReports(ids.flatMap((id) => report(id, 'Failure')));
  await Promise.all([settleRefunds(), settleRefunds(), settleRefunds()]);
  expect((await statementOf({ shopId, campaignId })).refunded).toBe(2);
  await expectBooksToBalance(shopId);
});

test('eighty callbacks at once are recorded whole, each when it is durable', async () => {
  const { shopId, campaignId, ids } = await handedOver(80);
  await Promise.all(ids.map((id) => recordReports(report(id, 'Delivered'))));
  expect(await statesOf({ shopId, campaignId })).toEqual({ delivered: 80 });
});

test('a report with an absurd time does not keep the others of its group from being recorded', async () => {
  const { shopId, campaignId, ids } = await handedOver(3);
  const absurd = ['0000-01-01T00:00:00Z', '0001-01-01T00:00:00+14:00', '9999-12-31T23:59:59-14:00'];
  await Promise.all(ids.map((id, i) => recordReports(report(id, 'Delivered', { updatedAt: absurd[i] }))));
  expect(await statesOf({ shopId, campaignId })).toEqual({ delivered: 3 });
});

test('a report for nobody is parked, and forgotten after a week', async () => {
  await recordReports(report('01ARZ3NDEKTSV4RRFFQ69G5FAV', 'Delivered', { reference: 's1-zzz-1' }));
  await matchParkedReports();
  expect((await pool.query('SELECT FROM parked_report')).rowCount).toBe(1);
  await pool.query(`UPDATE parked_report SET received_at = now() - interval '8 days'`);
  await matchParkedReports();
  expect((await pool.query('SELECT FROM parked_report')).rowCount).toBe(0);
});

test('a report with our reference and no id of the carrier finds the text it names', async () => {
  const { shopId, campaignId } = await handedOver(2);
  await recordReports(report(undefined, 'Delivered', { reference: formatReference(BigInt(campaignId), 2) }));
  await matchParkedReports();
  await drainJobs();
  expect(await statesOf({ shopId, campaignId })).toEqual({ handed_over: 1, delivered: 1 });
  expect((await pool.query('SELECT FROM parked_report')).rowCount).toBe(0);
});

test('a word that nobody knows is kept and moves nobody; an unreadable body is counted', async () => {
  const { shopId, campaignId, ids } = await handedOver(1);
  await recordReports(report(ids[0], 'Teleported'));
  await drainJobs();
  expect(await statesOf({ shopId, campaignId })).toEqual({ handed_over: 1 });
  const { rows } = await pool.query('SELECT word, rank FROM message WHERE campaign_id = $1', [campaignId]);
  expect(rows).toEqual([{ word: 'Teleported', rank: 0 }]);
  expect(parseDeliveryReports({ contentType: 'application/json', body: '{"messageId":' })).toEqual({
    reports: [],
    unreadable: 1,
  });
});

test('messages that stay silent are asked for, and their answer counts like a report', async () => {
  const campaign = await handedOver(4);
  await pool.query('UPDATE send_batch SET next_poll_at = now() WHERE campaign_id = $1', [
    campaign.campaignId,
  ]);
  await askSilent();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ delivered: 4 });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
});

test('a message that Mitto does not know (yet) stays handed over and is asked for again later', async () => {
  const campaign = await handedOver(1);
  await mitto.settings({ status: { alwaysNotFound: true } });
  await pool.query('UPDATE send_batch SET next_poll_at = now() WHERE campaign_id = $1', [
    campaign.campaignId,
  ]);
  await askSilent();
  expect(await statesOf(campaign)).toEqual({ handed_over: 1 });
  const { rows } = await pool.query(
    'SELECT next_poll_at > now() AS later FROM send_batch WHERE campaign_id = $1',
    [campaign.campaignId],
  );
  expect(rows).toEqual([{ later: true }]);
});

test('silence past the deadline is an end of its own, and a report that comes after it still counts', async () => {
  const campaign = await handedOver(2);
  await pool.query(
    `UPDATE send_batch SET next_poll_at = now(), settled_at = now() - interval '73 hours' WHERE campaign_id = $1`,
    [campaign.campaignId],
  );
  await askSilent();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ no_report: 2 });
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
  await expectBooksToBalance(campaign.shopId);

  await recordReports([...report(campaign.ids[0], 'Delivered'), ...report(campaign.ids[1], 'Failure')]);
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ delivered: 1, failed: 1 });
  expect((await statementOf(campaign)).refunded).toBe(1);
  await expectBooksToBalance(campaign.shopId);
});
