import { expect, test } from 'vitest';
import { audienceSchema } from './audience.ts';

test('an audience is everyone, 1 to 50 tags, or people of an earlier campaign who may be without its text', () => {
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
  const wrong = [
    { kind: 'tags', tags: [] },
    { kind: 'tags', tags: [' '] },
    { kind: 'tags', tags: Array.from({ length: 51 }, (_, i) => `tag${i}`) },
    { kind: 'tags', tags: ['a'.repeat(256)] },
    { kind: 'segment' },
    { kind: 'unresolved', campaignId: 7, states: [] },
    { kind: 'unresolved', campaignId: 7, states: ['delivered'] },
    { kind: 'unresolved', campaignId: -7, states: ['unknown'] },
    null,
  ];
  for (const audience of wrong) {
    expect(audienceSchema.safeParse(audience).success, JSON.stringify(audience)).toBe(false);
  }
});
