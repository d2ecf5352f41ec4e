import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Variables } from '../../scripts/demo/environment.ts';
import { boundedHeap, boundedMemory } from '../../scripts/node-flags.ts';
import { peakMegabytesOf } from '../bench/process.ts';
import { endWithParent } from '../drills/supervised.ts';

const lineSchema = z.looseObject({ level: z.string(), msg: z.string().optional() });
export type LogLine = z.infer<typeof lineSchema>;

/** A process of the product with the flags that it has in production, under attack. */
export class AttackedProcess {
  readonly #script: string;
  readonly #env: Variables;
  readonly #logFile = join(mkdtempSync(join(tmpdir(), 'sendbook-attack-')), 'log');
  #child: ChildProcess;
  #read = 0;

  constructor(script: string, env: Variables) {
    this.#script = script;
    this.#env = env;
    this.#child = this.#start();
  }

  /** Null while it runs. */
  get exitCode(): number | null {
    return this.#child.exitCode;
  }

  isAlive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Forgets how much memory it has ever had. Linux only. */
  forgetPeak(): void {
    writeFileSync(`/proc/${this.#child.pid}/clear_refs`, '5');
  }

  peakMegabytes(): number {
    return peakMegabytesOf(this.#child.pid ?? 0);
  }

  /** What it has logged since the last look. */
  newLines(): LogLine[] {
    const all = readFileSync(this.#logFile, 'utf8');
    const fresh = all.slice(this.#read);
    this.#read = all.length;
    return fresh.split('\n').flatMap((line) => {
      if (!line.startsWith('{')) {
        // Remix says once per process what another version will do.
        const isNothing = line.trim() === '' || line.startsWith('⚠️ REMIX FUTURE CHANGE');
        return isNothing ? [] : [{ level: 'fatal', msg: line.slice(0, 300) }];
      }
      return [lineSchema.parse(JSON.parse(line))];
    });
  }

  whole(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  lastWords(): string {
    return this.whole().slice(-2_000);
  }

  /** Until it has ended by itself. @returns its exit code. */
  async ended(): Promise<number | null> {
    if (this.isAlive()) {
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode;
  }

  /** As the kernel ends what takes too much memory; then it is started again, as a service manager would. */
  async killAndRestart(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended();
    this.#child = this.#start();
  }

  async stop(): Promise<void> {
    if (this.isAlive()) {
      this.#child.kill('SIGTERM');
      await this.ended();
    }
  }

  #start(): ChildProcess {
    const log = openSync(this.#logFile, 'a');
    const child = spawn(process.execPath, [...boundedHeap, '--import', endWithParent, this.#script], {
      cwd: resolve(import.meta.dirname, '../..'),
      // Remix's types want NODE_ENV, and some of these are started without it on purpose.
      env: { ...(this.#env as NodeJS.ProcessEnv), ...boundedMemory },
      stdio: ['pipe', log, log],
    });
    child.stdin?.on('error', () => {});
    return child;
  }
}
