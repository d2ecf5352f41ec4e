import { expect, test } from 'vitest';
import { z } from 'zod';
import { projectFile } from './sources.ts';

const versions = z.record(z.string(), z.string());
const { dependencies, devDependencies } = z
  .object({ dependencies: versions, devDependencies: versions })
  .parse(JSON.parse(projectFile('package.json')));
const { packages } = z
  .object({ packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })) })
  .parse(JSON.parse(projectFile('package-lock.json')));

/** Where a package lies in node_modules; more than one place is more than one copy. */
const placesOf = (name: string) =>
  Object.keys(packages).filter((path) => path.endsWith(`node_modules/${name}`));

test('trap 29: every package is pinned to one version, and there is one copy of those that keep something in memory', () => {
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
  for (const name of ['@shopify/shopify-api', '@shopify/shopify-app-remix', '@shopify/polaris', 'react']) {
    expect(placesOf(name)).toEqual([`node_modules/${name}`]);
  }
  expect(packages['node_modules/@shopify/shopify-app-remix']?.version).toMatch(/^6\./);
});
