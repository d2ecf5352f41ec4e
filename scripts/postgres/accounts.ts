import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { PostgresProblem } from './problem.ts';

const appAccount = 'sendbook';

/** How to reach the embedded server: as the app does, and as its superuser. */
export type Urls = { url: string; adminUrl: string };

export function urlsFor(port: number, password: string): Urls {
  const at = `${password}@127.0.0.1:${port}`;
  return {
    url: `postgres://${appAccount}:${at}/${appAccount}`,
    adminUrl: `postgres://postgres:${at}/postgres`,
  };
}

/**
 * Waits until the server answers, then makes the app's account and database unless they are there. The app is no
 * superuser, as it would not be on a hosted database: a missing grant is found here and not there.
 */
export async function prepareAccounts({ adminUrl }: Urls, password: string): Promise<void> {
  const client = await connectWhenReady(adminUrl);
  try {
    const role = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [appAccount]);
    if (role.rowCount === 0) {
      await client.query(`CREATE ROLE ${appAccount} LOGIN PASSWORD ${client.escapeLiteral(password)}`);
    }
    const database = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [appAccount]);
    if (database.rowCount === 0) {
      await client.query(`CREATE DATABASE ${appAccount} OWNER ${appAccount}`);
    }
  } finally {
    await client.end();
  }
}

/** A server that somebody else is just starting, or that recovers from a crash, refuses connections for a while. */
async function connectWhenReady(adminUrl: string): Promise<pg.Client> {
  const giveUpAt = performance.now() + 300_000;
  for (;;) {
    const client = new pg.Client({ connectionString: adminUrl, application_name: 'sendbook-scripts' });
    try {
      await client.connect();
      return client;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === '28P01') {
        throw new PostgresProblem(
          'The embedded PostgreSQL refuses its own password: the file beside its data was changed. ' +
            'Put it back, or delete the folder to begin anew (its data is lost).',
        );
      }
      if ((code !== '57P03' && code !== 'ECONNREFUSED') || performance.now() > giveUpAt) {
        throw error;
      }
      await sleep(100);
    }
  }
}
