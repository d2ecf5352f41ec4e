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

/**
 * The pages, as the browser tests load them, by Shopify's own tool: it checks shopify.app.toml and the extensions, and runs
 * `npm run build` as shopify.web.toml says. It needs no login and reports nothing to anybody.
 */
export const build: Step = {
  name: 'build (shopify app build)',
  tool: 'shopify',
  // DANGER: left to itself it runs `npm install`, and in production that takes the development tools away.
  args: ['app', 'build', '--path', '.', '--skip-dependencies-installation'],
  env: { CI: '1', SHOPIFY_CLI_NO_ANALYTICS: '1' },
};
