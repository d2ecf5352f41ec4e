import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../prisma/migrate.ts';
import { findBinaries } from '../../scripts/postgres/binaries.ts';
import { ensureEmbeddedPostgres, stopPostgres } from '../../scripts/postgres/ensure-postgres.ts';
import { withLock } from '../../scripts/postgres/lock.ts';
import { serverPaths } from '../../scripts/postgres/paths.ts';
import { runningServer, startServer } from '../../scripts/postgres/server.ts';
import { serverUser } from '../../scripts/postgres/server-user.ts';
import { durableSettings } from '../../scripts/postgres/settings.ts';

const template = 'drill_template';
/**
 * What is durable is durable here too; only the memory is less, because there are several servers. When something was
 * committed is kept, to be compared with when the carrier took a text.
 */
const settings = {
  ...durableSettings,
  shared_buffers: '64MB',
  max_wal_size: '1GB',
  track_commit_timestamp: true,
};
const startTries = 20;
const lanesMax = 64;

const dataDirOf = (lane: number) => resolve(import.meta.dirname, `../../.data/drill-postgres-${lane}`);

/**
 * Runs `work` in a lane that no other drill on this machine uses: a PostgreSQL of its own, on a disk and with fsync,
 * which a run may stop at any moment.
 */
export async function withLane(work: (lane: number) => Promise<void>): Promise<void> {
  await mkdir(dataDirOf(1), { recursive: true });
  for (let lane = 1; ; lane += 1) {
    let mine = false;
    try {
      return await withLock(
        `${dataDirOf(lane)}.lock`,
        async () => {
          mine = true;
          const { close } = await openLane(lane);
          try {
            await work(lane);
          } finally {
            await close();
          }
        },
        0,
      );
    } catch (error) {
      if (mine || lane === lanesMax) {
        throw error;
      }
    }
  }
}

async function openLane(lane: number): Promise<{ close(): Promise<void> }> {
  const server = await ensureEmbeddedPostgres({ dataDir: dataDirOf(lane), settings });
  await asAdmin(server.adminUrl, async (admin) => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT datname AS name FROM pg_database WHERE datname LIKE 'drill\\_%'`,
    );
    for (const { name } of rows) {
      await admin.query(`DROP DATABASE ${pg.escapeIdentifier(name)} WITH (FORCE)`);
    }
    await admin.query(`CREATE DATABASE ${template} OWNER sendbook`);
  });
  const migrated = await migrate(at(server.url, template));
  if (!migrated.ok) {
    throw new Error(`The drill needs a migrated database. ${migrated.problem}`);
  }
  return { close: async () => void (await stopPostgres(dataDirOf(lane))) };
}

export type RunDatabase = {
  url: string;
  /** `pg_ctl stop -m immediate`, which writes nothing any more, and a start. */
  stopImmediately(): Promise<void>;
  /** kill -9 of the postmaster alone, and a start as soon as its children are gone. */
  killPostmaster(): Promise<void>;
  drop(): Promise<void>;
};

/** A fresh, migrated database in a lane that is open. */
export async function freshDatabase(lane: number, seed: number): Promise<RunDatabase> {
  const paths = serverPaths(dataDirOf(lane));
  const binaries = await findBinaries();
  const user = await serverUser(paths.root, binaries.initdb);
  const { url, adminUrl } = await ensureEmbeddedPostgres({ dataDir: dataDirOf(lane), settings });
  const name = `drill_${seed}`;
  const drop = () =>
    asAdmin(adminUrl, (admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
  await drop();
  await asAdmin(adminUrl, (admin) =>
    admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} OWNER sendbook`),
  );
  const startAgain = async () => {
    const port = Number(new URL(url).port);
    for (let tries = 1; ; tries += 1) {
      try {
        const got = await startServer(paths, binaries, user, settings);
        if (got !== port) {
          throw new Error(`PostgreSQL came back at port ${got}, not ${port}: somebody took it meanwhile`);
        }
        return;
      } catch (error) {
        // Children of a killed postmaster still hold its shared memory for a moment.
        if (tries === startTries) {
          throw error;
        }
        await sleep(250);
      }
    }
  };
  return {
    url: at(url, name),
    drop: async () => void (await drop()),
    async stopImmediately() {
      await user.run(binaries.pg_ctl, [
        ...['stop', '--wait', '--mode=immediate', '--silent', `--pgdata=${paths.cluster}`],
      ]);
      await startAgain();
    },
    async killPostmaster() {
      const running = await runningServer(paths);
      if (running !== undefined) {
        await user.run('/bin/kill', ['-9', String(running.pid)]);
      }
      await startAgain();
    },
  };
}

function at(url: string, database: string): string {
  const there = new URL(url);
  there.pathname = `/${database}`;
  return there.href;
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
