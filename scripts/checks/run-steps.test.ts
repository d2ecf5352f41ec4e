import { expect, test } from 'vitest';
import { runSteps } from './run-steps.ts';
import type { RunningStep, Step, StepResult } from './step.ts';

const step = (name: string): Step => ({ name, tool: name, args: [] });

/** Steps that end when the test says so. */
function stage() {
  const events: string[] = [];
  const endings = new Map<string, (ok: boolean) => void>();
  const start = (begun: Step): RunningStep => {
    events.push(`start ${begun.name}`);
    const { promise, resolve } = Promise.withResolvers<StepResult>();
    const end = (ok: boolean) => resolve({ step: begun, ok, seconds: 1, output: `output of ${begun.name}` });
    endings.set(begun.name, end);
    return {
      finished: promise,
      stop() {
        events.push(`stop ${begun.name}`);
        end(false);
      },
    };
  };
  const end = (name: string, ok: boolean) => endings.get(name)?.(ok);
  return { events, start, end, print: (line: string) => events.push(line.trim()) };
}

test('two steps run at a time, begun in order', async () => {
  const { events, start, end, print } = stage();
  const done = runSteps(['a', 'b', 'c'].map(step), { start, print });
  expect(events).toEqual(['start a', 'start b']);
  end('b', true);
  await expect.poll(() => events.at(-1)).toBe('start c');
  end('a', true);
  end('c', true);
  expect(await done).toBeUndefined();
});

test('the first failure shows its output, ends what runs and begins nothing more', async () => {
  const { events, start, end, print } = stage();
  const done = runSteps(['a', 'b', 'c'].map(step), { start, print });
  end('a', false);
  expect((await done)?.name).toBe('a');
  expect(events).toEqual([
    'start a',
    'start b',
    expect.stringMatching(/^FAILED {2}a +1\.0 s$/),
    'stop b',
    'output of a',
  ]);
});
