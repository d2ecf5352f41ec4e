import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { isAlive } from './processes.ts';

const kept = 'kept';

/** Notes that this process uses the server. @returns the note's name, for `leave`. */
export async function join(folder: string): Promise<string> {
  const name = `${process.pid}.${randomUUID()}`;
  await write(folder, name);
  return name;
}

/** Notes that the server is to stay up although nobody uses it (`npm run db:start`). */
export async function keep(folder: string): Promise<void> {
  await write(folder, kept);
}

export async function leave(folder: string, name: string): Promise<void> {
  await rm(resolve(folder, name), { force: true });
}

/** Forgets everybody, also who wanted the server kept. */
export async function clear(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/** Whether a living process uses the server, or it is to be kept. Notes of processes that died are removed. */
export async function inUse(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch(() => []);
  const dead = names.filter((name) => name !== kept && !isAlive(Number.parseInt(name, 10)));
  await Promise.all(dead.map((name) => leave(folder, name)));
  return names.length > dead.length;
}

async function write(folder: string, name: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(resolve(folder, name), '');
}
