import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { failpointNames } from '../../app/platform/failpoint-names.ts';
import { planScenario, scenarioNames } from './scenario.ts';

test('the same seed plans the same run', () => {
  expect(planScenario(17)).toEqual(planScenario(17));
});

test('neighbouring seeds take every scenario and arm every failpoint', () => {
  const plans = Array.from({ length: 40 }, (_, seed) => planScenario(seed));
  expect(new Set(plans.map(({ name }) => name))).toEqual(new Set(scenarioNames));
  const armed = plans.flatMap((plan) => [...plan.workerFailpoints, ...plan.webFailpoints]);
  expect(new Set(armed.map((one) => one.split(':')[0]))).toEqual(new Set(failpointNames));
});

test('processes are killed, and nobody is texted twice or forgotten', { timeout: 180_000 }, async () => {
  // Seed 3 kills the worker, the web process and, as every run, lets the carrier misbehave.
  const child = spawn(
    process.execPath,
    [resolve(import.meta.dirname, 'index.ts'), '--runs', '2', '--seed', '3', '--recipients', '200'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk;
  });
  await once(child, 'close');
  expect(child.exitCode, output).toBe(0);
  expect(output).toContain('"failed":0');
});
