import { describe, expect, test } from 'vitest';
import { formatReference } from '../../app/core/messaging/reference.ts';
import type { AcceptedFact, CampaignFacts, RecipientFact } from './facts.ts';
import { brokenPromises } from './promises.ts';
import { resultOf } from './result.ts';

const campaignId = 4;

const recipient = (ordinal: number, other: Partial<RecipientFact> = {}): RecipientFact => ({
  ordinal,
  phone: `+30690000000${ordinal}`,
  state: 'delivered',
  reason: null,
  messageId: `M${ordinal}`,
  parts: 1,
  credits: 2,
  text: `Hi ${ordinal}`,
  ...other,
});

const acceptedOf = (one: RecipientFact, other: Partial<AcceptedFact> = {}): AcceptedFact => ({
  reference: formatReference(BigInt(campaignId), one.ordinal),
  messageId: one.messageId ?? `M${one.ordinal}`,
  destination: one.phone ?? '',
  text: one.text ?? '',
  parts: one.parts,
  ...other,
});

const delivered = recipient(1);
const failed = recipient(2, { state: 'failed', reason: 'Absent subscriber' });
const leftOut = recipient(3, { state: 'left_out', reason: 'opted_out', messageId: null });

/** Three recipients of six customers: one delivered, one failed and refunded, one who opted out just before the call. */
function facts(other: Partial<CampaignFacts> = {}): CampaignFacts {
  return {
    campaignId,
    status: 'completed',
    audience: 6,
    recipientCount: 3,
    excluded: { landline: 2, opted_out: 1 },
    excludedPhones: ['+302100000001'],
    recipients: [delivered, failed, leftOut],
    counters: { delivered: 1, failed: 1, left_out: 1, queued: 0 },
    credits: { quoted: 6, held: 0, spent: 4, released: 2, refunded: 2 },
    balance: { available: 98, held: 0, spent: 2, purchased: 0, granted: 100 },
    startedAt: '2026-11-24T10:00:00.000Z',
    handedOverAt: '2026-11-24T10:00:00.500Z',
    accepted: [acceptedOf(delivered), acceptedOf(failed)],
    ...other,
  };
}

test('a campaign that kept every promise has nothing to be said about', () => {
  expect(brokenPromises(facts())).toEqual([]);
});

test('the result counts everybody once', () => {
  const result = resultOf(facts(), true);
  expect(result).toEqual({
    audience: 6,
    excluded: { landline: 2, opted_out: 2 },
    handedOver: 2,
    delivered: 1,
    failed: 1,
    unknown: 0,
    credits: { quoted: 6, spent: 4, refunded: 2, held: 0 },
    textsPerSecond: 4,
    promisesKept: true,
  });
  const excluded = Object.values(result.excluded).reduce((sum, count) => sum + count, 0);
  expect(excluded + result.handedOver).toBe(result.audience);
});

test('an unknown with its hold keeps the promise, and Mitto may have the text or not', () => {
  const doubtful = recipient(1, { state: 'unknown', messageId: null });
  const open = facts({
    recipients: [doubtful, failed, leftOut],
    counters: { unknown: 1, failed: 1, left_out: 1 },
    credits: { quoted: 6, held: 2, spent: 2, released: 2, refunded: 2 },
    balance: { available: 98, held: 2, spent: 0, purchased: 0, granted: 100 },
  });
  expect(brokenPromises(open)).toEqual([]);
  expect(brokenPromises({ ...open, accepted: [acceptedOf(failed)] })).toEqual([]);
});

test('another server may leave a text without a report; the simulator never does', () => {
  const silent = recipient(1, { state: 'handed_over' });
  const waiting = facts({
    recipients: [silent, failed, leftOut],
    counters: { handed_over: 1, failed: 1, left_out: 1 },
  });
  expect(brokenPromises(waiting)).toEqual([expect.stringContaining('have not come to an end (handed_over)')]);
  expect(brokenPromises({ ...waiting, accepted: undefined })).toEqual([]);
});

describe('a promise that is broken is named', () => {
  const double = [acceptedOf(delivered), acceptedOf(delivered, { messageId: 'M9' }), acceptedOf(failed)];
  const cases: [string, Partial<CampaignFacts>, string][] = [
    ['a text twice', { accepted: double }, 'twice'],
    [
      'a text under another reference to the same number',
      { accepted: [acceptedOf(delivered), acceptedOf(failed, { destination: delivered.phone ?? '' })] },
      'numbers were texted twice',
    ],
    ['a text that nobody wanted', { accepted: [...double, acceptedOf(recipient(9))] }, "nobody's"],
    [
      'a text without a reference',
      { accepted: [acceptedOf(delivered), acceptedOf(failed, { reference: undefined })] },
      "nobody's",
    ],
    [
      'a text to somebody who was left out at the last moment',
      { accepted: [acceptedOf(delivered), acceptedOf(failed), acceptedOf(leftOut)] },
      'does not know of',
    ],
    ['a text that Mitto never took', { accepted: [acceptedOf(delivered)] }, 'Mitto never took'],
    [
      'other words than were frozen',
      { accepted: [acceptedOf(delivered, { text: 'Hi {{ first_name }}' }), acceptedOf(failed)] },
      'merge tag',
    ],
    [
      'more parts than were quoted',
      { accepted: [acceptedOf(delivered, { parts: 2 }), acceptedOf(failed)] },
      'differs',
    ],
    [
      'somebody left out by the review',
      {
        excludedPhones: ['+302100000001'],
        accepted: [acceptedOf(delivered, { destination: '+302100000001' }), acceptedOf(failed)],
      },
      'although they were left out',
    ],
    ['counts that do not add up', { audience: 7 }, "don't add up"],
    ['a recipient who is nowhere', { recipients: [delivered, failed] }, 'speaks of 3 recipients'],
    ['counters that differ', { counters: { delivered: 2, left_out: 1 } }, 'counts differently'],
    [
      'a hold that stays',
      { credits: { quoted: 6, held: 2, spent: 4, released: 0, refunded: 2 } },
      'credits are held',
    ],
    [
      'a refund that did not come',
      { credits: { quoted: 6, held: 0, spent: 4, released: 2, refunded: 0 } },
      'were refunded',
    ],
    [
      'more spent than quoted',
      { credits: { quoted: 6, held: 0, spent: 8, released: -2, refunded: 2 } },
      'more than the 6 quoted',
    ],
    [
      'credits that leak',
      { balance: { available: 97, held: 0, spent: 2, purchased: 0, granted: 100 } },
      'Credits leak',
    ],
  ];
  test.each(cases)('%s', (_, broken, words) => {
    const lines = brokenPromises(facts(broken));
    expect(lines.join('\n')).toContain(words);
    expect(resultOf(facts(broken), lines.length === 0).promisesKept).toBe(false);
  });
});
