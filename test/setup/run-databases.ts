import { randomInt } from 'node:crypto';
import pg from 'pg';

/**
 * Whose databases are whose. A run of the tests holds an advisory lock, whose number is in the names of its
 * databases, for as long as it lives. The lock of a run that was killed is free: its databases are leftovers.
 */
const namePattern = /^sendbook_test_([0-9a-f]{8})_/;
const lockClass = 1_397_049_156;

export type Run = {
  prefix: string;
  admin: pg.Client;
  /** Drops this run's databases and lets go of the lock. */
  end(): Promise<void>;
};

/** Begins a run: takes its lock, and drops what dead runs left. */
export async function beginRun(adminUrl: string): Promise<Run> {
  const admin = new pg.Client({ connectionString: adminUrl, application_name: 'sendbook-tests' });
  await admin.connect();
  const key = randomInt(0x7fff_ffff);
  const id = key.toString(16).padStart(8, '0');
  await admin.query('SELECT pg_advisory_lock($1, $2)', [lockClass, key]);
  await dropLeftovers(admin);
  return {
    prefix: `sendbook_test_${id}_`,
    admin,
    async end() {
      await dropDatabasesOf(admin, id);
      await admin.end();
    },
  };
}

/** Every database of the tests on this server, the templates that are kept aside. */
async function testDatabases(admin: pg.Client): Promise<{ name: string; run: string }[]> {
  const { rows } = await admin.query<{ name: string }>(
    "SELECT datname AS name FROM pg_database WHERE datname LIKE 'sendbook\\_test\\_%'",
  );
  return rows.flatMap(({ name }) => {
    const run = namePattern.exec(name)?.[1];
    return run === undefined ? [] : [{ name, run }];
  });
}

async function dropLeftovers(admin: pg.Client): Promise<void> {
  const runs = new Set((await testDatabases(admin)).map(({ run }) => run));
  for (const run of runs) {
    const key = Number.parseInt(run, 16);
    const { rows } = await admin.query<{ dead: boolean }>('SELECT pg_try_advisory_lock($1, $2) AS dead', [
      lockClass,
      key,
    ]);
    if (rows[0]?.dead === true) {
      await dropDatabasesOf(admin, run);
      await admin.query('SELECT pg_advisory_unlock($1, $2)', [lockClass, key]);
    }
  }
}

async function dropDatabasesOf(admin: pg.Client, run: string): Promise<void> {
  for (const { name } of (await testDatabases(admin)).filter((database) => database.run === run)) {
    await dropDatabase(admin, name);
  }
}

/** Drops a database, ending the connections to it. */
export async function dropDatabase(admin: pg.Client, name: string): Promise<void> {
  await admin.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`);
}
