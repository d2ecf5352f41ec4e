import { expect } from 'vitest';
import type { Consent, ContactValues } from '../../../app/core/contacts/shopify-customer.ts';
import { shopStream } from '../../../app/core/streams.ts';
import { cancelCampaign, pauseCampaign } from '../../../app/features/campaigns/stop-campaign.server.ts';
import { upsertContacts } from '../../../app/features/contacts/upsert-contacts.server.ts';
import { writeReports } from '../../../app/features/delivery/record-reports.server.ts';
import { claimBatch } from '../../../app/features/messaging/claim-batch.server.ts';
import { recordOutcome } from '../../../app/features/messaging/record-outcome.server.ts';
import { traceMessages } from '../../../app/features/messaging/resolve-unknown.server.ts';
import { changeSettings } from '../../../app/features/shops/change-settings.server.ts';
import { pool, withTransaction } from '../../../app/platform/database.server.ts';
import { appendLocked, toStream } from '../../../app/platform/event-store.server.ts';
import { type Campaign, confirmedCampaign, draftCampaign, quotedCampaign } from './campaign.ts';
import { drainJobs, passRetryDelays, sweepAndDrain } from './jobs.ts';
import type { Mitto } from './mitto.ts';
import { addContacts, makeShop, newPhone, setConsent } from './shop.ts';

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

async function unknown(mitto: Mitto, people: number): Promise<Campaign> {
  const campaign = await confirmedCampaign(people);
  await mitto.next('drop-then-500');
  await drainJobs();
  return campaign;
}

const pastDeadline = ({ campaignId }: Campaign) =>
  pool.query(`UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1`, [
    campaignId,
  ]);

/**
 * Every kind of outcome that a batch, a text, a credit and a consent can have.
 *
 * @returns a campaign of 6 that was handed over and reported on.
 */
export async function everyOutcome(mitto: Mitto): Promise<Campaign> {
  await draftCampaign(await makeShop());
  const shopId = await makeShop();
  await addContacts(shopId, 3);
  await quotedCampaign(shopId, { perBatch: 2 });

  const reported = await confirmedCampaign(6, { perBatch: 3 });
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

  const open = await unknown(mitto, 3);
  await traceMessages(
    { ...open, batchNo: 1 },
    [{ ordinal: 2, messageId: `trace-${open.campaignId}` }],
    'report',
  );
  const ended = await unknown(mitto, 3);
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
    senders: { CY: 'KafeneioCY' },
    timeZone: 'Europe/Berlin',
    quietFrom: '21:00',
    quietUntil: '09:30',
    capHours: 24,
    maxCreditsPerText: 3,
    optOutLine: 'No more: {{ opt_out_link }}',
    ownLinkDomain: 'sms.kafeneio.gr',
    allowedCountries: ['CY', 'GR'],
  });
  await withTransaction(async (tx) => {
    const events = [
      ...(await upsertContacts(tx, shopId, [customer(1, 'subscribed', 1), customer(2, 'unsubscribed', 1)])),
      ...(await upsertContacts(tx, shopId, [customer(3, 'subscribed', 1), customer(4, 'never', 1)])),
      ...(await upsertContacts(tx, shopId, [customer(3, 'unsubscribed', 2)])),
    ];
    await appendLocked(tx, events);
  });
  return reported;
}

const customer = (nth: number, consent: Consent, hour: number): ContactValues => ({
  shopifyId: `gid://shopify/Customer/${nth}`,
  firstName: 'Eleni',
  lastName: null,
  phone: newPhone(),
  phoneProblem: null,
  phoneCountry: 'GR',
  consent,
  consentLevel: 'SINGLE_OPT_IN',
  consentAt: `2026-11-24T0${hour}:00:00.000Z`,
  locale: null,
  tags: [],
  orderCount: 0,
  lastOrderAt: null,
  spent: '0',
  email: null,
  updatedAt: `2026-11-24T0${hour}:00:00.000Z`,
});
