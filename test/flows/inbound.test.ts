import { beforeEach, expect, test } from 'vitest';
import { contactStream } from '../../app/core/streams.ts';
import { decideReply } from '../../app/features/consent/decide-reply.server.ts';
import { optOut } from '../../app/features/contacts/opt-out.server.ts';
import { claimBatch } from '../../app/features/messaging/claim-batch.server.ts';
import { leaveOutLate } from '../../app/features/messaging/leave-out-late.server.ts';
import { recordOutcome } from '../../app/features/messaging/record-outcome.server.ts';
import { pool } from '../../app/platform/database.server.ts';
import { readStream } from '../../app/platform/event-store.server.ts';
import { checkBooksAfterEach, statesOf } from '../support/flows/books.ts';
import { type Campaign, confirm, confirmedCampaign, quotedCampaign } from '../support/flows/campaign.ts';
import { consentsOf, inboundOf, reply } from '../support/flows/inbound.ts';
import { drainJobs } from '../support/flows/jobs.ts';
import { linkServerOfThisFile } from '../support/flows/links.ts';
import { mittoOfThisFile } from '../support/flows/mitto.ts';
import { addContacts, makeShop, newPhone } from '../support/flows/shop.ts';

const mitto = mittoOfThisFile();
const server = linkServerOfThisFile();
let shopId = 0;
let number = 302_100_000_000;
/** A number that only this test's shops send from. */
let from = '';
checkBooksAfterEach(() => shopId);
beforeEach(() => {
  number += 1;
  from = String(number);
});

const eventsOf = async (contactId: number) =>
  (await readStream(pool, contactStream(shopId, contactId))).map(({ event }) => event);
const idOf = async (): Promise<number> =>
  (await pool.query<{ id: number }>('SELECT max(id) AS id FROM inbound_text WHERE shop_id = $1', [shopId]))
    .rows[0]?.id ?? 0;
const texted = async (campaign: Campaign) =>
  (await mitto.truthOf(campaign.campaignId)).map(({ destination }) => destination);

test('STOP in the middle of a running campaign: no text to her number is submitted after it was answered', async () => {
  // Numbers are texted in their order: hers come last.
  const phone = newPhone() + 500_000;
  const campaign = await confirmedCampaign([{}, {}, { phone }, { phone }, {}], { perBatch: 2, sender: from });
  ({ shopId } = campaign);
  let said = false;
  await drainJobs({
    async afterEach(job) {
      if (job === 'dispatch-batch' && !said) {
        said = true;
        expect(await reply(server, phone, from, 'ΣΤΟΠ!')).toBe(200);
      }
    },
  });
  expect(await texted(campaign)).not.toContain(`+${phone}`);
  expect(await statesOf(campaign)).toEqual({ handed_over: 3, left_out: 1 });
  const [, , hers = 0, twin = 0] = campaign.contacts;
  expect(await consentsOf([hers, twin])).toEqual(['unsubscribed', 'unsubscribed']);
  expect(await eventsOf(hers)).toMatchObject([
    { type: 'ConsentWithdrawn', data: { source: 'reply', evidence: `inbound-${await idOf()}` } },
  ]);
  expect(await inboundOf(shopId)).toMatchObject([{ phone, text: 'ΣΤΟΠ!', meaning: 'stop' }]);
});

test('a reply that comes between a batch’s intent and its call takes her out of the call', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{}, { phone }, {}], { sender: from });
  ({ shopId } = campaign);
  const claim = await claimBatch({ shopId, campaignId: campaign.campaignId, batchNo: 1 });
  if (claim.kind !== 'claimed') {
    throw new Error(`not claimed: ${claim.kind}`);
  }
  await reply(server, phone, from, 'please stop texting me');
  const batch = await leaveOutLate(claim.batch);
  expect(batch.recipients.map((recipient) => recipient.phone)).not.toContain(phone);
  const ids = batch.recipients.map(({ ordinal }) => `${shopId}-${ordinal}`);
  await recordOutcome(batch, { class: 'accepted', bulkId: 'b', ids });
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, left_out: 1 });
});

