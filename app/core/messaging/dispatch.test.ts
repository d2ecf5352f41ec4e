import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DispatchFacts, judgeDispatch, quietMinutesLeft } from './dispatch.ts';

const now = new Date('2026-03-01T10:00:00Z');
const fine: DispatchFacts = {
  campaign: 'sending',
  expiresAt: null,
  accountBlocked: false,
  shopInstalled: true,
  awaitsCodes: false,
  now,
  localMinute: 600,
  quiet: null,
};

test('a batch of a running campaign goes', () => {
  expect(judgeDispatch(fine)).toEqual({ kind: 'go' });
});

test.each<[string, Partial<DispatchFacts>, string]>([
  ['the campaign is paused', { campaign: 'paused' }, 'not_sending'],
  ['the campaign is cancelled', { campaign: 'cancelled' }, 'not_sending'],
  ['the campaign is only scheduled', { campaign: 'scheduled' }, 'not_sending'],
  ['the shop is gone', { shopInstalled: false }, 'shop_uninstalled'],
  ['its end has come this moment', { expiresAt: now }, 'expired'],
  ['its discount codes are not made yet', { awaitsCodes: true }, 'codes_not_ready'],
  ['Mitto refuses the account', { accountBlocked: true }, 'account_blocked'],
])('a batch is left where it is when %s', (_, facts, why) => {
  expect(judgeDispatch({ ...fine, ...facts })).toEqual({ kind: 'leave', why });
});

test('a campaign whose end is ahead goes on', () => {
  expect(judgeDispatch({ ...fine, expiresAt: new Date(now.getTime() + 1) })).toEqual({ kind: 'go' });
});

test('in quiet hours a batch waits for their end', () => {
  const quiet = { from: 22 * 60, until: 8 * 60 };
  expect(judgeDispatch({ ...fine, quiet, localMinute: 23 * 60 })).toEqual({
    kind: 'wait',
    why: 'quiet_hours',
    minutes: 9 * 60,
  });
  expect(judgeDispatch({ ...fine, quiet, localMinute: 8 * 60 })).toEqual({ kind: 'go' });
});

describe('the minutes left of quiet hours', () => {
  const night = { from: 22 * 60, until: 8 * 60 };
  const nap = { from: 13 * 60, until: 15 * 60 };

  test('over midnight', () => {
    expect(quietMinutesLeft(night, 22 * 60)).toBe(600);
    expect(quietMinutesLeft(night, 21 * 60 + 59)).toBe(0);
    expect(quietMinutesLeft(night, 0)).toBe(480);
    expect(quietMinutesLeft(night, 7 * 60 + 59)).toBe(1);
    expect(quietMinutesLeft(night, 8 * 60)).toBe(0);
  });

  test('within a day', () => {
    expect(quietMinutesLeft(nap, 13 * 60)).toBe(120);
    expect(quietMinutesLeft(nap, 15 * 60)).toBe(0);
    expect(quietMinutesLeft(nap, 0)).toBe(0);
  });

  test('of a window without length are none', () => {
    expect(quietMinutesLeft({ from: 60, until: 60 }, 60)).toBe(0);
  });

  test('always end at the minute that ends the window', () => {
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
    fc.assert(
      fc.property(minute, minute, minute, (from, until, at) => {
        const left = quietMinutesLeft({ from, until }, at);
        expect(left).toBeLessThanOrEqual(24 * 60);
        if (left > 0) {
          expect((at + left) % (24 * 60)).toBe(until);
        }
      }),
    );
  });
});
