import { expect, test } from 'vitest';
import type { CampaignEvent } from '../events.ts';
import { type Campaign, evolve, noCampaign } from './campaign.ts';

const at = '2026-03-01T10:00:00.000Z';
const given = (...events: CampaignEvent[]): Campaign =>
  events.reduce((state, event) => evolve(state, event, at), noCampaign);

const drafted: CampaignEvent = { type: 'CampaignDrafted', data: { content: 1, by: 'merchant' } };
const requested: CampaignEvent = { type: 'CampaignReviewRequested', data: { content: 1, by: 'merchant' } };
const frozen: CampaignEvent = {
  type: 'AudienceFrozen',
  data: { audience: 10, recipients: 8, parts: 9, excluded: { opted_out: 2 }, hash: 'h' },
};
const quoted: CampaignEvent = {
  type: 'CampaignQuoted',
  data: { credits: 9, batches: 1, lines: [{ country: 'GR', parts: 1, recipients: 8, credits: 9 }] },
};
const confirmed: CampaignEvent = {
  type: 'CampaignConfirmed',
  data: { credits: 9, recipients: 8, expiresAt: null, by: 'merchant', moved: { queued: 8 } },
};
const started: CampaignEvent = { type: 'CampaignStarted', data: {} };

test('every event makes the version one higher', () => {
  expect(given(drafted, requested, frozen, quoted).version).toBe(4);
});

test('a campaign goes from draft to complete', () => {
  const status = (...events: CampaignEvent[]) => given(...events).status;
  expect(given().status).toBe('none');
  expect(status(drafted)).toBe('draft');
  expect(status(drafted, requested)).toBe('preparing');
  expect(status(drafted, requested, frozen, quoted)).toBe('quoted');
  const sending = [drafted, requested, frozen, quoted, confirmed, started];
  expect(status(...sending)).toBe('sending');
  expect(status(...sending, { type: 'CampaignHandedOver', data: {} })).toBe('sending');
  expect(given(...sending, { type: 'CampaignCompleted', data: {} })).toMatchObject({
    status: 'completed',
    endedAt: at,
    confirmedAt: at,
  });
});

test('an edit throws the quote away: it belonged to other words', () => {
  const edited = given(drafted, requested, frozen, quoted, {
    type: 'CampaignEdited',
    data: { content: 2, by: 'merchant' },
  });
  expect(edited).toEqual({ ...noCampaign, status: 'draft', content: 2, version: 5 });
});

test('a review that failed leaves a draft that says why and who was left out', () => {
  const failed = given(drafted, requested, {
    type: 'CampaignReviewFailed',
    data: { reason: 'nobody_to_text', audience: 2, excluded: { landline: 2 } },
  });
  expect(failed).toMatchObject({ status: 'draft', problem: 'nobody_to_text', excluded: { landline: 2 } });
  expect(evolve(failed, requested, at)).toMatchObject({ status: 'preparing', problem: null });
});

test('a pause keeps its reason until the campaign goes on or ends', () => {
  const paused = given(drafted, requested, frozen, quoted, confirmed, started, {
    type: 'CampaignPaused',
    data: { by: 'system', reason: 'shop_uninstalled' },
  });
  expect(paused).toMatchObject({ status: 'paused', pauseReason: 'shop_uninstalled' });
  const ends: CampaignEvent[] = [
    { type: 'CampaignResumed', data: { by: 'merchant' } },
    { type: 'CampaignCancelled', data: { by: 'merchant' } },
    { type: 'CampaignExpired', data: {} },
  ];
  expect(
    ends.map((event) => evolve(paused, event, at)).map((next) => [next.status, next.pauseReason]),
  ).toEqual([
    ['sending', null],
    ['cancelled', null],
    ['expired', null],
  ]);
});

test('a scheduled campaign knows its minute', () => {
  const scheduled = given(drafted, requested, frozen, quoted, confirmed, {
    type: 'CampaignScheduled',
    data: { for: '2026-03-02T08:00:00.000Z' },
  });
  expect(scheduled).toMatchObject({ status: 'scheduled', scheduledFor: '2026-03-02T08:00:00.000Z' });
});
