import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestServer } from '../setup/provided.ts';
import { dropDatabase } from '../setup/run-databases.ts';

export type ClonedDatabase = { url: string; drop(): Promise<void> };

/** A fresh, migrated database. */
export const cloneOf = (server: TestServer): Promise<ClonedDatabase> =>
  create(server, `TEMPLATE ${pg.escapeIdentifier(server.template)}`);

/** A database with nothing in it. */
export const emptyDatabaseOn = (server: TestServer): Promise<ClonedDatabase> =>
  create(server, 'TEMPLATE template0');

async function create({ adminUrl, appUrl, prefix }: TestServer, from: string): Promise<ClonedDatabase> {
  const name = `${prefix}${randomBytes(6).toString('hex')}`;
  const url = new URL(appUrl);
  const owner = pg.escapeIdentifier(decodeURIComponent(url.username));
  await asAdmin(adminUrl, (admin) =>
    admin.query(`CREATE DATABASE ${pg.escapeIdentifier(name)} ${from} OWNER ${owner}`),
  );
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => asAdmin(adminUrl, (admin) => dropDatabase(admin, name)) };
}

async function asAdmin(url: string, work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
