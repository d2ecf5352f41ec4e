import { expect, test } from 'vitest';
import type { DeliveryEvent, SendEvent } from '../events.ts';
import { deliveryStory, sendStory } from './recipient-story.ts';

const at = '2026-11-24T10:00:00.000Z';
const lease = '00000000-0000-4000-8000-000000000000';
const told = (...events: SendEvent[]) => events.map((event) => ({ event, at }));
const kinds = (events: SendEvent[], ordinal: number) =>
  sendStory(told(...events), ordinal).map((entry) => entry.kind);

const intended = (attempt: number, leftOut: [number, string][] = []): SendEvent => ({
  type: 'DispatchIntended',
  data: { attempt, lease, deadline: at, recipients: 2, leftOut, moved: {} },
});
const accepted: SendEvent = {
  type: 'BatchAccepted',
  data: { bulkId: 'b', ids: ['m'], skipped: [], credits: 1, moved: {} },
};
const unknown: SendEvent = { type: 'DispatchOutcomeUnknown', data: { cause: 'timeout', moved: {} } };

test('a retry and its acceptance are told in order', () => {
  const deferred: SendEvent = {
    type: 'DispatchDeferred',
    data: { why: '429', until: at, attempt: 1, failures: 1, moved: {} },
  };
  expect(kinds([intended(1), deferred, intended(2), accepted], 1)).toEqual([
    'handing_over',
    'deferred',
    'handing_over',
    'accepted',
  ]);
});

test('the batch’s story ends for whoever was left out of it', () => {
  expect(sendStory(told(intended(1, [[1, 'opted_out']]), accepted), 1)).toEqual([
    { at, kind: 'left_out', reason: 'opted_out' },
  ]);
  expect(kinds([intended(1, [[1, 'opted_out']]), accepted], 2)).toEqual(['handing_over', 'accepted']);
});

test('an unknown ends as traced for one and as presumed not sent for the other', () => {
  const traced: SendEvent = {
    type: 'MessagesTraced',
    data: { evidence: 'report', messages: [[1, 'm1']], moved: {} },
  };
  const resolved: SendEvent = {
    type: 'OutcomeResolved',
    data: { evidence: 'deadline', handedOver: 1, presumedNotSent: 1, credits: 1, moved: {} },
  };
  const events = [intended(1), unknown, traced, resolved];
  expect(kinds(events, 1)).toEqual(['handing_over', 'outcome_unknown', 'traced']);
  expect(kinds(events, 2)).toEqual(['handing_over', 'outcome_unknown', 'presumed_not_sent']);
});

test('a presumption that was overturned is told after it, to those it was about', () => {
  const resolved: SendEvent = {
    type: 'OutcomeResolved',
    data: { evidence: 'deadline', handedOver: 0, presumedNotSent: 2, credits: 0, moved: {} },
  };
  const overturned: SendEvent = {
    type: 'PresumptionOverturned',
    data: { evidence: 'report', messages: [[1, 'm1']], moved: {} },
  };
  const events = [intended(1), unknown, resolved, overturned];
  expect(sendStory(told(...events), 1).slice(-2)).toEqual([
    { at, kind: 'presumed_not_sent' },
    { at, kind: 'overturned', evidence: 'report' },
  ]);
  expect(kinds(events, 2).at(-1)).toBe('presumed_not_sent');
});

test('only her own reports are hers, contradictions included', () => {
  const events: { event: DeliveryEvent; at: string }[] = [
    {
      at,
      event: {
        type: 'DeliveryReported',
        data: {
          ordinals: [5, 1],
          states: ['failed', 'delivered'],
          ranks: [3, 3],
          codes: ['7', null],
          ats: [1, 1_764_000_000],
          refund: 1,
          failed: 1,
          moved: {},
        },
      },
    },
    {
      at,
      event: { type: 'DeliveryContradicted', data: { ordinals: [1], states: ['failed'], codes: [null] } },
    },
  ];
  expect(deliveryStory(events, 1)).toEqual([
    { at: '2025-11-24T16:00:00.000Z', kind: 'reported', state: 'delivered', code: null },
    { at, kind: 'contradicted', state: 'failed' },
  ]);
  expect(deliveryStory(events, 9)).toEqual([]);
});
