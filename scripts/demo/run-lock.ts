import { readFileSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { isAlive } from '../postgres/processes.ts';
import { DemoProblem } from './problem.ts';

const noteSchema = z.object({ pid: z.number().int(), children: z.array(z.number().int()) });
type Note = z.infer<typeof noteSchema>;

/** Children of a killed demo end themselves; this is their grace and a little more. */
const waitMs = 40_000;

/**
 * Makes sure that one demo runs at a time: two would share the data and the simulator's log. Waits for what a demo
 * that was killed left behind.
 *
 * @throws DemoProblem when another demo runs, or its processes don't end.
 */
export async function takeRun(file: string, report: (line: string) => void): Promise<void> {
  const before = await readNote(file);
  if (before !== undefined && before.pid !== process.pid && isOurs(before.pid)) {
    throw new DemoProblem(
      `The demo runs already, as process ${before.pid}. Stop it there with Ctrl-C, or with: kill ${before.pid}`,
    );
  }
  const until = performance.now() + waitMs;
  for (let left = leftOver(before); left.length > 0; left = leftOver(before)) {
    if (performance.now() > until) {
      throw new DemoProblem(
        `A demo that ended before left processes behind that don't stop: ${left.join(', ')}. ` +
          `End them: kill -9 ${left.join(' ')}`,
      );
    }
    report('Waiting for what is left of the last demo to end');
    await sleep(200);
  }
  await noteRun(file, []);
}

/** Notes which processes there are, for the next start. */
export async function noteRun(file: string, children: number[]): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ pid: process.pid, children } satisfies Note));
}

export async function leaveRun(file: string): Promise<void> {
  await rm(file, { force: true });
}

const leftOver = (note: Note | undefined): number[] => (note?.children ?? []).filter(isOurs);

async function readNote(file: string): Promise<Note | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}

/** After a reboot the number of a dead process belongs to somebody else: on Linux its command line tells. */
function isOurs(pid: number): boolean {
  if (!isAlive(pid)) {
    return false;
  }
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    // A dead process that nobody has waited for yet has no command line.
    return /scripts\/demo\/|end-with-parent/.test(command);
  } catch {
    return process.platform !== 'linux';
  }
}
