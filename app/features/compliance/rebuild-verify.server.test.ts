import { beforeAll, expect, test } from 'vitest';
import {
  type Campaign,
  confirmedCampaign,
  draftCampaign,
  quotedCampaign,
} from '../../../test/support/flows/campaign.ts';
import { drainJobs, passRetryDelays, sweepAndDrain } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { addContacts, makeShop, setConsent } from '../../../test/support/flows/shop.ts';
import { shopStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { cancelCampaign, pauseCampaign } from '../campaigns/stop-campaign.server.ts';
import { writeReports } from '../delivery/record-reports.server.ts';
import { claimBatch } from '../messaging/claim-batch.server.ts';
import { recordOutcome } from '../messaging/record-outcome.server.ts';
import { traceMessages } from '../messaging/resolve-unknown.server.ts';
import { changeSettings } from '../shops/change-settings.server.ts';
import { audit } from './audit.server.ts';
import { verifyProjections } from './rebuild-verify.server.ts';

const mitto = mittoOfThisFile();

/** What differs, as projection and key. */
const differing = async () =>
  (await verifyProjections()).flatMap((check) =>
    check.liveHash === check.rebuiltHash
      ? []
      : check.differences.map((one) => ({ ...one, in: check.projection })),
  );

const idsOf = async ({ campaignId }: Campaign) =>
  (
    await pool.query<{ id: string }>(
      'SELECT message_id AS id FROM message WHERE campaign_id = $1 ORDER BY ordinal',
      [campaignId],
    )
  ).rows.map((row) => row.id);

const report = (messageId: string, word: string, status: 'sent' | 'delivered' | 'failed') => ({
  messageId,
  word,
  status,
  rank: status === 'sent' ? 2 : 3,
});

async function unknown(people: number): Promise<Campaign> {
  const campaign = await confirmedCampaign(people);
  await mitto.next('drop-then-500');
  await drainJobs();
  return campaign;
}

const pastDeadline = ({ campaignId }: Campaign) =>
  pool.query(`UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1`, [
    campaignId,
  ]);

let reported: Campaign;

/** Every kind of outcome that a batch, a text and a credit can have. */
async function everyOutcome(): Promise<void> {
  await draftCampaign(await makeShop());
  const shopId = await makeShop();
  await addContacts(shopId, 3);
  await quotedCampaign(shopId, { perBatch: 2 });

  reported = await confirmedCampaign(6, { perBatch: 3 });
  await drainJobs();
  const [a = '', b = '', c = '', d = ''] = await idsOf(reported);
  await writeReports([report(a, 'Sent', 'sent'), report(b, 'Sent', 'sent')]);
  await writeReports([report(a, 'Delivered', 'delivered'), report(c, 'Failure', 'failed')]);
  await writeReports([report(a, 'Failure', 'failed'), report(d, 'Delivered', 'delivered')]);
  await drainJobs();

  const retried = await confirmedCampaign(2);
  await mitto.next('429', '429');
  await drainJobs();
  await passRetryDelays();
  await drainJobs();
  await passRetryDelays();
  await drainJobs();
  expect(await idsOf(retried)).toHaveLength(2);

  const gone = await confirmedCampaign(3);
  await setConsent(gone.shopId, gone.contacts[1] ?? 0, 'unsubscribed');
  await drainJobs();
  const nobody = await confirmedCampaign(1);
  await setConsent(nobody.shopId, nobody.contacts[0] ?? 0, 'unsubscribed');
  await drainJobs();

  await confirmedCampaign(5);
  await mitto.next({ behaviour: '400-item', items: [1, 3] });
  await drainJobs();
  await confirmedCampaign(5);
  await mitto.next({ behaviour: 'partial', items: [0, 4] });
  await drainJobs();
  await confirmedCampaign(4);
  await mitto.next({ behaviour: '400-item', items: [2, 3] }, '413');
  await drainJobs();
  await confirmedCampaign(2);
  await mitto.next('400-whole');
  await drainJobs();

  const open = await unknown(3);
  await traceMessages(
    { ...open, batchNo: 1 },
    [{ ordinal: 2, messageId: `trace-${open.campaignId}` }],
    'report',
  );
  const ended = await unknown(3);
  await traceMessages(
    { ...ended, batchNo: 1 },
    [{ ordinal: 1, messageId: `trace-${ended.campaignId}` }],
    'report',
  );
  await writeReports([report(`trace-${ended.campaignId}`, 'Failure', 'failed')]);
  await pastDeadline(ended);
  await sweepAndDrain();

  const late = await confirmedCampaign(3);
  const claim = await claimBatch({ ...late, batchNo: 1 });
  await pastDeadline(late);
  await sweepAndDrain();
  await traceMessages(
    { ...late, batchNo: 1 },
    [{ ordinal: 2, messageId: `late-${late.campaignId}-2` }],
    'report',
  );
  if (claim.kind === 'claimed') {
    const ids = [1, 2, 3].map((ordinal) => `late-${late.campaignId}-${ordinal}`);
    await recordOutcome(claim.batch, { class: 'accepted', bulkId: 'late', ids });
  }

  const paused = await confirmedCampaign(4, { perBatch: 1 });
  await pauseCampaign(paused.shopId, paused.campaignId);
  const cancelled = await confirmedCampaign(4, { perBatch: 1 });
  await cancelCampaign(cancelled.shopId, cancelled.campaignId);
  await drainJobs();

  await pool.query(`UPDATE shop SET time_zone = 'Europe/Athens' WHERE id = $1`, [shopId]);
  await withTransaction(async (tx) => {
    await tx.query('UPDATE shop SET installed_at = now() WHERE id = $1', [shopId]);
    await appendLocked(tx, [
      toStream(shopStream(shopId), [
        { type: 'ShopInstalled', data: { country: 'GR', timeZone: 'Europe/Athens' } },
      ]),
    ]);
  });
  await changeSettings(shopId, {
    sender: 'Kafeneio',
    timeZone: 'Europe/Berlin',
    quietFrom: '21:00',
    quietUntil: '09:30',
    capHours: 24,
    maxCreditsPerText: 3,
  });
}

beforeAll(async () => {
  await everyOutcome();
});

test('after every kind of outcome each projection is what its events say', async () => {
  const checks = await verifyProjections();
  expect(await differing()).toEqual([]);
  expect([...new Set(checks.map((check) => check.projection))].sort()).toEqual([
    'campaign',
    'campaign_count',
    'credit_account',
    'credit_statement',
    'message',
    'recipient_omission',
    'send_batch',
    'shop',
  ]);
  const { rows: statuses } = await pool.query<{ all: string[] }>(
    'SELECT array_agg(DISTINCT status ORDER BY status) AS all FROM send_batch',
  );
  expect(statuses[0]?.all).toEqual([
    'accepted',
    'empty',
    'planned',
    'ready',
    'rejected',
    'resolved',
    'stopped',
    'unknown',
  ]);
  const client = await pool.connect();
  expect(await audit(client).finally(() => client.release())).toEqual([]);
});

test.each([
  ['campaign', 'parts', 'parts + 1', 'parts > 0'],
  ['campaign_count', 'count', 'count + 1', `state = 'delivered'`],
  ['credit_account', 'credits_posted', 'credits_posted + 1', `code = 'available' AND credits_posted > 0`],
  ['credit_statement', 'amount', 'amount + 1', `kind = 'refunded'`],
  ['message', 'state', `'failed'`, `state = 'delivered'`],
  ['message', 'rank', '1', 'rank = 2'],
  ['message', 'credits', '0', `state = 'handed_over' AND credits > 0`],
  ['recipient_omission', 'reason', `'nothing'`, `state = 'refused'`],
  ['send_batch', 'failures', 'failures + 1', `status = 'accepted'`],
  ['send_batch', 'last_ordinal', 'last_ordinal + 1', `status = 'planned'`],
  ['send_batch', 'status', `'resolved'`, `status = 'unknown'`],
  ['shop', 'cap_hours', '25', 'cap_hours = 24'],
])('one tampered row of %s (%s) is found and named', async (table, column, wrong, where) => {
  // The row is found again by its place, which an update changes.
  const { rows } = await pool.query<{ place: string; before: string }>(
    `WITH one AS (SELECT ctid AS place, ${column}::text AS before FROM ${table} WHERE ${where} LIMIT 1)
     UPDATE ${table} t SET ${column} = ${wrong} FROM one WHERE t.ctid = one.place
     RETURNING t.ctid::text AS place, one.before`,
  );
  const [row] = rows;
  const found = await differing();
  await pool.query(
    `UPDATE ${table} SET ${column} = (jsonb_populate_record(NULL::${table}, jsonb_build_object('${column}', $2::text))).${column}
     WHERE ctid = $1::tid`,
    [row?.place, row?.before],
  );
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    in: table,
    live: expect.stringContaining(`${column}=`),
    rebuilt: expect.stringContaining(`${column}=${row?.before}`),
  });
  expect(await differing()).toEqual([]);
});

test('a row that is gone, and one that no event tells of, are found', async () => {
  const { campaignId, shopId } = reported;
  await pool.query('UPDATE message SET ordinal = 77 WHERE campaign_id = $1 AND ordinal = 1', [campaignId]);
  const found = await differing();
  await pool.query('UPDATE message SET ordinal = 1 WHERE campaign_id = $1 AND ordinal = 77', [campaignId]);
  expect(found).toMatchObject([
    { key: `shop_id=${shopId} campaign_id=${campaignId} ordinal=1`, live: null },
    { key: `shop_id=${shopId} campaign_id=${campaignId} ordinal=77`, rebuilt: null },
  ]);
});
