import { expect, test } from 'vitest';
import type { Migration } from '../app/platform/migrations.server.ts';
import { planMigrations } from './migration-plan.ts';

const migration = (name: string): Migration => ({ name, sql: '', checksum: `sum of ${name}` });
const recorded = (name: string) => ({ name, checksum: `sum of ${name}`, finished: true });
const problemOf = (plan: ReturnType<typeof planMigrations>) => (plan.ok ? '' : plan.problem);

test('what was not applied yet is pending, oldest first', () => {
  const known = [migration('1_a'), migration('2_b'), migration('3_c')];
  expect(planMigrations(known, [recorded('1_a')])).toEqual({
    ok: true,
    pending: [migration('2_b'), migration('3_c')],
  });
});

test('a migration that arrives late, by its time, is applied all the same', () => {
  const plan = planMigrations([migration('1_a'), migration('2_b')], [recorded('2_b')]);
  expect(plan).toEqual({ ok: true, pending: [migration('1_a')] });
});

test('a changed migration is refused by name', () => {
  const plan = planMigrations([migration('1_a')], [{ ...recorded('1_a'), checksum: 'another' }]);
  expect(problemOf(plan)).toMatch(/1_a was changed after it was applied.*Restore/);
});

test('a half-applied migration is refused by name, and the way out is told', () => {
  const plan = planMigrations([migration('1_a')], [{ ...recorded('1_a'), finished: false }]);
  expect(problemOf(plan)).toMatch(/1_a was started.*never finished.*migrate resolve --rolled-back 1_a/);
});

test('a migration of a newer version is refused by name', () => {
  const plan = planMigrations([migration('1_a')], [recorded('1_a'), recorded('2_b')]);
  expect(problemOf(plan)).toMatch(/has the migration 2_b, which this version of Sendbook doesn't know/);
});
