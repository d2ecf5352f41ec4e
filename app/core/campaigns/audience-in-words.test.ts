import { expect, test } from 'vitest';
import type { Audience } from './audience.ts';
import type { Condition } from './audience-condition.ts';
import { audienceInWords } from './audience-in-words.ts';

const lists = new Map([[7, 'Spring fair']]);
const words = (audience: Audience) => audienceInWords(audience, lists);
const filter = (...conditions: Condition[]) => words({ kind: 'filter', conditions });

test('each kind of audience is named by what the merchant chose', () => {
  expect(words({ kind: 'everyone' })).toBe('Every customer');
  expect(words({ kind: 'tags', tags: ['vip', 'Αθήνα'] })).toBe('Customers tagged “vip” or “Αθήνα”');
  expect(words({ kind: 'segment', segment: { id: 'gid://shopify/Segment/1', name: 'Big spenders' } })).toBe(
    'Customers in the segment “Big spenders”',
  );
  expect(words({ kind: 'list', listId: 7 })).toBe('Customers on the list “Spring fair”');
  expect(words({ kind: 'list', listId: 8 })).toBe('Customers on a list that does not exist any more');
  expect(words({ kind: 'unresolved', campaignId: 3, states: ['unknown'] })).toMatch(/earlier campaign/);
  expect(words({ kind: 'test', numbers: [], as: null })).toBe('Your own phones');
});

test('conditions are read as one sentence, because all of them must be true', () => {
  expect(
    filter(
      { field: 'country', in: ['GR', 'CY'] },
      { field: 'language', in: ['el'] },
      { field: 'last_order', is: 'before', date: '2026-10-01' },
      { field: 'orders', is: 'at_least', count: 1 },
    ),
  ).toBe(
    'Customers with a number in Greece or Cyprus, whose language is Greek, whose last order was before 1 October 2026 and with at least 1 order',
  );
  expect(
    filter(
      { field: 'last_order', is: 'since', date: '2026-01-31' },
      { field: 'spent', is: 'at_most', amount: 1234.5 },
      { field: 'tags', is: 'none', tags: ['staff'] },
    ),
  ).toBe(
    'Customers whose last order was on or after 31 January 2026, who have spent at most 1,234.5 and not tagged “staff”',
  );
  expect(filter({ field: 'last_order', is: 'never' })).toBe('Customers who have never ordered');
  expect(filter({ field: 'engaged', days: 30 }, { field: 'not_texted', days: 1 })).toBe(
    'Customers who opened a link or ordered in the last 30 days and not texted in the last 24 hours',
  );
});

test('whoever is left out is named after the others', () => {
  const segments = [{ id: 'gid://shopify/Segment/2', name: 'Staff' }];
  expect(
    words({ kind: 'everyone', exclude: { tags: ['b2b'], lists: [7], segments, textedWithinDays: 7 } }),
  ).toBe(
    'Every customer, except those tagged “b2b”, on the list “Spring fair”, in the segment “Staff” and texted in the last 7 days',
  );
});

test('a long choice is summed up', () => {
  const tags = Array.from({ length: 20 }, (_, i) => `t${i}`);
  expect(words({ kind: 'tags', tags })).toBe(
    'Customers tagged “t0”, “t1”, “t2”, “t3”, “t4”, “t5” or 14 others',
  );
});
