import { type RunningStep, type Step, type StepResult, startStep } from './step.ts';

export type StepsOptions = {
  /** How many run at the same time; two, as many as the smallest machine has cores. */
  atOnce?: number;
  print?: (line: string) => void;
  start?: (step: Step) => RunningStep;
};

/**
 * Runs steps that don't depend on each other, beginning them in order. Each that ends gets a line with its time. The
 * first that fails ends the others, and what it printed is shown.
 *
 * @returns the step that failed; undefined when all went well.
 */
export async function runSteps(
  steps: readonly Step[],
  options: StepsOptions = {},
): Promise<Step | undefined> {
  const { atOnce = 2, print = printLine, start = startStep } = options;
  const waiting = [...steps];
  const running = new Map<Step, RunningStep>();

  for (;;) {
    for (const step of waiting.splice(0, atOnce - running.size)) {
      running.set(step, start(step));
    }
    if (running.size === 0) {
      return undefined;
    }
    const result = await Promise.race([...running.values()].map(({ finished }) => finished));
    running.delete(result.step);
    print(describe(result));
    if (!result.ok) {
      for (const { stop } of running.values()) {
        stop();
      }
      await Promise.all([...running.values()].map(({ finished }) => finished));
      print(result.output || 'It printed nothing.');
      return result.step;
    }
  }
}

/** One line for a step that ended: its name, how it went, how long it took. */
export function describe({ step, ok, seconds }: StepResult): string {
  return `${ok ? 'ok    ' : 'FAILED'}  ${step.name.padEnd(28)} ${seconds.toFixed(1).padStart(6)} s`;
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}
