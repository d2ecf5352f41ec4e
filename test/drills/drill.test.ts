import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { failpointNames } from '../../app/platform/failpoint-names.ts';
import { tooSeldom } from './armed-failpoints.ts';
import { planScenario, scenariosInTurn } from './scenario.ts';

test('the same seed plans the same run', () => {
  expect(planScenario(17)).toEqual(planScenario(17));
});

test.each([1, 77, 4_000, 90_001])('200 runs from seed %i on take every scenario in turn', (from) => {
  const plans = Array.from({ length: 200 }, (_, n) => planScenario(from + n));
  expect(new Set(plans.map(({ name }) => name))).toEqual(new Set(scenariosInTurn));
});

test.each([1, 77, 4_000, 90_001])(
  'and arm every failpoint more often than the ten times it must kill',
  (from) => {
    const armed: Record<string, number> = {};
    for (let seed = from; seed < from + 200; seed += 1) {
      const { workerFailpoints, webFailpoints } = planScenario(seed);
      for (const one of [...workerFailpoints, ...webFailpoints]) {
        const [name = ''] = one.split(':');
        armed[name] = (armed[name] ?? 0) + 1;
      }
    }
    expect(tooSeldom(armed, 14)).toEqual([]);
    expect(tooSeldom({}, 1)).toEqual(failpointNames);
  },
);

/** Runs drills as a developer would; resolves with what was printed. */
async function drill(...args: string[]): Promise<string> {
  const child = spawn(
    process.execPath,
    [resolve(import.meta.dirname, 'index.ts'), '--recipients', '200', ...args],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  await once(child, 'close');
  expect(child.exitCode, output).toBe(0);
  return output;
}

test('processes and connections die, and nobody is texted twice or forgotten', {
  timeout: 300_000,
}, async () => {
  // Of these two seeds one has a proxy before the database, and both arm failpoints.
  const output = await drill('--runs', '2', '--seed', '17', '--lanes', '2');
  expect(output).toContain('"failed":0');
  expect(output).toContain('database-connection');
});
