import { type ChildProcess, spawn } from 'node:child_process';
import { delimiter, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const binaries = resolve(root, 'node_modules/.bin');

/** A tool of node_modules/.bin and how to call it. */
export type Step = {
  name: string;
  tool: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
};

/** What became of a step; `output` is all it printed, empty when it went to the terminal. */
export type StepResult = { step: Step; ok: boolean; seconds: number; output: string };

/** A step that has been started. */
export type RunningStep = { finished: Promise<StepResult>; stop(): void };

/**
 * Starts a step on the project's own Node, in the project's folder.
 *
 * @param output whether what it prints is kept for later, or goes straight to the terminal.
 */
export function startStep(step: Step, output: 'kept' | 'shown' = 'kept'): RunningStep {
  const startedAt = performance.now();
  const child: ChildProcess = spawn(resolve(binaries, step.tool), step.args, {
    cwd: root,
    env: {
      ...process.env,
      // Tools start with "#!/usr/bin/env node".
      PATH: [binaries, process.env.PATH].filter(Boolean).join(delimiter),
      ...step.env,
    },
    stdio: output === 'shown' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const collect = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);

  const finished = new Promise<StepResult>((done) => {
    const finish = (ok: boolean) =>
      done({ step, ok, seconds: (performance.now() - startedAt) / 1000, output: text.trim() });
    child.on('error', (error) => {
      text += `${step.tool} could not be started: ${error.message}`;
      finish(false);
    });
    child.on('close', (code) => finish(code === 0));
  });
  return { finished, stop: () => child.kill('SIGTERM') };
}