test('what comes twice, also at the same moment, is stored and obeyed once', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  ({ shopId } = campaign);
  const statuses = await Promise.all(
    [1, 2, 3].map(() => reply(server, phone, from, 'STOP', `twice-${from}`)),
  );
  expect(statuses).toEqual([200, 200, 200]);
  expect(await inboundOf(shopId)).toHaveLength(1);
  expect(await eventsOf(campaign.contacts[0] ?? 0)).toHaveLength(1);
});

/** Posts replies one after the other, as a carrier that gives no ids does. @returns the consent after each. */
async function withoutIds(contact: number, phone: number, texts: string[]): Promise<(string | undefined)[]> {
  const after: (string | undefined)[] = [];
  for (const text of texts) {
    expect(await reply(server, phone, from, text, null)).toBe(200);
    after.push((await consentsOf([contact]))[0]);
  }
  return after;
}

test.each([
  ['STOP, START, STOP', ['STOP', 'START', 'STOP'], ['unsubscribed', 'subscribed', 'unsubscribed'], 3],
  ['Stop, Start, STOP', ['Stop', 'Start', 'STOP'], ['unsubscribed', 'subscribed', 'unsubscribed'], 3],
  ['ΣΤΟΠ, έναρξη, ΣΤΟΠ', ['ΣΤΟΠ', 'Έναρξη', 'ΣΤΟΠ'], ['unsubscribed', 'subscribed', 'unsubscribed'], 3],
  ['STOP three times', ['STOP', 'STOP', 'STOP'], ['unsubscribed', 'unsubscribed', 'unsubscribed'], 1],
  ['hello, STOP, hello, STOP', ['hello', 'STOP', 'hello', 'STOP'], Array(4).fill('unsubscribed'), 4],
  // It may be the carrier, who had no answer to the first: nobody turns a no into a yes within seconds.
  [
    'STOP, START, STOP and the START again at once',
    ['STOP', 'START', 'STOP', 'START'],
    ['unsubscribed', 'subscribed', 'unsubscribed', 'unsubscribed'],
    3,
  ],
])('without ids of the carrier, %s are taken one by one', async (_, texts, consents, kept) => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  ({ shopId } = campaign);
  const [contact = 0] = campaign.contacts;
  expect((await withoutIds(contact, phone, texts)).slice(-2)).toEqual(consents.slice(-2));
  expect(await inboundOf(shopId)).toHaveLength(kept);
});

test('a START that comes again later than within seconds is meant', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  ({ shopId } = campaign);
  const [contact = 0] = campaign.contacts;
  await withoutIds(contact, phone, ['STOP', 'START', 'Stop']);
  await pool.query(
    `UPDATE inbound_text SET received_at = received_at - interval '1 minute' WHERE shop_id = $1`,
    [shopId],
  );
  expect(await withoutIds(contact, phone, ['START'])).toEqual(['subscribed']);
});

test('ids that are numbers keep every digit: two that round to one are two replies', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  ({ shopId } = campaign);
  for (const [id, text] of [
    ['9007199254740992', 'START'],
    ['9007199254740993', 'STOP'],
  ]) {
    const body = `{"id":${id},"from":"+${phone}","to":"${from}","text":"${text}"}`;
    const path = 'mitto/inbound/secret-of-the-reports-here';
    expect((await server.request(path, { method: 'POST', body })).status).toBe(200);
  }
  expect(await consentsOf(campaign.contacts)).toEqual(['unsubscribed']);
});

test('“Ne” from a Czech phone is a no, and from any other but a Greek one nobody’s yes', async () => {
  const [czech, spanish, greek] = [420_601_234_000 + (newPhone() % 1000), 34_612_345_678, newPhone()];
  const campaign = await confirmedCampaign([{ phone: czech }, { phone: spanish }, { phone: greek }], {
    sender: from,
  });
  ({ shopId } = campaign);
  for (const phone of [czech, spanish, greek]) {
    await reply(server, phone, from, 'Ne');
  }
  expect(await consentsOf(campaign.contacts)).toEqual(['unsubscribed', 'pending', 'subscribed']);
});

