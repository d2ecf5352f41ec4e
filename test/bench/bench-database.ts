import { resolve } from 'node:path';
import pg from 'pg';
import { migrate } from '../../prisma/migrate.ts';
import { ensurePostgres } from '../../scripts/postgres/ensure-postgres.ts';
import { durableSettings } from '../../scripts/postgres/settings.ts';

export type BenchDatabase = { url: string; stop(): Promise<void> };

/** A million texts and their indexes fit into memory, as on the server of a shop that has as many customers. */
const settings = { ...durableSettings, shared_buffers: '1GB' };

/** Ten times as often as a server does by itself, so that a run of a minute has its share of what they cost. */
const CHECKPOINT_MS = 30_000;

/**
 * A fresh, migrated database on a server with fsync and synchronous commits on: DATABASE_URL's if set, else an embedded
 * one of its own. Made before anything of the app is imported, because the app reads DATABASE_URL at its import.
 */
export async function benchDatabase(): Promise<BenchDatabase> {
  const server = await ensurePostgres({
    dataDir: resolve(import.meta.dirname, '../../.data/bench-postgres'),
    settings,
  });
  const name = `sendbook_bench_${process.pid}`;
  const admin = new pg.Client({ connectionString: server.adminUrl });
  await admin.connect();
  const url = new URL(server.url);
  const owner = pg.escapeIdentifier(decodeURIComponent(url.username));
  await admin.query(`CREATE DATABASE ${name} OWNER ${owner}`);
  url.pathname = `/${name}`;
  const migrated = await migrate(url.href);
  if (!migrated.ok) {
    throw new Error(migrated.problem);
  }
  const checkpoints = setInterval(() => {
    // A server of somebody else's may not let us; it makes its own.
    admin.query('CHECKPOINT').catch(() => {});
  }, CHECKPOINT_MS);
  return {
    url: url.href,
    async stop() {
      clearInterval(checkpoints);
      await admin.query(`DROP DATABASE ${name} WITH (FORCE)`);
      await admin.end();
      await server.stop();
    },
  };
}
