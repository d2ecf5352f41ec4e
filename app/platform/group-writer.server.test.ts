import { expect, test } from 'vitest';
import { GroupWriter } from './group-writer.server.ts';

/** Remembers its groups; the first one waits until it is let go. */
function slowWriter(most: number) {
  const groups: number[][] = [];
  const gate: { open: () => void } = { open: () => {} };
  const opened = new Promise<void>((resolve) => {
    gate.open = resolve;
  });
  const writer = new GroupWriter<number>(most, async (group) => {
    groups.push(group);
    await opened;
    if (group.includes(13)) {
      throw new Error('not written');
    }
  });
  return { writer, groups, open: gate.open };
}

test('what arrives in one turn is one group, what arrives during its writing the next, and none is too large', async () => {
  const { writer, groups, open } = slowWriter(3);
  const first = [writer.add([1]), writer.add([2])];
  await new Promise((resolve) => setTimeout(resolve));
  expect(groups).toEqual([[1, 2]]);
  const later = [writer.add([3, 4]), writer.add([5, 6])];
  open();
  await Promise.all([...first, ...later]);
  expect(groups).toEqual([[1, 2], [3, 4, 5], [6]]);
});

test('a group that is not written fails for those in it, and the next one goes on', async () => {
  const { writer, open } = slowWriter(2);
  open();
  const results = await Promise.allSettled([writer.add([12, 13]), writer.add([14])]);
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  await writer.drain();
});

test('nothing is nothing to wait for', async () => {
  const { writer, groups } = slowWriter(2);
  await writer.add([]);
  await writer.drain();
  expect(groups).toEqual([]);
});
