import { afterEach, expect, test } from 'vitest';
import { eraseContact } from '../../app/features/compliance/erase-contact.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { leaveOutLate } from '../../app/features/messaging/leave-out-late.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { resolveAtDeadline, traceMessages } from '../../app/features/messaging/resolve-unknown.server.ts';
import { changeSettings, shopSettingsOf } from '../../app/features/shops/change-settings.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { expectBooksToBalance, statementOf, statesOf } from '../support/flows/books.ts';
import {
  batchesOf,
  type Campaign,
  campaignRow,
  confirm,
  confirmedCampaign,
  quotedCampaign,
  recipientsOf,
} from '../support/flows/campaign.ts';
import { drainJobs, passRetryDelays, sweepAndDrain } from '../support/flows/jobs.ts';
import { waitersAppear, whileLaneIsHeld } from '../support/flows/locks.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, newPhone, setConsent } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
let shopId = 0;

afterEach(() => expectBooksToBalance(shopId));

const contactAt = (campaign: { contacts: number[] }, index: number): number => campaign.contacts[index] ?? 0;

test('two customers with one number get one text, and the second says why', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }, { phone }, {}]);
  shopId = campaign.shopId;
  await drainJobs();
  const truth = await mitto.truthOf(campaign.campaignId);
  expect(truth.filter((sent) => sent.destination === `+${phone}`)).toHaveLength(1);
  expect(truth).toHaveLength(2);
  expect((await campaignRow(campaign)).excluded).toEqual({ duplicate_number: 1 });
});

test('an opt-out after Send keeps her from being texted, and what her text would have cost comes back', async () => {
  const campaign = await confirmedCampaign(3);
  shopId = campaign.shopId;
  await setConsent(shopId, contactAt(campaign, 1), 'unsubscribed');
  await drainJobs({ afterEach: () => expectBooksToBalance(shopId) });
  const rows = await recipientsOf(campaign);
  expect(rows.find((row) => row.contactId === contactAt(campaign, 1))).toMatchObject({
    status: 'left_out',
    error: 'opted_out',
  });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(2);
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 2, released: 1 });
});