test('free text that looks like a no silences her until the merchant has read it; she can say that it is none', async () => {
  const phone = newPhone();
  const before = await confirmedCampaign([{ phone }, {}], { sender: from });
  ({ shopId } = before);
  await drainJobs();
  const [hers = 0] = before.contacts;
  await reply(server, phone, from, 'Please stop texting me');
  expect(await consentsOf([hers])).toEqual(['pending']);
  const silent = await quotedCampaign(shopId, { sender: from });
  await confirm(silent);
  await drainJobs();
  expect(await texted(silent)).not.toContain(`+${phone}`);

  const id = await idOf();
  expect(await decideReply(shopId, id, 'texts_go_on', '901')).toEqual({
    kind: 'decided',
    decision: 'texts_go_on',
  });
  expect(await decideReply(shopId, id, 'opted_out', '901')).toEqual({
    kind: 'already_decided',
    decision: 'texts_go_on',
  });
  expect(await consentsOf([hers])).toEqual(['subscribed']);
  expect((await eventsOf(hers)).map(({ type }) => type)).toEqual(['ConsentQuestioned', 'ConsentUpheld']);
  const after = await quotedCampaign(shopId, { sender: from });
  await confirm(after);
  await drainJobs();
  expect(await texted(after)).toContain(`+${phone}`);
});

test('a reply that looked like a no and is one opts out; a plain one decides the open ones itself', async () => {
  const [phone, other] = [newPhone(), newPhone()];
  const campaign = await confirmedCampaign([{ phone }, { phone: other }], { sender: from });
  ({ shopId } = campaign);
  await reply(server, phone, from, 'take me off your list');
  const id = await idOf();
  await decideReply(shopId, id, 'opted_out', '901');
  await reply(server, other, from, 'not interested');
  await reply(server, other, from, 'STOP');
  expect(await consentsOf(campaign.contacts)).toEqual(['unsubscribed', 'unsubscribed']);
  expect((await inboundOf(shopId)).map(({ decision }) => decision)).toEqual(['opted_out', 'opted_out', null]);
  expect(await decideReply(await makeShop(), id, 'texts_go_on', '901')).toEqual({ kind: 'not_found' });
});

test('a no that came after the reply stands, whatever the merchant says of the reply', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  ({ shopId } = campaign);
  await reply(server, phone, from, 'wrong number');
  const id = await idOf();
  await optOut(shopId, { phone }, { source: 'merchant', evidence: null, toldBy: 'phone' });
  expect(await decideReply(shopId, id, 'texts_go_on', '901')).toMatchObject({ kind: 'already_decided' });
  expect(await consentsOf(campaign.contacts)).toEqual(['unsubscribed']);
});

test('two shops that send from one number: a no is one for both, and her words are shown to neither', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  const second = await confirmedCampaign([{ phone }], { sender: from });
  const stranger = await confirmedCampaign([{ phone }], { sender: String(number + 50_000) });
  ({ shopId } = campaign);
  await reply(server, phone, from, 'STOP');
  expect(await consentsOf([...campaign.contacts, ...second.contacts])).toEqual([
    'unsubscribed',
    'unsubscribed',
  ]);
  expect(await consentsOf(stranger.contacts)).toEqual(['subscribed']);
  expect(await inboundOf(shopId)).toMatchObject([{ text: null, meaning: 'stop' }]);
  expect(await inboundOf(second.shopId)).toMatchObject([{ text: null, meaning: 'stop' }]);
  expect(await inboundOf(stranger.shopId)).toEqual([]);
  // A yes that may be another shop's is nobody's.
  await reply(server, phone, from, 'START');
  expect(await consentsOf([...campaign.contacts, ...second.contacts])).toEqual([
    'unsubscribed',
    'unsubscribed',
  ]);
});

