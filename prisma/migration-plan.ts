import type { Migration } from '../app/platform/migrations.server.ts';

/** A row of _prisma_migrations, as far as it matters here. Rows that were rolled back are not among them. */
export type Recorded = { name: string; checksum: string; finished: boolean };

export type Plan = { ok: true; pending: Migration[] } | { ok: false; problem: string };

/**
 * What remains to be applied, oldest first; or why nothing may be: a migration that stopped half-way, that was
 * changed after it was applied, or that this version doesn't know.
 */
export function planMigrations(known: readonly Migration[], recorded: readonly Recorded[]): Plan {
  const half = recorded.find((row) => !row.finished);
  if (half !== undefined) {
    return {
      ok: false,
      problem:
        `The migration ${half.name} was started on this database and never finished, so part of it may be applied. ` +
        `Look at the database, undo or complete it by hand, then run "npx prisma migrate resolve --rolled-back ` +
        `${half.name}" (it will be applied again) or "--applied ${half.name}" (it won't).`,
    };
  }
  const byName = new Map(known.map((migration) => [migration.name, migration]));
  for (const row of recorded) {
    const migration = byName.get(row.name);
    if (migration === undefined) {
      return {
        ok: false,
        problem:
          `The database has the migration ${row.name}, which this version of Sendbook doesn't know: ` +
          'it was migrated by a newer version. Deploy that version, or restore the folder of the migration.',
      };
    }
    if (migration.checksum !== row.checksum) {
      return {
        ok: false,
        problem:
          `The migration ${row.name} was changed after it was applied to this database. Restore its migration.sql ` +
          'from version control, and put the change into a new migration.',
      };
    }
  }
  const applied = new Set(recorded.map(({ name }) => name));
  return { ok: true, pending: known.filter(({ name }) => !applied.has(name)) };
}
