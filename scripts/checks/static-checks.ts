import type { Step } from './step.ts';

const sources = ['app', 'workers', 'prisma', 'scripts', 'test', 'extensions'];

/** What can be said about the code without running it, the slowest first. */
export const staticChecks: readonly Step[] = [
  { name: 'types (tsc)', tool: 'tsc', args: ['--noEmit', '--pretty', 'false'] },
  { name: 'style (biome)', tool: 'biome', args: ['ci', '--colors=off', '.'] },
  {
    name: 'imports (dependency-cruiser)',
    tool: 'depcruise',
    args: [...sources, '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
  },
  { name: 'dead code (knip)', tool: 'knip', args: ['--no-progress'] },
];

/** The pages, as the browser tests load them. */
export const build: Step = {
  name: 'build (remix vite:build)',
  tool: 'remix',
  args: ['vite:build'],
  env: { NODE_ENV: 'production' },
};
