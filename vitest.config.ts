import { availableParallelism } from 'node:os';
import { configDefaults, defineConfig } from 'vitest/config';

/** What every project begins with: the environment, and a console that fails the test. */
const common = ['test/setup/env.ts', 'test/setup/noise.ts'];
const fixtures = 'test/support/fixtures/**';

export default defineConfig({
  // Not vite.config.ts: the Remix plugin rewrites routes for the browser, and tests import them as they are.
  test: {
    maxWorkers: Math.min(2, availableParallelism()),
    // Where `isolate` is false, files share what they import: pure code, and components that are taken down after each test.
    exclude: [...configDefaults.exclude, fixtures],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: [
            'app/core/**/*.test.ts',
            'scripts/**/*.test.ts',
            'prisma/migration-plan.test.ts',
            'test/*.test.ts',
            'test/{setup,support,simulators}/**/*.test.ts',
            'workers/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts', 'test/support/database.test.ts', fixtures],
          setupFiles: common,
          testTimeout: 20_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'dom',
          environment: 'jsdom',
          include: ['app/components/**/*.test.{ts,tsx}', 'test/pages/**/*.test.{ts,tsx}'],
          exclude: ['**/*.browser.test.ts'],
          setupFiles: [...common, 'test/setup/dom.ts'],
          testTimeout: 20_000,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'db',
          environment: 'node',
          // Each file has its own database, and the app knows one: a fresh copy of it for each, in a thread, which starts sooner.
          pool: 'threads',
          include: [
            'app/{features,platform,server,routes}/**/*.test.ts',
            'prisma/migrate.test.ts',
            'test/flows/**/*.test.ts',
            'test/drills/**/*.test.ts',
            'test/model/**/*.test.ts',
            'test/support/database.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
          globalSetup: 'test/setup/global-database.ts',
          setupFiles: [...common, 'test/setup/own-database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          environment: 'node',
          include: ['**/*.browser.test.ts'],
          globalSetup: 'test/setup/global-database.ts',
          setupFiles: common,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // Each starts the whole stack and a Chromium: one at a time, and after everything else.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
