import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Queryable } from './database.server.ts';

/** One folder of prisma/migrations. The checksum is Prisma's: SHA-256 of the file, in hexadecimal. */
export type Migration = { name: string; sql: string; checksum: string };

/** prisma/migrations, looked for upwards from here: this file also runs from inside the built server. */
export function migrationsFolder(from: string = import.meta.dirname): string {
  const here = join(from, 'prisma', 'migrations');
  if (existsSync(here)) {
    return here;
  }
  const above = dirname(from);
  if (above === from) {
    throw new Error('prisma/migrations is missing: deploy it together with the app');
  }
  return migrationsFolder(above);
}

/** The migrations that this version of the app brings, oldest first. */
export async function readMigrations(folder: string = migrationsFolder()): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return await Promise.all(
    names.sort().map(async (name) => {
      const bytes = await readFile(join(folder, name, 'migration.sql'));
      return {
        name,
        sql: bytes.toString('utf8'),
        checksum: createHash('sha256').update(bytes).digest('hex'),
      };
    }),
  );
}

/**
 * Names of the migrations that the database still lacks. More than this version knows is no fault: while versions
 * are changed over, the old one keeps serving.
 *
 * @param known the migrations read at boot.
 */
export async function pendingMigrations(
  client: Queryable,
  known: readonly Pick<Migration, 'name'>[],
): Promise<string[]> {
  const { rows: tables } = await client.query<{ present: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS present",
  );
  if (tables[0]?.present !== true) {
    return known.map(({ name }) => name);
  }
  const { rows } = await client.query<{ name: string }>(
    `SELECT migration_name AS name FROM _prisma_migrations
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const applied = new Set(rows.map(({ name }) => name));
  return known.map(({ name }) => name).filter((name) => !applied.has(name));
}
