import { describe, expect, test } from 'vitest';
import type { CampaignEvent } from '../events.ts';
import { type Campaign, type CampaignStatus, campaignStatuses, evolve, noCampaign } from './campaign.ts';
import * as decide from './decide.ts';

const now = new Date('2026-03-01T10:00:00.000Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const confirmedStatuses: readonly string[] = [
  'scheduled',
  'sending',
  'paused',
  'completed',
  'cancelled',
  'expired',
];

function campaign(status: CampaignStatus | 'none', changes: Partial<Campaign> = {}): Campaign {
  return {
    ...noCampaign,
    status,
    version: 4,
    content: 2,
    recipients: 8,
    credits: 9,
    confirmedAt: confirmedStatuses.includes(status) ? now.toISOString() : null,
    scheduledFor: status === 'scheduled' ? later(60).toISOString() : null,
    ...changes,
  };
}

const send = {
  version: 4,
  available: 9,
  startAt: null,
  expiresAt: null,
  now,
  by: 'merchant' as const,
  riskAccepted: false,
};
const typesOf = (decision: decide.CampaignDecision) =>
  decision.kind === 'accepted' ? decision.events.map((event) => event.type) : decision;
const refused = (reason: string) => ({ kind: 'rejected', reason });
const ignored = (reason: string) => ({ kind: 'ignored', reason });

/** What a decision says in each state, as a table. */
const inEach = (of: (state: Campaign) => decide.CampaignDecision) =>
  Object.fromEntries(
    campaignStatuses.map((status) => {
      const decision = of(campaign(status));
      return [status, decision.kind === 'accepted' ? 'accepted' : decision.reason];
    }),
  );

test('a campaign that some may get twice is sent only when that was accepted, and the event says so', () => {
  const again = (unknown: number, presumedNotSent: number) =>
    campaign('quoted', { resend: { of: 7, unknown, presumedNotSent } });
  expect(decide.confirm(again(1, 0), send)).toEqual(refused('risk_not_accepted'));
  expect(decide.confirm(again(0, 1), send)).toEqual(refused('risk_not_accepted'));
  expect(decide.confirm(again(1, 1), { ...send, riskAccepted: true })).toMatchObject({
    events: [{ type: 'CampaignConfirmed', data: { resendOf: 7, riskAccepted: true } }, {}],
  });
  expect(decide.confirm(again(0, 0), send)).toMatchObject({
    events: [{ data: { resendOf: 7, riskAccepted: false } }, {}],
  });
});

test('words can be changed until Send, and never after', () => {
  expect(inEach((state) => decide.draft(state, { content: 3, by: 'merchant' }))).toEqual({
    draft: 'accepted',
    preparing: 'accepted',
    quoted: 'accepted',
    scheduled: 'not_editable',
    sending: 'not_editable',
    paused: 'not_editable',
    completed: 'not_editable',
    cancelled: 'not_editable',
    expired: 'not_editable',
  });
  expect(typesOf(decide.draft(noCampaign, { content: 1, by: 'merchant' }))).toEqual(['CampaignDrafted']);
});

test('a review can be asked for until Send, once at a time', () => {
  expect(inEach((state) => decide.requestReview(state, { by: 'merchant' }))).toEqual({
    draft: 'accepted',
    preparing: 'already_requested',
    quoted: 'accepted',
    scheduled: 'not_editable',
    sending: 'not_editable',
    paused: 'not_editable',
    completed: 'not_editable',
    cancelled: 'not_editable',
    expired: 'not_editable',
  });
});

describe('a quote', () => {
  const frozen = { audience: 10, recipients: 8, parts: 8, excluded: { opted_out: 2 }, hash: 'h' };
  const quoted = { credits: 8, batches: 1, lines: [] };

  test('is recorded for the words it was made for', () => {
    expect(typesOf(decide.quote(campaign('preparing'), { content: 2, frozen, quoted }))).toEqual([
      'AudienceFrozen',
      'CampaignQuoted',
    ]);
  });

  test('of words that were changed meanwhile is ignored', () => {
    expect(decide.quote(campaign('preparing'), { content: 1, frozen, quoted })).toEqual(
      ignored('nothing_to_do'),
    );
    expect(decide.quote(campaign('draft'), { content: 2, frozen, quoted })).toEqual(ignored('nothing_to_do'));
  });

  test('that cannot be made is ignored for changed words too', () => {
    const failure = { reason: 'nobody_found' as const, audience: 0, excluded: {} };
    expect(typesOf(decide.failReview(campaign('preparing'), { content: 2, failure }))).toEqual([
      'CampaignReviewFailed',
    ]);
    expect(decide.failReview(campaign('preparing'), { content: 1, failure })).toEqual(
      ignored('nothing_to_do'),
    );
  });
});