test('a no to a number that nobody sends from is one for every shop that has texted her; from a stranger it is nobody’s', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  ({ shopId } = campaign);
  expect(await reply(server, phone, '54321', 'stop')).toBe(200);
  expect(await consentsOf(campaign.contacts)).toEqual(['unsubscribed']);
  expect(await reply(server, newPhone(), from, 'STOP')).toBe(200);
  expect(await inboundOf(shopId)).toHaveLength(1);
});

test('she can take back her own no by START, but not one that the merchant recorded, and YES gives nothing', async () => {
  const [own, recorded, never] = [newPhone(), newPhone(), newPhone()];
  const campaign = await confirmedCampaign([{ phone: own }, { phone: recorded }, { phone: never }], {
    sender: from,
  });
  ({ shopId } = campaign);
  await pool.query("UPDATE contact SET consent = 'never' WHERE shop_id = $1 AND phone = $2", [shopId, never]);
  await reply(server, own, from, 'STOP');
  await optOut(shopId, { phone: recorded }, { source: 'merchant', evidence: null, toldBy: 'email' });
  for (const phone of [own, recorded, never]) {
    await reply(server, phone, from, 'YES');
  }
  expect(await consentsOf(campaign.contacts)).toEqual(['unsubscribed', 'unsubscribed', 'never']);
  for (const phone of [own, recorded, never]) {
    await reply(server, phone, from, 'START');
  }
  expect(await consentsOf(campaign.contacts)).toEqual(['subscribed', 'unsubscribed', 'never']);
  expect((await eventsOf(campaign.contacts[0] ?? 0)).at(-1)).toMatchObject({
    type: 'ConsentGiven',
    data: { source: 'reply', level: 'SINGLE_OPT_IN' },
  });
});

test('any other reply is kept with the text that it answers, and changes nothing', async () => {
  const phone = newPhone();
  const campaign = await confirmedCampaign([{ phone }], { sender: from });
  ({ shopId } = campaign);
  await reply(server, phone, from, 'Do you have it in blue?');
  await reply(server, phone, from, 'HELP');
  const answered = { campaignId: campaign.campaignId, ordinal: 1 };
  expect(await inboundOf(shopId)).toMatchObject([
    { text: 'Do you have it in blue?', meaning: 'other', ...answered },
    { text: 'HELP', meaning: 'help', ...answered },
  ]);
  expect(await consentsOf(campaign.contacts)).toEqual(['subscribed']);
});

test('a wrong secret and an unreadable body are refused, and no word of hers is in a log', async () => {
  const phone = newPhone();
  const [contact = 0] = await addContacts(await makeShop(), [{ phone }]);
  const body = JSON.stringify({ from: `+${phone}`, to: from, text: 'STOP here' });
  const post = (path: string, text: string) => server.request(path, { method: 'POST', body: text });
  expect((await post('mitto/inbound/guessed-secret', body)).status).toBe(404);
  expect((await post('mitto/inbound/secret-of-the-reports-here', '{"from":')).status).toBe(400);
  expect((await server.request('mitto/inbound/secret-of-the-reports-here?from=1')).status).toBe(400);
  expect(await consentsOf([contact])).toEqual(['subscribed']);
  expect(server.lines.join('')).not.toContain('STOP here');
  expect(server.lines.join('')).not.toContain('guessed-secret');
});

test.each(['0', 'null', '00000000-0000-0000-0000-000000000000', 'undefined', 'again', 'N/A'])(
  'STOP, START, stop under the one id “%s”: the last no holds',
  async (name) => {
    const phone = newPhone();
    const campaign = await confirmedCampaign([{ phone }], { sender: from });
    ({ shopId } = campaign);
    const id = name === 'again' ? `again-${from}` : name;
    const after: string[] = [];
    for (const text of ['STOP', 'START', 'stop']) {
      await reply(server, phone, from, text, id);
      after.push(...(await consentsOf(campaign.contacts)));
    }
    expect(after).toEqual(['unsubscribed', 'subscribed', 'unsubscribed']);
  },
);
