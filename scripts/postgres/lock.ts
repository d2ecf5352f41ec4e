import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresProblem } from './problem.ts';
import { isAlive } from './processes.ts';

const retryMs = 50;

/**
 * Runs `work` while no other process of this machine holds the same lock file. The lock of a process that died is
 * taken over.
 *
 * @throws PostgresProblem when the lock stays taken for `waitMs`.
 */
export async function withLock<T>(file: string, work: () => Promise<T>, waitMs = 180_000): Promise<T> {
  const giveUpAt = performance.now() + waitMs;
  while (!(await acquire(file))) {
    const holder = await holderOf(file);
    if (holder !== undefined && !isAlive(holder)) {
      await removeStale(file);
    } else if (performance.now() > giveUpAt) {
      throw new PostgresProblem(
        `Process ${holder ?? '?'} has been starting or stopping PostgreSQL for ${Math.round(waitMs / 1000)} s. ` +
          `If it is not one of Sendbook's, delete ${file} and try again.`,
      );
    } else {
      await sleep(retryMs);
    }
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

async function acquire(file: string): Promise<boolean> {
  try {
    await writeFile(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

/** @returns the id of the process that holds the lock; undefined when it was just released or is just being written. */
async function holderOf(file: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text === '' ? undefined : Number(text);
}

/**
 * DANGER: two waiters may both have seen the dead holder, and the slower one must not remove the lock that the
 * faster one has taken since. So the file is moved aside first and looked at again; a live lock is put back.
 */
async function removeStale(file: string): Promise<void> {
  const aside = `${file}.${randomUUID()}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  const holder = await holderOf(aside);
  if (holder !== undefined && isAlive(holder)) {
    await rename(aside, file);
  } else {
    await rm(aside, { force: true });
  }
}
