import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withLock } from './lock.ts';

let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sendbook-lock-'));
  file = join(folder, 'lock');
});

afterEach(() => rm(folder, { recursive: true }));

test('what holds the lock runs alone, also when it fails', async () => {
  let inside = 0;
  const work = async (fails: boolean) => {
    inside += 1;
    expect(inside).toBe(1);
    await new Promise((resolve) => setImmediate(resolve));
    inside -= 1;
    if (fails) {
      throw new Error('on purpose');
    }
  };
  const outcomes = await Promise.allSettled(
    [false, true, false, true, false].map((fails) => withLock(file, () => work(fails))),
  );
  expect(outcomes.map(({ status }) => status)).toEqual([
    ...['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled'],
  ]);
  expect(existsSync(file)).toBe(false);
});

test('the lock of a dead process is taken over', async () => {
  const dead = spawnSync(process.execPath, ['--version']).pid;
  await writeFile(file, String(dead));
  expect(await withLock(file, async () => 'done')).toBe('done');
});

test('a lock that stays taken is told, with its holder and its file', async () => {
  await writeFile(file, String(process.pid));
  await expect(withLock(file, async () => 'done', 0)).rejects.toThrow(
    `Process ${process.pid} has been starting or stopping PostgreSQL`,
  );
});
