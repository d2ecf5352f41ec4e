import type pg from 'pg';
import { createPool } from './database.server.ts';
import { env } from './env.server.ts';

/** Their own: whoever is in turn works on other connections, and all of a pool in turns would be a deadlock. */
const CONNECTIONS = 8;
const LOCK_CLASS = 2010;

let connections: pg.Pool | undefined;

/**
 * Works while nobody else works under this name, over all processes. The turn is a lock of a connection, so it ends with the process,
 * however that ends.
 *
 * @returns false, at once, when it is somebody else's turn.
 */
export async function inTurn(name: string, work: () => Promise<void>): Promise<boolean> {
  connections ??= createPool(env.DATABASE_URL, CONNECTIONS);
  const client = await connections.connect();
  let broken: boolean | undefined;
  try {
    const { rows } = await client.query<{ free: boolean }>(
      'SELECT pg_try_advisory_lock($1, hashtext($2)) AS free',
      [LOCK_CLASS, name],
    );
    if (rows[0]?.free !== true) {
      return false;
    }
    try {
      await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, name]).catch(() => {
        broken = true;
      });
    }
    return true;
  } finally {
    // A connection that may still hold a turn is closed, which ends it.
    client.release(broken);
  }
}

/** Lets go of the connections; for the end of a process. */
export async function closeTurns(): Promise<void> {
  await connections?.end();
  connections = undefined;
}