describe('Send', () => {
  test('starts the campaign that was seen, and moves everybody into the queue', () => {
    const decision = decide.confirm(campaign('quoted'), send);
    expect(typesOf(decision)).toEqual(['CampaignConfirmed', 'CampaignStarted']);
    expect(decision.kind === 'accepted' && decision.events[0]).toMatchObject({
      data: { credits: 9, recipients: 8, moved: { queued: 8 } },
    });
  });

  test('at a later minute schedules it', () => {
    expect(typesOf(decide.confirm(campaign('quoted'), { ...send, startAt: later(5) }))).toEqual([
      'CampaignConfirmed',
      'CampaignScheduled',
    ]);
  });

  test('pressed again is ignored in whatever state the campaign is by then', () => {
    for (const status of campaignStatuses.filter((one) => confirmedStatuses.includes(one))) {
      expect(decide.confirm(campaign(status), send), status).toEqual(ignored('already_confirmed'));
    }
  });

  test.each<
    [string, Partial<Campaign>, Partial<typeof send> | { startAt: Date } | { expiresAt: Date }, string]
  >([
    ['before the quote is there', { status: 'preparing' }, {}, 'not_quoted'],
    ['for a quote that changed', {}, { version: 3 }, 'quote_changed'],
    ['with nobody to text', { recipients: 0 }, {}, 'nobody_to_text'],
    ['with one credit too few', {}, { available: 8 }, 'not_enough_credits'],
    ['for this very moment as a time', {}, { startAt: now }, 'start_in_the_past'],
    ['with an end that has come', {}, { expiresAt: now }, 'ends_before_it_starts'],
    ['with an end before its start', {}, { startAt: later(9), expiresAt: later(9) }, 'ends_before_it_starts'],
  ])('%s is refused', (_, state, command, reason) => {
    expect(decide.confirm(campaign('quoted', state), { ...send, ...command })).toEqual(refused(reason));
  });
});

test('a scheduled campaign starts at its minute and not before', () => {
  const scheduled = campaign('scheduled');
  expect(decide.start(scheduled, { now: later(59) })).toEqual(ignored('nothing_to_do'));
  expect(typesOf(decide.start(scheduled, { now: later(60) }))).toEqual(['CampaignStarted']);
  expect(decide.start(campaign('cancelled'), { now: later(60) })).toEqual(ignored('nothing_to_do'));
});

test('pause, resume, cancel and expiry have an answer in every state', () => {
  expect(inEach((state) => decide.pause(state, { by: 'merchant', reason: 'merchant' }))).toMatchObject({
    draft: 'not_running',
    quoted: 'not_running',
    scheduled: 'not_running',
    sending: 'accepted',
    paused: 'already_paused',
    completed: 'already_ended',
    cancelled: 'already_ended',
  });
  expect(inEach((state) => decide.resume(state, { by: 'merchant' }))).toMatchObject({
    draft: 'not_paused',
    sending: 'already_running',
    paused: 'accepted',
    expired: 'already_ended',
  });
  expect(inEach((state) => decide.cancel(state, { by: 'merchant' }))).toMatchObject({
    draft: 'not_running',
    quoted: 'not_running',
    scheduled: 'accepted',
    sending: 'accepted',
    paused: 'accepted',
    completed: 'already_ended',
    cancelled: 'already_ended',
  });
  expect(inEach((state) => decide.expire(state))).toMatchObject({
    quoted: 'nothing_to_do',
    scheduled: 'accepted',
    sending: 'accepted',
    paused: 'accepted',
    completed: 'nothing_to_do',
  });
});

describe('the end', () => {
  test('does not come while somebody may still be handed over', () => {
    expect(decide.finish(campaign('sending'), { waiting: 1, open: 1 })).toEqual(ignored('nothing_to_do'));
    expect(decide.finish(campaign('quoted'), { waiting: 0, open: 0 })).toEqual(ignored('nothing_to_do'));
  });

  test('comes in two steps: everybody handed over, then every end known', () => {
    const handedOver = decide.finish(campaign('sending'), { waiting: 0, open: 3 });
    expect(typesOf(handedOver)).toEqual(['CampaignHandedOver']);
    const next = campaign('sending', { handedOverAt: now.toISOString() });
    expect(decide.finish(next, { waiting: 0, open: 3 })).toEqual(ignored('nothing_to_do'));
    expect(typesOf(decide.finish(next, { waiting: 0, open: 0 }))).toEqual(['CampaignCompleted']);
  });

  test('of a paused campaign that has nobody left comes too', () => {
    expect(typesOf(decide.finish(campaign('paused'), { waiting: 0, open: 0 }))).toEqual([
      'CampaignHandedOver',
      'CampaignCompleted',
    ]);
  });

  test('keeps the name that a cancel gave it', () => {
    expect(typesOf(decide.finish(campaign('cancelled'), { waiting: 0, open: 0 }))).toEqual([
      'CampaignHandedOver',
    ]);
  });
});

test('what is decided can be folded: every accepted event is one that the state takes', () => {
  const fold = (state: Campaign, decision: decide.CampaignDecision) =>
    decision.kind === 'accepted'
      ? decision.events.reduce(
          (next: Campaign, event: CampaignEvent) => evolve(next, event, now.toISOString()),
          state,
        )
      : state;
  const started = fold(campaign('quoted'), decide.confirm(campaign('quoted'), send));
  expect(started.status).toBe('sending');
  expect(decide.confirm(started, send)).toEqual(ignored('already_confirmed'));
});
