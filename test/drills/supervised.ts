import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const projectFolder = resolve(import.meta.dirname, '../..');
/** What a child is started with (node --import) that must end when its parent does, by the pipe to it. */
export const endWithParent = pathToFileURL(resolve(projectFolder, 'scripts/demo/end-with-parent.ts')).href;

type Options = {
  script: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** More modules for node --import. */
  imports?: readonly string[];
  /** What each start is armed with, `name:nth`, taken from the front; shared by several of these. */
  failpoints: string[];
  /** Whether this failpoint has killed somebody already. */
  isHit: (name: string) => boolean;
  /** Called at each death that was not asked for by `end`; `code` is null when a signal killed it. */
  onDeath: (code: number | null) => void;
};

/** A process of the app that is started again whenever it ends, as a service manager would. */
export class Supervised {
  readonly #options: Options;
  readonly #log: number;
  #child: ChildProcess;
  #stopped: ChildProcess | undefined;
  #ending = false;

  constructor(options: Options) {
    this.#options = options;
    this.#log = openSync(options.logFile, 'a');
    this.#child = this.#start();
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /**
   * SIGTERM, as a deployment does, once per process: a second one means "at once". The next one starts when this one has
   * ended.
   */
  stop(): void {
    if (this.#stopped !== this.#child) {
      this.#stopped = this.#child;
      this.#child.kill('SIGTERM');
    }
  }

  /** For a process that was started with jump-clock.ts. */
  jumpClock(): void {
    this.#child.kill('SIGUSR2');
  }

  /** For good. */
  async end(): Promise<void> {
    this.#ending = true;
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      const exited = once(this.#child, 'exit');
      this.kill();
      await exited;
    }
  }

  #start(): ChildProcess {
    const { env, script, imports = [], failpoints, isHit, onDeath } = this.#options;
    const armed = failpoints.shift();
    const modules = [endWithParent, ...imports].flatMap((one) => ['--import', one]);
    const child = spawn(process.execPath, [...modules, script], {
      cwd: projectFolder,
      env: { ...env, FAILPOINT: armed ?? '' },
      stdio: ['pipe', this.#log, this.#log],
    });
    child.stdin?.on('error', () => {});
    child.once('exit', (code) => {
      if (this.#ending) {
        return;
      }
      if (armed !== undefined && !isHit(armed.split(':', 1)[0] ?? '')) {
        // Something else ended it: the next one is armed instead.
        failpoints.unshift(armed);
      }
      onDeath(code);
      this.#child = this.#start();
    });
    return child;
  }
}
