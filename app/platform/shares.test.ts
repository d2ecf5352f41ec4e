import { expect, test } from 'vitest';
import { Shares } from './shares.ts';

test('two of a shop work at once, two wait, and the next is told so; another shop does not notice', async () => {
  const shares = new Shares<number>({ atOnce: 2, waitingMost: 2 });
  const ends: (() => void)[] = [];
  const work = () => new Promise<string>((resolve) => ends.push(() => resolve('done')));
  const taken = Array.from({ length: 4 }, () => shares.take(1, work));
  expect(ends).toHaveLength(2);
  expect(await shares.take(1, work)).toBeUndefined();
  expect(await shares.take(2, async () => 'other')).toEqual({ result: 'other' });
  ends[0]?.();
  expect(await taken[0]).toEqual({ result: 'done' });
  await expect.poll(() => ends.length).toBe(3);
  ends[1]?.();
  await expect.poll(() => ends.length).toBe(4);
  ends[2]?.();
  ends[3]?.();
  expect(await Promise.all(taken)).toHaveLength(4);
  expect(await shares.take(1, async () => 'again')).toEqual({ result: 'again' });
});

test('work that fails gives its place back', async () => {
  const shares = new Shares<number>({ atOnce: 1, waitingMost: 0 });
  await expect(shares.take(1, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await shares.take(1, async () => 'yes')).toEqual({ result: 'yes' });
});
