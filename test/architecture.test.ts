import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { cruise, type IConfiguration, type ICruiseResult } from 'dependency-cruiser';
import { beforeAll, expect, test } from 'vitest';

// `npm test` applies the rules to the project itself. Here they meet a small tree that breaks each of them, and does
// right beside it: a rule that stopped biting would otherwise look like a clean project.
const config: IConfiguration = createRequire(import.meta.url)('../.dependency-cruiser.cjs');
const rules = config.forbidden ?? [];
let violations: { rule: string; from: string; to: string }[];

beforeAll(async () => {
  const { output } = await cruise(['app', 'workers'], {
    ...config.options,
    baseDir: resolve(import.meta.dirname, 'support/fixtures/architecture'),
    ruleSet: { forbidden: rules },
    validate: true,
  });
  // Without an outputType it is the result itself, never text.
  const { summary } = output as ICruiseResult;
  violations = summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}, 60_000);

const broken: Record<string, string[]> = {
  'core-is-pure': ['app/core/misspelt.js', 'app/core/peeks-at-platform.ts', 'app/core/reads-a-file.ts'],
  'platform-knows-no-feature': ['app/platform/knows-a-feature.server.ts'],
  'features-know-no-page': ['app/features/knows-a-page.server.ts'],
  'components-use-core-only': ['app/components/ReadsTheDatabase.tsx'],
  'routes-start-no-worker': ['app/routes/starts-a-worker.ts'],
  'workers-know-no-page': ['workers/knows-a-page.ts'],
  'remix-at-the-edge': ['app/features/uses-remix.server.ts', 'workers/uses-remix.ts'],
  'server-files-stay-on-the-server': [
    'app/components/ReadsTheDatabase.tsx',
    'app/features/leaks-to-the-browser.ts',
  ],
  'no-test-code-in-production': ['app/platform/uses-test-code.server.ts'],
  'no-dev-packages-in-production': ['app/platform/uses-a-dev-package.server.ts'],
  'no-circular-imports': ['app/core/circle-one.ts'],
  'imports-exist': ['app/core/misspelt.js'],
};

test.each(Object.entries(broken))('%s refuses those that break it, and nobody else', (rule, files) => {
  const caught = violations.filter((violation) => violation.rule === rule).map(({ from }) => from);
  expect(caught.sort()).toEqual(files);
});

test('every rule is tried here and says why it is there', () => {
  expect(rules.map(({ name }) => name).sort()).toEqual(Object.keys(broken).sort());
  for (const { comment, severity } of rules) {
    expect(comment).toMatch(/\S{3,} .+[.:]/);
    expect(severity).toBe('error');
  }
});