test('she is left out by the intent itself, however long before it she opted out', async () => {
  const campaign = await confirmedCampaign(3);
  shopId = campaign.shopId;
  await setConsent(shopId, contactAt(campaign, 1), 'unsubscribed');
  const claim = await claimBatch({ shopId, campaignId: campaign.campaignId, batchNo: 1 });
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${claim.kind}`);
  }
  expect(claim.batch.recipients.map(({ ordinal }) => ordinal)).toEqual([1, 3]);
  await recordOutcome(claim.batch, { class: 'accepted', bulkId: 'b', ids: ['i1', 'i3'] });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, left_out: 1 });
});

test('an opt-out on another customer with her number counts for her', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }, {}]);
  shopId = campaign.shopId;
  await addContacts(shopId, [{ phone, consent: 'unsubscribed' }]);
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ left_out: 1, handed_over: 1 });
  expect((await mitto.truthOf(campaign.campaignId)).map((sent) => sent.destination)).not.toContain(
    `+${phone}`,
  );
});

test('among thousands who have changed at the same time, each of the batch who opted out is found', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ firstName: 'Eleni' }, {}, { phone }, {}, {}, {}]);
  shopId = campaign.shopId;
  const { rowCount } = await pool.query(
    `INSERT INTO contact (shop_id, phone, phone_country, consent, consent_at)
     SELECT $1, 306990000000 + i, 'GR', 'unsubscribed', now() FROM generate_series(1, 2001) AS i`,
    [shopId],
  );
  await eraseContact(shopId, contactAt(campaign, 0), { request: 'operator' });
  await setConsent(shopId, contactAt(campaign, 1), 'unsubscribed');
  await addContacts(shopId, [{ phone, consent: 'unsubscribed' }]);
  await setConsent(shopId, contactAt(campaign, 4), 'unsubscribed');
  await pool.query('UPDATE contact SET phone = phone + 1000000 WHERE id = ANY ($1)', [
    [contactAt(campaign, 4), contactAt(campaign, 5)],
  ]);
  await drainJobs();
  expect(rowCount).toBe(2001);
  const rows = await recipientsOf(campaign);
  expect(campaign.contacts.map((id) => rows.find((row) => row.contactId === id)?.error ?? null)).toEqual([
    'erased',
    'opted_out',
    'opted_out',
    null,
    'opted_out',
    'number_changed',
  ]);
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(1);
});

test('an opt-out between two batches of a running campaign reaches the second', async () => {
  const campaign = await confirmedCampaign(2, { perBatch: 1 });
  shopId = campaign.shopId;
  const { dispatchBatch } = await import('../../app/features/messaging/dispatch-batch.server.ts');
  await dispatchBatch({ ...campaign, batchNo: 1 });
  await setConsent(shopId, contactAt(campaign, 1), 'unsubscribed');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ left_out: 1, handed_over: 1 });
});

test('an opt-out while a batch waits for its next try counts at that try', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  await mitto.next('429');
  await drainJobs();
  await setConsent(shopId, contactAt(campaign, 0), 'unsubscribed');
  await passRetryDelays();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ left_out: 1, handed_over: 1 });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(1);
});

test('somebody who was erased is not texted, and the books still balance', async () => {
  const campaign = await confirmedCampaign([{ firstName: 'Eleni' }, {}], { body: 'Hi {{ first_name }}!' });
  shopId = campaign.shopId;
  const erased = contactAt(campaign, 0);
  await eraseContact(shopId, erased, { request: 'operator' });
  await drainJobs();
  const rows = await recipientsOf(campaign);
  expect(rows.find((row) => row.contactId === erased)).toMatchObject({ status: 'left_out', error: 'erased' });
  expect(await mitto.truthOf(campaign.campaignId)).toHaveLength(1);
});

test('a batch of which everybody has left is closed without a call', async () => {
  const campaign = await confirmedCampaign(2);
  shopId = campaign.shopId;
  await setConsent(shopId, contactAt(campaign, 0), 'unsubscribed');
  await setConsent(shopId, contactAt(campaign, 1), 'unsubscribed');
  await drainJobs();
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'empty' }]);
  expect(await campaignRow(campaign)).toMatchObject({ status: 'completed' });
  expect(await statementOf(campaign)).toEqual({ held: 2, released: 2 });
});

test('in quiet hours a batch waits until they end; no attempt is counted', async () => {
  const campaign = await confirmedCampaign(2, { shop: quietForAnHour() });
  shopId = campaign.shopId;
  await drainJobs();
  const [batch] = await batchesOf(campaign);
  expect(batch).toMatchObject({ status: 'deferred', attempt: 0, failures: 0 });
  expect(batch?.wait).toBeGreaterThan(55 * 60);
  expect(batch?.wait).toBeLessThanOrEqual(61 * 60);
  expect(await statesOf(campaign)).toEqual({ queued: 2 });
  await sweepAndDrain();
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);

  const settings = await shopSettingsOf(shopId);
  await changeSettings(shopId, { ...settings, quietFrom: null, quietUntil: null });
  await passRetryDelays();
  await sweepAndDrain();
  expect(await statesOf(campaign)).toEqual({ handed_over: 2 });
});

/** Quiet from an hour ago to an hour ahead, on the clocks of UTC, over midnight where it must. */
function quietForAnHour(): { quiet: { from: string; until: string } } {
  const clock = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString().slice(11, 16);
  return { quiet: { from: clock(-60), until: clock(60) } };
}

/** A campaign to everybody in a shop where nobody is to be texted twice in so many hours. */
async function another(): Promise<Campaign> {
  const campaign = await quotedCampaign(shopId);
  expect(await confirm(campaign)).toEqual({ kind: 'started' });
  return campaign;
}

test('the frequency cap leaves out whoever had a text within it, and a text that was not sent is none', async () => {
  const first = await confirmedCampaign(3, { shop: { capHours: 24 } });
  shopId = first.shopId;
  await mitto.next({ behaviour: '400-item', items: [0] });
  await drainJobs();
  expect(await statesOf(first)).toEqual({ refused: 1, handed_over: 2 });

  const second = await another();
  await drainJobs();
  expect(await statesOf(second), 'who was refused had no text').toEqual({ left_out: 2, handed_over: 1 });
  const left = (await recipientsOf(second)).filter((row) => row.status === 'left_out');
  expect(left.map((row) => row.error)).toEqual(['texted_recently', 'texted_recently']);

  // The first campaign is out of the cap, the second not yet; those whom the second left out may be texted.
  await pool.query(`UPDATE send_batch SET intended_at = now() - interval '25 hours' WHERE campaign_id = $1`, [
    first.campaignId,
  ]);
  const third = await another();
  await drainJobs();
  expect(await statesOf(third)).toEqual({ left_out: 1, handed_over: 2 });
});

test.each(['accept-then-500', 'accept-then-503', 'accept-then-reset'] as const)(
  'a text whose call ended unknown by %s counts for the cap, since it may have left',
  async (behaviour) => {
    const first = await confirmedCampaign(2, { shop: { capHours: 24 } });
    shopId = first.shopId;
    await mitto.next(behaviour);
    await drainJobs();
    expect(await statesOf(first)).toEqual({ unknown: 2 });
    const second = await another();
    await drainJobs();
    expect((await recipientsOf(second)).map((row) => row.error)).toEqual([
      'texted_recently',
      'texted_recently',
    ]);
  },
);

test('a text that was proved to have left counts for the cap, one that is presumed not sent does not', async () => {
  const first = await confirmedCampaign(2, { shop: { capHours: 24 } });
  shopId = first.shopId;
  await mitto.next('accept-then-500');
  await drainJobs();
  const key = { ...first, batchNo: 1 };
  await traceMessages(key, [{ ordinal: 1, messageId: `traced-${first.campaignId}` }], 'report');
  await resolveAtDeadline(key);
  expect(await statesOf(first)).toEqual({ handed_over: 1, presumed_not_sent: 1 });

  const second = await another();
  await drainJobs();
  expect((await recipientsOf(second)).map((row) => row.error ?? row.status)).toEqual([
    'texted_recently',
    'handed_over',
  ]);
});

test('two campaigns that reach for one number at the same moment keep the cap', async () => {
  const first = await confirmedCampaign(1, { shop: { capHours: 24 } });
  shopId = first.shopId;
  const second = await another();
  const claims: ReturnType<typeof claimBatch>[] = [];
  await whileLaneIsHeld(2, async () => {
    claims.push(claimBatch({ ...first, batchNo: 1 }));
    await waitersAppear(1);
    claims.push(claimBatch({ ...second, batchNo: 1 }));
    await waitersAppear(2);
  });
  const kinds = (await Promise.all(claims)).map((claim) => claim.kind);
  expect(kinds).toEqual(['claimed', 'empty']);
});

test('an opt-out between the intent and the call still keeps her out of the call', async () => {
  const campaign = await confirmedCampaign(3);
  shopId = campaign.shopId;
  const key = { shopId, campaignId: campaign.campaignId, batchNo: 1 };
  const claim = await claimBatch(key);
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${claim.kind}`);
  }
  await setConsent(shopId, contactAt(campaign, 1), 'unsubscribed');
  const batch = await leaveOutLate(claim.batch);
  expect(batch.recipients).toHaveLength(2);
  await recordOutcome(batch, { class: 'accepted', bulkId: 'b', ids: ['m1', 'm2'] });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, left_out: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 2, released: 1 });
});

