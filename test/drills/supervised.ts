import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const projectFolder = resolve(import.meta.dirname, '../..');
/** What a child is started with (node --import) that must end when its parent does, by the pipe to it. */
export const endWithParent = pathToFileURL(resolve(projectFolder, 'scripts/demo/end-with-parent.ts')).href;

/** A process of the app that is started again whenever it ends, as a service manager would. */
export class Supervised {
  readonly #script: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #log: number;
  readonly #failpoints: string[];
  readonly #onDeath: () => void;
  #child: ChildProcess;
  #stopping = false;

  /**
   * @param options.failpoints what each start is armed with, taken from the front; shared by several of these.
   * @param options.onDeath called at each death that was not asked for by `stop`.
   */
  constructor(options: {
    script: string;
    env: NodeJS.ProcessEnv;
    logFile: string;
    failpoints: string[];
    onDeath: () => void;
  }) {
    this.#script = options.script;
    this.#env = options.env;
    this.#log = openSync(options.logFile, 'a');
    this.#failpoints = options.failpoints;
    this.#onDeath = options.onDeath;
    this.#child = this.#start();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** SIGTERM, as a deployment does. @returns the exit code, null when it had to be killed. */
  async stop(): Promise<number | null> {
    this.#stopping = true;
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.#child.kill('SIGTERM');
      const killing = setTimeout(() => this.kill(), 30_000);
      await exited;
      clearTimeout(killing);
    }
    return this.#child.exitCode;
  }

  #start(): ChildProcess {
    const child = spawn(process.execPath, ['--import', endWithParent, this.#script], {
      cwd: projectFolder,
      env: { ...this.#env, FAILPOINT: this.#failpoints.shift() ?? '' },
      stdio: ['pipe', this.#log, this.#log],
    });
    child.stdin?.on('error', () => {});
    child.once('exit', () => {
      if (!this.#stopping) {
        this.#onDeath();
        this.#child = this.#start();
      }
    });
    return child;
  }
}
