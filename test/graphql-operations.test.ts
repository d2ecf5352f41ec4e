import { readdirSync, readFileSync } from 'node:fs';
import { parse, validate } from 'graphql';
import { describe, expect, test } from 'vitest';
import { adminSchema } from './simulators/shopify/admin-api/schema.ts';

const shopifyFolder = new URL('../app/platform/shopify/', import.meta.url);
const files = readdirSync(shopifyFolder).filter((name) => name.endsWith('-queries.ts'));

/** Tags of a shop's own, from everything that Shopify is asked for because of them. */
const fields = [
  { tag: 'city', source: 'city' },
  { tag: 'birthday', source: 'custom.birthday' },
  { tag: 'shoe', source: 'facts-of.shoe_size' },
];

/** What operations are made with that are written for a number of things, or for a time. */
const madeWith: Record<string, unknown> = {
  customersExportQuery: fields,
  customersPageQuery: fields,
  customersByIdQuery: fields,
  consentReadQuery: 2,
  consentWriteMutation: 2,
};

/** Every operation that a file of queries exports, by its name. */
async function operationsOf(file: string): Promise<[string, string][]> {
  const module: Record<string, unknown> = await import(new URL(file, shopifyFolder).href);
  return Object.entries(module)
    .filter(([name]) => /(Query|Mutation)$/.test(name))
    .map(([name, value]) => [
      name,
      String(typeof value === 'function' ? value(madeWith[name], new Date(0)) : value),
    ]);
}

describe.each(files)('%s', (file) => {
  test('every operation is valid in the Admin API’s own schema, with every argument and fragment', async () => {
    const operations = await operationsOf(file);
    expect(operations.length).toBeGreaterThan(0);
    for (const [name, text] of operations) {
      const errors = validate(adminSchema(), parse(text));
      expect(
        errors.map(({ message }) => message),
        name,
      ).toEqual([]);
    }
  });
});

test('the check fails for a field that the schema does not have', () => {
  expect(validate(adminSchema(), parse('{ shop { nameOfTheOwnersDog } }'))).toHaveLength(1);
});

test('queries stand nowhere else', () => {
  const elsewhere = readdirSync(new URL('../app', import.meta.url), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.') && !name.endsWith('-queries.ts'))
    .filter((name) => readFileSync(new URL(`../app/${name}`, import.meta.url), 'utf8').includes('#graphql'));
  expect(elsewhere).toEqual([]);
});
