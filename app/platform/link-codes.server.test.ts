import { expect, test, vi } from 'vitest';
import { openLink, sealLinks, sealNumbers } from './link-codes.server.ts';

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test('a code names its link and its recipient, and no two are the same', async () => {
  const codes = [...(await sealLinks(7, upTo(5_000))), ...(await sealLinks(8, upTo(5_000)))];
  expect(new Set(codes).size).toBe(10_000);
  expect(await openLink(codes[0] ?? '')).toEqual({ linkId: 7, ordinal: 1 });
  expect(await openLink(codes[9_999] ?? '')).toEqual({ linkId: 8, ordinal: 5_000 });
  expect(await sealLinks(8, [5_000])).toEqual([codes[9_999]]);
});

test('neighbours do not look alike, and what somebody makes up leads far away', async () => {
  const codes = await sealLinks(1, upTo(2_000));
  for (let place = 0; place < 10; place++) {
    expect(new Set(codes.map((code) => code[place])).size).toBeGreaterThan(25);
  }
  const made = await Promise.all(
    codes.slice(0, 200).map((code) => openLink(code.slice(0, 9) + (code.endsWith('A') ? 'B' : 'A'))),
  );
  expect(made.filter((found) => found !== undefined && found.linkId < 100)).toEqual([]);
});

test('the key outlives the process', async () => {
  const before = await sealLinks(3, [1, 2]);
  vi.resetModules();
  const again = await import('./link-codes.server.ts');
  expect(await again.sealLinks(3, [1, 2])).toEqual(before);
});

test.each([20, 34, 51])(
  'numbers of %i bits change places, differently for each purpose and tweak',
  async (bits) => {
    const numbers = [0, 1, 2, 2 ** bits - 1, ...upTo(1_000).map((n) => n * 37)];
    const sealed = await sealNumbers('test', 1, numbers, bits);
    expect(new Set(sealed).size).toBe(new Set(numbers).size);
    expect(sealed.every((number) => Number.isInteger(number) && number >= 0 && number < 2 ** bits)).toBe(
      true,
    );
    expect(await sealNumbers('test', 1, numbers, bits)).toEqual(sealed);
    expect(await sealNumbers('test', 2, numbers, bits)).not.toEqual(sealed);
    expect(await sealNumbers('other', 1, numbers, bits)).not.toEqual(sealed);
  },
);

test('no two numbers get the same place', async () => {
  const sealed = await sealNumbers('test', 9, upTo(100_000), 20);
  expect(new Set(sealed).size).toBe(100_000);
});
