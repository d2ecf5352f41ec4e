import { expect, test } from 'vitest';
import { audienceSchema } from './audience.ts';

test('an audience is everyone, or 1 to 50 tags', () => {
  expect(audienceSchema.parse({ kind: 'everyone' })).toEqual({ kind: 'everyone' });
  expect(audienceSchema.parse({ kind: 'tags', tags: [' vip ', 'Αθήνα'] })).toEqual({
    kind: 'tags',
    tags: ['vip', 'Αθήνα'],
  });
  const wrong = [
    { kind: 'tags', tags: [] },
    { kind: 'tags', tags: [' '] },
    { kind: 'tags', tags: Array.from({ length: 51 }, (_, i) => `tag${i}`) },
    { kind: 'tags', tags: ['a'.repeat(256)] },
    { kind: 'segment' },
    null,
  ];
  for (const audience of wrong) {
    expect(audienceSchema.safeParse(audience).success, JSON.stringify(audience)).toBe(false);
  }
});
