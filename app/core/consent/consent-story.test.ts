import { expect, test } from 'vitest';
import type { ContactEvent } from '../events.ts';
import { formatReference } from '../messaging/reference.ts';
import { consentStory } from './consent-story.ts';

const at = '2026-11-24T10:00:00.000Z';
const story = (...events: ContactEvent[]) =>
  consentStory(events.map((event, i) => ({ event, position: i + 1 })));

test('the newest stands first, and nothing is left out', () => {
  const kinds = story(
    { type: 'ConsentGiven', data: { source: 'shopify', level: 'SINGLE_OPT_IN', wording: null, at } },
    { type: 'ConsentQuestioned', data: { evidence: 'inbound-7', at } },
    { type: 'ConsentUpheld', data: { evidence: 'inbound-7', by: '901', at } },
    { type: 'ConsentWithdrawn', data: { source: 'merchant', evidence: null, toldBy: 'phone', at } },
    { type: 'ContactSuppressed', data: { reason: 'opted_out', at } },
    { type: 'ContactErased', data: { request: 'operator', at } },
  ).map(({ kind, position }) => `${position} ${kind}`);
  expect(kinds).toEqual(['6 erased', '5 suppressed', '4 withdrawn', '3 upheld', '2 questioned', '1 given']);
});

test('evidence names the text whose link she used, or the reply that she sent', () => {
  const reference = formatReference('42', 3);
  expect(
    story({ type: 'ConsentWithdrawn', data: { source: 'opt_out_link', evidence: reference, at } }),
  ).toMatchObject([{ evidence: { kind: 'text', campaignId: 42, ordinal: 3 } }]);
  expect(story({ type: 'ConsentQuestioned', data: { evidence: 'inbound-12', at } })).toMatchObject([
    { evidence: { kind: 'reply', inboundId: 12 } },
  ]);
  expect(
    story({ type: 'ConsentWithdrawn', data: { source: 'import', evidence: 'a file', at } }),
  ).toMatchObject([{ evidence: null }]);
});

test('a yes that Shopify took back without a no is not shown as a no of hers', () => {
  expect(
    story(
      { type: 'ConsentWithdrawn', data: { source: 'shopify', evidence: 'never', at } },
      { type: 'ConsentWithdrawn', data: { source: 'shopify', evidence: 'unsubscribed', at } },
    ),
  ).toMatchObject([
    { kind: 'withdrawn', source: 'shopify' },
    { kind: 'lapsed', to: 'never' },
  ]);
});

test('a yes names the version of the words that she agreed to', () => {
  const given = (wording: string | null): ContactEvent => ({
    type: 'ConsentGiven',
    data: { source: 'confirmation_link', level: 'CONFIRMED_OPT_IN', wording, evidence: 's1-a-1', at },
  });
  expect(story(given('3'))).toMatchObject([{ wording: 3, level: 'CONFIRMED_OPT_IN' }]);
  expect(story(given(null))).toMatchObject([{ wording: null }]);
  expect(story(given('a form of 2019'))).toMatchObject([{ wording: null }]);
});
