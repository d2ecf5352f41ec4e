import type { Postgres } from '../postgres/ensure-postgres.ts';
import { Child, type ChildSpec } from './child.ts';
import type { DemoProblem } from './problem.ts';

type Kind = 'web' | 'worker' | 'simulator';
type Hooks = {
  /** The processes there are now. */
  onStart: (pids: number[]) => void;
  /** One of them ended by itself. */
  onDeath: (problem: DemoProblem) => void;
};

/** What the demo has started so far, and so has to stop. */
export class Running {
  readonly #hooks: Hooks;
  readonly #children: { kind: Kind; child: Child }[] = [];
  postgres: Postgres | undefined;
  /** Ends the app's own connections of this process. */
  closeApp: (() => Promise<void>) | undefined;

  constructor(hooks: Hooks) {
    this.#hooks = hooks;
  }

  start(kind: Kind, spec: ChildSpec): Child {
    const child = new Child(spec);
    this.#children.push({ kind, child });
    this.#hooks.onStart(this.children.map(({ pid }) => pid));
    void child.died.then(this.#hooks.onDeath);
    return child;
  }

  get children(): Child[] {
    return this.#children.map(({ child }) => child);
  }

  /**
   * In this order: no new requests; open calls to Mitto come to their end; then nobody needs the simulators, and at
   * last the database. Goes on when a step fails, and throws its error at the end.
   */
  async stop(): Promise<void> {
    const steps = [
      () => this.#stopAll('web'),
      () => this.#stopAll('worker'),
      () => this.#stopAll('simulator'),
      async () => await this.closeApp?.(),
      async () => await this.postgres?.stop(),
    ];
    let failure: unknown;
    for (const step of steps) {
      try {
        await step();
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) {
      throw failure;
    }
  }

  /** At once, whatever is lost: what was open will be called unknown by the next start. */
  kill(): void {
    for (const child of this.children) {
      child.kill();
    }
  }

  async #stopAll(wanted: Kind): Promise<void> {
    const all = this.#children.filter(({ kind }) => kind === wanted);
    await Promise.all(all.map(({ child }) => child.stop()));
  }
}
