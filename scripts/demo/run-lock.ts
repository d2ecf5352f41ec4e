import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
export async function takeRun(
  file: string,
  report: (line: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const before = readNote(file);
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
    await sleep(200, undefined, { signal });
  }
  noteRun(file, []);
}

/** Notes which processes there are, for the next start. */
export function noteRun(file: string, children: number[]): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify({ pid: process.pid, children } satisfies Note));
}

export function leaveRun(file: string): void {
  rmSync(file, { force: true });
}

const leftOver = (note: Note | undefined): number[] => (note?.children ?? []).filter(isOurs);

function readNote(file: string): Note | undefined {
  try {
    return noteSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
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
