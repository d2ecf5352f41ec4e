import type { Socket } from 'node:net';
import pg from 'pg';
import { env } from './env.server.ts';
import { log } from './log.server.ts';

/** int8 arrives as text. Ours (ids, credits, positions, phone digits) fit a number; one that does not is a bug. */
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`a bigint of the database does not fit a number: ${text.length} digits`);
  }
  return value;
});

/** Anything that can run a query: the pool, or the client of an open transaction. */
export type Queryable = Pick<pg.ClientBase, 'query'>;
/** The client of an open transaction. Functions that must be atomic ask for this, never for the pool. */
export type Transaction = pg.ClientBase & { readonly __inTransaction?: true };

const STATEMENT_TIMEOUT_MS = 120_000;
/** A server that has stopped a statement says so; one that is still silent by now is not there any more. */
const SILENCE_MS = STATEMENT_TIMEOUT_MS + 10_000;

/**
 * A pool whose connections wait for no lock for long, and whose every commit is on the disk when it returns, whatever the
 * server was set to: an intent that a crash could take back would be sent a second time (P1).
 */
export function createPool(connectionString: string, max: number, silenceMs = SILENCE_MS): pg.Pool {
  const created = new pg.Pool({
    connectionString,
    max,
    application_name: 'sendbook',
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: `-c synchronous_commit=on -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c statement_timeout=${STATEMENT_TIMEOUT_MS} -c random_page_cost=1.1`,
  });
  // An idle connection that the server closes is not a crash: the pool opens a new one at the next query.
  created.on('error', (err) =>
    log.warn({ err: { code: err.name, message: err.message } }, 'idle database connection lost'),
  );
  // A connection that breaks while somebody holds it fails that query; without a listener it would end the process.
  created.on('connect', (client) => client.on('error', () => {}));
  created.on('connect', (client) => endWhenSilent(client, silenceMs));
  return created;
}

/**
 * Ends a connection whose query gets no sign of life: the operating system goes on for a quarter of an hour when what it
 * sent is swallowed somewhere, and keep-alives look at idle connections only.
 */
function endWhenSilent(client: pg.PoolClient, silenceMs: number): void {
  // Not in the types of pg: its socket, and whether it waits for an answer.
  const inner = client as unknown as { connection: { stream: Socket }; readyForQuery: boolean };
  const { stream } = inner.connection;
  stream.setTimeout(silenceMs);
  stream.on('timeout', () => {
    if (!inner.readyForQuery) {
      stream.destroy(new Error(`the database has been silent for ${silenceMs / 1000} s`));
    }
  });
}

export const pool = createPool(env.DATABASE_URL, env.DATABASE_POOL_SIZE);

/**
 * Runs `work` in one transaction (READ COMMITTED): commits when it resolves, rolls back when it throws.
 *
 * DANGER: when the connection dies during COMMIT the error says nothing about what happened; callers that must know
 * read their own row again.
 */
export async function withTransaction<T>(
  work: (tx: Transaction) => Promise<T>,
  from: pg.Pool = pool,
): Promise<T> {
  const client = await from.connect();
  let broken: Error | undefined;
  const onError = (err: Error) => {
    broken = err;
  };
  client.on('error', onError);
  try {
    await client.query('BEGIN');
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch((err: Error) => {
      broken = err;
    });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

export async function closeDatabase(): Promise<void> {
  await pool.end();
}