test.each([1, 20, 55])(
  'an opt-out stamped %i seconds before the intent, and visible only after it, keeps her out of the call',
  async (seconds) => {
    const campaign = await confirmedCampaign(2);
    shopId = campaign.shopId;
    const claim = await claimBatch({ shopId, campaignId: campaign.campaignId, batchNo: 1 });
    if (claim.kind !== 'claimed') {
      throw new Error(`not claimed: ${claim.kind}`);
    }
    await setConsent(shopId, contactAt(campaign, 1), 'unsubscribed');
    const intendedAt = new Date(Date.now() + seconds * 1000);
    const batch = await leaveOutLate({ ...claim.batch, intendedAt });
    expect(batch.recipients.map(({ ordinal }) => ordinal)).toEqual([1]);
    await recordOutcome(batch, { class: 'accepted', bulkId: 'b', ids: [`late-${shopId}`] });
    await drainJobs();
  },
);

test('when everybody opts out between the intent and the call, nothing is called and all credits come back', async () => {
  const campaign = await confirmedCampaign(1);
  shopId = campaign.shopId;
  const claim = await claimBatch({ shopId, campaignId: campaign.campaignId, batchNo: 1 });
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${claim.kind}`);
  }
  await setConsent(shopId, contactAt(campaign, 0), 'unsubscribed');
  expect((await leaveOutLate(claim.batch)).recipients).toEqual([]);
  await recordOutcome(claim.batch, { class: 'not_sent', code: 'everybody_left_out', why: 'nobody is left' });
  await passRetryDelays();
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ left_out: 1 });
  expect(await statementOf(campaign)).toEqual({ held: 1, released: 1 });
  expect(await mitto.truthOf(campaign.campaignId)).toEqual([]);
});
