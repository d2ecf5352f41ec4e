import { expect, test } from 'vitest';
import { audienceSchema, chosenAudienceSchema, listsOf, segmentsOf } from './audience.ts';

const segment = { id: 'gid://shopify/Segment/1001', name: 'VIP' };

test('audiences that were saved before there were segments, lists and filters still mean the same', () => {
  expect(audienceSchema.parse({ kind: 'everyone' })).toEqual({ kind: 'everyone' });
  expect(audienceSchema.parse({ kind: 'tags', tags: [' vip ', 'Αθήνα'] })).toEqual({
    kind: 'tags',
    tags: ['vip', 'Αθήνα'],
  });
  expect(audienceSchema.parse({ kind: 'unresolved', campaignId: 7, states: ['unknown'] })).toEqual({
    kind: 'unresolved',
    campaignId: 7,
    states: ['unknown'],
  });
  expect(audienceSchema.parse({ kind: 'test', numbers: [306_900_000_001], as: null })).toEqual({
    kind: 'test',
    numbers: [306_900_000_001],
    as: null,
  });
});

test('an audience can be a segment, a list or a filter, and leave people out', () => {
  const audiences = [
    { kind: 'segment', segment },
    { kind: 'list', listId: 4, exclude: { tags: ['staff'], lists: [5], segments: [segment] } },
    {
      kind: 'filter',
      conditions: [
        { field: 'country', in: ['GR'] },
        { field: 'language', in: ['el'] },
        { field: 'last_order', is: 'never' },
        { field: 'last_order', is: 'since', date: '2026-01-31' },
        { field: 'spent', is: 'at_least', amount: 99.5 },
        { field: 'orders', is: 'at_most', count: 0 },
        { field: 'tags', is: 'none', tags: ['b2b'] },
        { field: 'engaged', days: 90 },
        { field: 'not_texted', days: 7 },
      ],
      exclude: { textedWithinDays: 1 },
    },
  ];
  for (const audience of audiences) {
    expect(chosenAudienceSchema.parse(audience)).toEqual(audience);
  }
});

test('a hand-made audience that means nothing is refused', () => {
  const wrong = [
    { kind: 'tags', tags: [] },
    { kind: 'tags', tags: [' '] },
    { kind: 'tags', tags: Array.from({ length: 51 }, (_, i) => `tag${i}`) },
    { kind: 'tags', tags: ['a'.repeat(256)] },
    { kind: 'tags', tags: ['\ud83d'] },
    { kind: 'tags', tags: ['a\0b'] },
    { kind: 'segment' },
    { kind: 'segment', segment: { ...segment, id: 'gid://shopify/Customer/1' } },
    { kind: 'list', listId: 0 },
    { kind: 'filter', conditions: [] },
    { kind: 'filter', conditions: [{ field: 'country', in: ['Greece'] }] },
    { kind: 'filter', conditions: [{ field: 'last_order', is: 'before', date: '2026-02-30' }] },
    { kind: 'filter', conditions: [{ field: 'last_order', is: 'before', date: '0001-01-01' }] },
    { kind: 'filter', conditions: [{ field: 'last_order', is: 'before' }] },
    { kind: 'filter', conditions: [{ field: 'spent', is: 'at_least', amount: null }] },
    { kind: 'filter', conditions: [{ field: 'engaged', days: 0 }] },
    { kind: 'everyone', exclude: { textedWithinDays: 0 } },
    { kind: 'everyone', exclude: { lists: [-1] } },
    { kind: 'unresolved', campaignId: 7, states: [] },
    { kind: 'unresolved', campaignId: 7, states: ['delivered'] },
    { kind: 'unresolved', campaignId: -7, states: ['unknown'] },
    null,
  ];
  for (const audience of wrong) {
    expect(audienceSchema.safeParse(audience).success, JSON.stringify(audience)).toBe(false);
  }
  expect(chosenAudienceSchema.safeParse({ kind: 'test', numbers: [], as: null }).success).toBe(false);
});

test('the segments and lists that must be known are those of both sides, each once', () => {
  const other = { id: 'gid://shopify/Segment/1002', name: 'Staff' };
  const audience = audienceSchema.parse({
    kind: 'segment',
    segment,
    exclude: { segments: [other, segment], lists: [3, 3] },
  });
  expect(segmentsOf(audience)).toEqual([segment, other]);
  expect(listsOf(audience)).toEqual([3]);
  expect(listsOf(audienceSchema.parse({ kind: 'list', listId: 3, exclude: { lists: [3, 4] } }))).toEqual([
    3, 4,
  ]);
  expect(segmentsOf({ kind: 'test', numbers: [], as: null })).toEqual([]);
});
