import { expect, test } from 'vitest';
import { sayUnknown } from './say-unknown.server.ts';

const batch = (campaignId: number, batchNo: number) => ({ shopId: 1, campaignId, batchNo });

test.each(['timeout', 'reset', 'closed', 'http_500_ambiguous', 'http_503_ambiguous', 'process_died'])(
  'a call that ends unknown by %s is told at once, and thirty of one campaign are told once',
  (cause) => {
    const campaign = Math.floor(performance.now() * 1000);
    const said = Array.from({ length: 30 }, (_, i) => sayUnknown(batch(campaign, i), cause, 1_000 + i));
    expect(said.filter(Boolean)).toHaveLength(1);
    expect(said[0]).toBe(true);
  },
);

test('another campaign is told by itself, and the same one again after ten minutes', () => {
  expect(sayUnknown(batch(1, 1), 'timeout', 0)).toBe(true);
  expect(sayUnknown(batch(2, 1), 'timeout', 1)).toBe(true);
  expect(sayUnknown(batch(1, 2), 'timeout', 599_999)).toBe(false);
  expect(sayUnknown(batch(1, 3), 'timeout', 600_000)).toBe(true);
});
