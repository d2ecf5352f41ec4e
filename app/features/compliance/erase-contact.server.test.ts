import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { expectBooksToBalance, statementOf, statesOf } from '../../../test/support/flows/books.ts';
import { confirmedCampaign, draftCampaign, recipientsOf } from '../../../test/support/flows/campaign.ts';
import { drainJobs, passRetryDelays, sweepAndDrain } from '../../../test/support/flows/jobs.ts';
import { waitersAppear, whileLaneIsHeld } from '../../../test/support/flows/locks.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { addContacts, makeShop, newPhone } from '../../../test/support/flows/shop.ts';
import { tracesOf } from '../../../test/support/flows/whole-database.ts';
import { formatPhone } from '../../core/contacts/phone-number.ts';
import { parseDeliveryReports } from '../../core/delivery/delivery-reports.ts';
import { contactStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';
import { freezeAudience } from '../campaigns/freeze-audience.server.ts';
import { requestReview } from '../campaigns/request-review.server.ts';
import { recordReports } from '../delivery/record-reports.server.ts';
import { claimBatch } from '../messaging/claim-batch.server.ts';
import { dispatchBatch } from '../messaging/dispatch-batch.server.ts';
import { leaveOutLate } from '../messaging/leave-out-late.server.ts';
import { recordOutcome } from '../messaging/record-outcome.server.ts';
import { audit } from './audit.server.ts';
import { eraseContact } from './erase-contact.server.ts';
import { verifyProjections } from './rebuild-verify.server.ts';

const mitto = mittoOfThisFile();
const operator = { request: 'operator' } as const;
const BODY = 'Dear {{ first_name }} {{ last_name }}, twenty percent off.';
let shopId = 0;

/** All that workers and we log, as it would stand in the log's file. */
const logged: string[] = [];
beforeAll(() => {
  log.level = 'trace';
  // pino's stream is behind a symbol that its types do not know on a logger.
  const { [pino.symbols.streamSym]: stream } = log as unknown as Record<
    symbol,
    { write(line: string): void }
  >;
  vi.spyOn(stream ?? { write() {} }, 'write').mockImplementation((line) => {
    logged.push(line);
  });
});
beforeEach(() => {
  logged.length = 0;
});

afterEach(async () => {
  await expectBooksToBalance(shopId);
  const client = await pool.connect();
  try {
    expect(await audit(client)).toEqual([]);
  } finally {
    client.release();
  }
  const different = (await verifyProjections()).filter((check) => check.liveHash !== check.rebuiltHash);
  expect(different, 'the rebuild finds the same').toEqual([]);
});

const firstOf = (ids: number[]): number => ids[0] ?? 0;
const firstBatch = (campaign: { shopId: number; campaignId: number }) => ({
  shopId: campaign.shopId,
  campaignId: campaign.campaignId,
  batchNo: 1,
});
const eventsOf = async (contactId: number) =>
  (await readStream(pool, contactStream(shopId, contactId))).map(({ event }) => event);

async function claimed(campaign: { shopId: number; campaignId: number }) {
  const claim = await claimBatch(firstBatch(campaign));
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${claim.kind}`);
  }
  return claim.batch;
}

const report = (messageId: string | null | undefined, word: string, description: string) =>
  recordReports(
    parseDeliveryReports({
      contentType: 'application/json',
      body: JSON.stringify({ messageId, deliveryStatus: word, description }),
    }).reports,
  );

test('after an erasure no byte of her number, name or text is left in the database, and none was ever logged', async () => {
  const [phone, earlier] = [newPhone(), newPhone()];
  const campaign = await confirmedCampaign(
    [
      { phone: earlier, firstName: 'Xanthippi', lastName: 'Quartzopoulou', tags: ['quartz-club'] },
      { lastName: 'Doe' },
      { lastName: 'Doe' },
    ],
    { body: BODY },
  );
  ({ shopId } = campaign);
  const contactId = firstOf(campaign.contacts);
  const text = 'Dear Xanthippi Quartzopoulou, twenty percent off.';
  const words = [earlier, phone]
    .flatMap((number) => [`${number}`, `${number}`.slice(2), formatPhone(`+${number}`)])
    .concat('Xanthippi', 'Quartzopoulou', 'quartz-club', text);

  // Somebody else is refused first, so there are two calls; then hers is taken, and reported with all of it in the carrier's
  // own words. Her text itself is nowhere, before and after: it is made of the campaign's words and her values, for the call.
  await mitto.next({ behaviour: '400-item', items: [1] });
  await drainJobs();
  await passRetryDelays();
  await drainJobs();
  const [hers] = await recipientsOf(campaign);
  const said = `Handset +${earlier} (${formatPhone(`+${earlier}`)}) refused "${text}"`;
  await report(hers?.messageId, 'Failure', said);
  await report(hers?.messageId, 'Delivered', said);
  await report('nobody-knows-it', 'Failure', said);
  await drainJobs();
  // Another number since, and a second campaign that waits for its merchant.
  await pool.query('UPDATE contact SET phone = $2 WHERE id = $1', [contactId, phone]);
  const second = await draftCampaign(shopId, { body: BODY });
  await requestReview(shopId, second.campaignId);
  await drainJobs();

  const before = await tracesOf(words);
  expect(before).toEqual([
    ...[`${phone}`, `${phone}`.slice(2), 'Xanthippi', 'Quartzopoulou', 'quartz-club'].map(
      (word) => `public.contact: ${word}`,
    ),
    ...[
      `${earlier}`,
      `${earlier}`.slice(2),
      `${phone}`,
      `${phone}`.slice(2),
      'Xanthippi',
      'Quartzopoulou',
    ].map((word) => `public.recipient: ${word}`),
  ]);

  expect(await eraseContact(shopId, contactId, operator)).toEqual({ kind: 'erased', recipients: 2 });
  await drainJobs();
  expect(await tracesOf(words)).toEqual([]);
  expect(logged.length).toBeGreaterThan(3);
  expect(words.filter((word) => logged.some((line) => line.includes(word)))).toEqual([]);
  expect(await eventsOf(contactId)).toMatchObject([{ type: 'ContactErased', data: { request: 'operator' } }]);
});

test('asked again she was erased before, and a contact of another shop is not found', async () => {
  shopId = await makeShop();
  const other = await makeShop();
  const contactId = firstOf(await addContacts(shopId, 1));
  expect(await eraseContact(other, contactId, operator)).toEqual({ kind: 'not_found' });
  expect(await eraseContact(shopId, contactId, operator)).toEqual({ kind: 'erased', recipients: 0 });
  expect(await eraseContact(shopId, contactId, operator)).toEqual({ kind: 'already_erased' });
  expect(await eventsOf(contactId)).toHaveLength(1);
});

test('while her batch is in an open call she is erased, and what the carrier then answers and reports counts', async () => {
  const campaign = await confirmedCampaign(2, { body: BODY.replace('{{ last_name }}', '') });
  ({ shopId } = campaign);
  const batch = await claimed(campaign);
  await eraseContact(shopId, firstOf(campaign.contacts), operator);
  await recordOutcome(batch, { class: 'accepted', bulkId: 'b', ids: [`${shopId}-1`, `${shopId}-2`] });
  await report(`${shopId}-1`, 'Failure', 'Absent');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ failed: 1, handed_over: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 2, spent: 2, refunded: 1 });
  expect((await recipientsOf(campaign))[0]).toMatchObject({ phone: null, status: 'failed' });
});

test('an open call that was not taken goes again without her', async () => {
  const campaign = await confirmedCampaign(2);
  ({ shopId } = campaign);
  const batch = await claimed(campaign);
  await eraseContact(shopId, firstOf(campaign.contacts), operator);
  await recordOutcome(batch, { class: 'not_sent', code: 'not_connected', why: 'no connection' });
  await passRetryDelays();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ left_out: 1, handed_over: 1 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(1);
});

test('erased between the intent and the call, she is not in the call', async () => {
  const campaign = await confirmedCampaign(2);
  ({ shopId } = campaign);
  const batch = await claimed(campaign);
  await eraseContact(shopId, firstOf(campaign.contacts), operator);
  const late = await leaveOutLate(batch);
  expect(late.recipients.map(({ ordinal }) => ordinal)).toEqual([2]);
  await recordOutcome(late, { class: 'accepted', bulkId: 'b', ids: [`${shopId}-only`] });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ left_out: 1, handed_over: 1 });
});

test('erased after delivery, and while the outcome of her call is unknown, the campaign ends as it would have', async () => {
  const delivered = await confirmedCampaign(2);
  ({ shopId } = delivered);
  await drainJobs();
  const [hers] = await recipientsOf(delivered);
  await report(hers?.messageId, 'Delivered', '');
  await eraseContact(shopId, firstOf(delivered.contacts), operator);
  await drainJobs();
  expect(await statesOf(delivered)).toEqual({ delivered: 1, handed_over: 1 });
  await expectBooksToBalance(shopId);

  const unknown = await confirmedCampaign(2);
  ({ shopId } = unknown);
  await mitto.next('drop-then-500');
  await dispatchBatch(firstBatch(unknown));
  await eraseContact(shopId, firstOf(unknown.contacts), operator);
  await pool.query(`UPDATE send_batch SET deadline = now() - interval '1 second' WHERE campaign_id = $1`, [
    unknown.campaignId,
  ]);
  await sweepAndDrain();
  expect(await statesOf(unknown)).toEqual({ presumed_not_sent: 2 });
});

test('another record with her number is not texted either, and keeps its own data', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([
    { phone, firstName: 'Maria' },
    { phone, firstName: 'Nikos' },
  ]);
  ({ shopId } = campaign);
  const [texted = 0, duplicate = 0] = campaign.contacts;
  await eraseContact(shopId, duplicate, operator);
  await drainJobs();
  expect(await recipientsOf(campaign)).toMatchObject([
    { contactId: texted, phone: `+${phone}`, status: 'left_out', error: 'opted_out' },
  ]);
  expect(await eventsOf(texted)).toMatchObject([{ type: 'ContactSuppressed', data: { reason: 'erased' } }]);
  const { rows } = await pool.query('SELECT first_name, phone, consent FROM contact WHERE id = $1', [texted]);
  expect(rows).toEqual([{ first_name: 'Maria', phone, consent: 'unsubscribed' }]);
});

/** A campaign whose audience is about to be frozen. */
async function toBeFrozen() {
  shopId = await makeShop({ credits: 10 });
  const contacts = await addContacts(shopId, [{ firstName: 'Eleni' }, {}]);
  const campaign = await draftCampaign(shopId, { body: 'Dear {{ first_name }}' });
  await requestReview(shopId, campaign.campaignId);
  return { ...campaign, contactId: firstOf(contacts) };
}

const frozen = async (campaignId: number) =>
  (
    await pool.query(
      'SELECT contact_id, phone, merge FROM recipient WHERE campaign_id = $1 ORDER BY ordinal',
      [campaignId],
    )
  ).rows;

const CAMPAIGN_LANE = 1;
const CONTACT_LANE = 4;
test.each([
  ['just before the freeze commits', CAMPAIGN_LANE, 'freeze'],
  ['just after the freeze has read her', CONTACT_LANE, 'erase'],
])('erased %s, she is in the frozen audience without number and name', async (_, lane, first) => {
  const { campaignId, contactId } = await toBeFrozen();
  const work = {
    freeze: () => freezeAudience(shopId, campaignId),
    erase: () => eraseContact(shopId, contactId, operator),
  };
  const begun: Promise<unknown>[] = [];
  await whileLaneIsHeld(lane, async () => {
    begun.push(first === 'freeze' ? work.freeze() : work.erase());
    await waitersAppear(1);
    begun.push(first === 'freeze' ? work.erase() : work.freeze());
    await waitersAppear(2);
  });
  await Promise.all(begun);
  expect(await frozen(campaignId)).toMatchObject([
    { contact_id: contactId, phone: null, merge: null },
    { merge: { first_name: 'Eleni' } },
  ]);
});
