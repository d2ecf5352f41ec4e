import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { boundedHeap, boundedMemory } from '../../scripts/node-flags.ts';
import { endWithParent } from '../drills/supervised.ts';

let giveUp: (problem: Error) => void = () => {};
/** Rejects when a process ends that nobody stopped: whoever measures would wait for ever for what it was to do. */
export const endedByItself = new Promise<never>((_, reject) => {
  giveUp = reject;
});

/** A process of ours, as it runs in production. */
export class BenchProcess {
  readonly #child: ChildProcess;
  readonly #script: string;
  readonly #log = join(tmpdir(), `sendbook-bench-${process.pid}.log`);
  readonly #exited: Promise<unknown>;
  #stopping = false;

  constructor(script: string, env: Record<string, string> = {}) {
    this.#script = script;
    const log = openSync(this.#log, 'a');
    this.#child = spawn(process.execPath, [...boundedHeap, '--import', endWithParent, script], {
      cwd: resolve(import.meta.dirname, '../..'),
      env: { ...process.env, ...boundedMemory, LOG_LEVEL: 'warn', ...env },
      // The pipe ends it when this process dies.
      stdio: ['pipe', log, log],
    });
    this.#exited = once(this.#child, 'exit');
    void this.#exited.then(() => {
      if (!this.#stopping) {
        giveUp(new Error(`${this.#script} ended by itself; its log is ${this.#log}`));
      }
    });
  }

  /** Most memory it ever had, in MB; 0 where the system does not tell. */
  peakMegabytes(): number {
    return peakMegabytesOf(this.#child.pid ?? 0);
  }

  /** Time of processors it has used until now, in ms; 0 where the system does not tell. */
  cpuMs(): number {
    return cpuMsOf(this.#child.pid ?? 0);
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#child.kill('SIGTERM');
    await this.#exited;
  }
}

/** Linux only: VmHWM of /proc/PID/status. */
export function peakMegabytesOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Linux only: user and system time of /proc/PID/stat, which counts in hundredths of a second. */
function cpuMsOf(pid: number): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return 0;
  }
}
