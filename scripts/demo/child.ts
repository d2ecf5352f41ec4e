import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, createWriteStream, mkdirSync, openSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { demoPaths, projectFolder, shown } from './paths.ts';
import { DemoProblem } from './problem.ts';

const endWithParent = pathToFileURL(resolve(import.meta.dirname, 'end-with-parent.ts')).href;
const listening = z.object({ listening: z.url() });

export type ChildSpec = {
  name: string;
  /** The script, from the project's folder. */
  script: string;
  args?: readonly string[];
  nodeFlags?: readonly string[];
  env: NodeJS.ProcessEnv;
  /** How long it may take to stop before it is killed, in milliseconds. */
  graceMs: number;
  /** Its first line says where it listens; everything after goes to the log. */
  announces?: boolean;
};

/**
 * A process of the demo. It runs in a process group of its own: Ctrl-C in a terminal goes to the whole group, and the
 * processes must stop in order, not all at once.
 */
export class Child {
  readonly name: string;
  readonly #logFile: string;
  readonly #process: ChildProcess;
  readonly #exited: Promise<unknown>;
  readonly #graceMs: number;
  #stopping = false;
  /** Where it listens, when it announces that. */
  readonly address: Promise<string>;
  /** Resolves when it ends although nobody stopped it. */
  readonly died: Promise<DemoProblem>;

  constructor(spec: ChildSpec) {
    this.name = spec.name;
    this.#graceMs = spec.graceMs;
    mkdirSync(demoPaths.logs, { recursive: true });
    this.#logFile = resolve(demoPaths.logs, `${spec.name}.log`);
    const log = openSync(this.#logFile, 'w');
    this.#process = spawn(
      process.execPath,
      [...(spec.nodeFlags ?? []), '--import', endWithParent, spec.script, ...(spec.args ?? [])],
      {
        cwd: projectFolder,
        env: spec.env,
        stdio: ['pipe', spec.announces === true ? 'pipe' : log, log],
        detached: true,
      },
    );
    closeSync(log);
    // A child that died closes its end of the pipe.
    this.#process.stdin?.on('error', () => {});
    this.#exited = once(this.#process, 'exit').catch((error: unknown) => error);
    this.died = this.#exited.then(() => (this.#stopping ? new Promise<never>(() => {}) : this.#deathNote()));
    this.address = spec.announces === true ? this.#firstLine() : Promise.resolve('');
    // Who waits for the address hears of it; nobody has to wait.
    this.address.catch(() => {});
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  /** Asks it to stop and waits; kills it after its grace. May be called twice. */
  async stop(): Promise<void> {
    this.#stopping = true;
    this.#process.kill('SIGTERM');
    const timer = setTimeout(() => this.kill(), this.#graceMs);
    await this.#exited;
    clearTimeout(timer);
  }

  kill(): void {
    this.#stopping = true;
    this.#process.kill('SIGKILL');
  }

  /** The most memory it ever had resident, in bytes; undefined where the system doesn't tell. */
  peakMemory(): number | undefined {
    return peakMemoryOf(this.pid);
  }

  async #firstLine(): Promise<string> {
    const { stdout } = this.#process;
    if (stdout === null) {
      throw new Error(`${this.name} was started without an output to read`);
    }
    const lines = createInterface({ input: stdout });
    const first = await Promise.race([once(lines, 'line'), this.#exited.then(() => undefined)]);
    if (first === undefined) {
      throw await this.#deathNote();
    }
    lines.close();
    stdout.pipe(createWriteStream(this.#logFile, { flags: 'a' }));
    return listening.parse(JSON.parse(String(first[0]))).listening;
  }

  async #deathNote(): Promise<DemoProblem> {
    const { exitCode, signalCode } = this.#process;
    const how = signalCode === null ? `exit code ${exitCode}` : signalCode;
    const log = (await readFile(this.#logFile, 'utf8').catch(() => '')).trim().split('\n').slice(-12);
    return new DemoProblem(
      `${this.name} ended by itself (${how}). The end of its log (${shown(this.#logFile)}):\n  ${log.join('\n  ')}`,
    );
  }
}

/** Linux only: /proc/PID/status, VmHWM, in kB. */
export function peakMemoryOf(pid: number | 'self'): number | undefined {
  try {
    const kilobytes = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}
