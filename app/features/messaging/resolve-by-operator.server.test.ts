import { expect, test } from 'vitest';
import { checkBooksAfterEach, statementOf, statesOf } from '../../../test/support/flows/books.ts';
import { batchesOf, type Campaign, confirmedCampaign } from '../../../test/support/flows/campaign.ts';
import { drainJobs } from '../../../test/support/flows/jobs.ts';
import { mittoOfThisFile } from '../../../test/support/flows/mitto.ts';
import { setConsent } from '../../../test/support/flows/shop.ts';
import { formatReference } from '../../core/messaging/reference.ts';
import { sendStream } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import { readStream } from '../../platform/event-store.server.ts';
import { openUnknowns } from './open-unknowns.server.ts';
import { acceptByOperator, notSentByOperator, type OperatorAnswer } from './resolve-by-operator.server.ts';
import { traceMessages } from './resolve-unknown.server.ts';

const mitto = mittoOfThisFile();
let campaign: Campaign & { contacts: number[] };

checkBooksAfterEach(() => campaign.shopId);

/** A call that Mitto took and did not answer. */
async function unknownCall(people: number): Promise<void> {
  campaign = await confirmedCampaign(people);
  await mitto.next('accept-then-500');
  await drainJobs();
  expect(await statesOf(campaign)).toEqual({ unknown: people });
}

const id = (ordinal: number) => `OP-${campaign.campaignId}-${ordinal}`;
const line = (ordinal: number, messageId = id(ordinal)) =>
  `${messageId},${formatReference(BigInt(campaign.campaignId), ordinal)}\n`;
const accept = (...lines: string[]) =>
  acceptByOperator(campaign.campaignId, 1, `messageId,reference\n${lines.join('')}`);
const events = async () =>
  (await readStream(pool, sendStream(campaign.shopId, campaign.campaignId, 1))).map(({ event }) => event);
const trace = (ordinal: number) =>
  traceMessages({ ...campaign, batchNo: 1 }, [{ ordinal, messageId: id(ordinal) }], 'report');

async function expectRefused(act: () => Promise<OperatorAnswer>, problem: RegExp): Promise<void> {
  const before = [await events(), await statesOf(campaign), await statementOf(campaign)];
  expect(await act()).toEqual({ kind: 'refused', problem: expect.stringMatching(problem) });
  expect([await events(), await statesOf(campaign), await statementOf(campaign)]).toEqual(before);
}

test('Mitto’s own export ends an unknown: everybody it names was handed over, by the operator’s evidence', async () => {
  await unknownCall(3);
  const sent = await mitto.truthOf(campaign.campaignId);
  const csv = sent.map((one) => `${one.reference},${one.destination},${one.messageId}\n`).join('');
  expect(await acceptByOperator(campaign.campaignId, 1, `reference,to,messageId\n${csv}`)).toEqual({
    kind: 'traced',
    traced: 3,
    open: 0,
    others: 0,
  });
  expect(await statesOf(campaign)).toEqual({ handed_over: 3 });
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 3 });
  expect(await batchesOf(campaign)).toMatchObject([{ status: 'resolved', reason: 'resolved_by_operator' }]);
  expect((await events()).slice(-2)).toMatchObject([
    { type: 'MessagesTraced', data: { evidence: 'operator' } },
    { type: 'OutcomeResolved', data: { evidence: 'operator', handedOver: 3 } },
  ]);
});

test('whom the file does not name stays unknown, and a second file goes on from there', async () => {
  await unknownCall(3);
  await trace(1);
  expect(await accept(line(1), line(3), line(99))).toEqual({ kind: 'traced', traced: 1, open: 1, others: 1 });
  expect(await statesOf(campaign)).toEqual({ handed_over: 2, unknown: 1 });
  expect(await accept(line(2))).toMatchObject({ traced: 1, open: 0 });
  expect(await statesOf(campaign)).toEqual({ handed_over: 3 });
});

test('a call that Mitto did not take is presumed not sent at once, and its credits are free', async () => {
  await unknownCall(2);
  expect(await notSentByOperator(campaign.campaignId, 1, { evenTraced: false })).toEqual({
    kind: 'not_sent',
    people: 2,
    handedOver: 0,
  });
  expect(await statesOf(campaign)).toEqual({ presumed_not_sent: 2 });
  expect(await statementOf(campaign)).toEqual({ held: 2, released: 2 });
  expect((await events()).at(-1)).toMatchObject({ type: 'OutcomeResolved', data: { evidence: 'operator' } });
  await expectRefused(
    () => notSentByOperator(campaign.campaignId, 1, { evenTraced: true }),
    /it is resolved/,
  );
});

test('a call that is proved to have been taken is “not sent” only for the rest, and only when told so', async () => {
  await unknownCall(3);
  await trace(2);
  await expectRefused(
    () => notSentByOperator(campaign.campaignId, 1, { evenTraced: false }),
    /proved to have texts.*--rest/,
  );
  expect(await notSentByOperator(campaign.campaignId, 1, { evenTraced: true })).toMatchObject({
    people: 2,
    handedOver: 1,
  });
  expect(await statesOf(campaign)).toEqual({ handed_over: 1, presumed_not_sent: 2 });
  expect(await statementOf(campaign)).toEqual({ held: 3, spent: 1, released: 2 });
});

test('a file that does not fit what is known changes nothing', async () => {
  await unknownCall(1);
  const foreign = id(1);
  await accept(line(1));
  campaign = await confirmedCampaign(4);
  await setConsent(campaign.shopId, campaign.contacts[3] ?? 0, 'unsubscribed');
  await mitto.next('accept-then-500');
  await drainJobs();
  await trace(1);
  await expectRefused(() => accept(line(2), line(3, foreign)), /Line 3 has the message id of another text/);
  await expectRefused(() => accept(line(2), line(1, 'OTHER')), /Line 3 .* under another message id/);
  await expectRefused(() => accept(line(2), line(4)), /Line 3 .* left out/);
  await expectRefused(() => accept(line(77)), /names nobody of batch 1/);
  await expectRefused(() => acceptByOperator(campaign.campaignId, 1, 'something else'), /first line/);
  await expectRefused(
    () => acceptByOperator(campaign.campaignId, 9, `messageId,reference\n${line(1)}`),
    /no batch 9/,
  );
});

test('the list says what is open, for whom, since when and until when', async () => {
  await unknownCall(3);
  await trace(2);
  const listed = (await openUnknowns()).filter((one) => one.campaignId === campaign.campaignId);
  expect(listed).toEqual([
    {
      shopId: campaign.shopId,
      campaignId: campaign.campaignId,
      batchNo: 1,
      domain: expect.stringMatching(/myshopify/),
      open: 2,
      traced: 1,
      held: 3,
      since: expect.any(Date),
      cause: expect.stringMatching(/^http_500/),
      deadline: expect.any(Date),
    },
  ]);
});
