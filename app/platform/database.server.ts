import { AsyncLocalStorage } from 'node:async_hooks';
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
/** How long work waits for a connection. */
const WAIT_MS = 10_000;
/** A server that has stopped a statement says so; one that is still silent by now is not there any more. */
const SILENCE_MS = STATEMENT_TIMEOUT_MS + 10_000;

/**
 * A pool whose connections wait for no lock for long, and whose every commit is on the disk when it returns, whatever the
 * server was set to: an intent that a crash could take back would be sent a second time (P1).
 */
export const createPool = (
  connectionString: string,
  max: number,
  { silenceMs = SILENCE_MS, statementTimeoutMs = STATEMENT_TIMEOUT_MS, waitMs = WAIT_MS } = {},
): pg.Pool => equip(new pg.Pool(poolOptions(connectionString, max, statementTimeoutMs, waitMs)), silenceMs);

/** Whether all connections of a pool were at work for as long as one waits for them. pg gives it no code. */
export const isPoolTaken = (error: unknown): boolean =>
  error instanceof Error && error.message === 'timeout exceeded when trying to connect';

function poolOptions(
  connectionString: string,
  max: number,
  statementTimeoutMs: number,
  waitMs: number,
): pg.PoolConfig {
  return {
    connectionString,
    max,
    application_name: 'sendbook',
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: `-c synchronous_commit=on -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s -c statement_timeout=${statementTimeoutMs} -c random_page_cost=1.1`,
  };
}

function equip<P extends pg.Pool>(created: P, silenceMs: number): P {
  // An idle connection that the server closes is not a crash: the pool opens a new one at the next query.
  created.on('error', (err) => log.warn({ err }, 'idle database connection lost'));
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

/** Connections of some purpose, and who is told of each that is taken; they may give it back and throw. */
export type Lane = { pool: pg.Pool; taken?: (client: pg.PoolClient) => void };
const lanes = new AsyncLocalStorage<Lane>();

type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: () => void) => void;

/**
 * The pool of this process. Work that has a lane takes its connections from there instead, whatever it calls: so what must always
 * answer does not wait behind what may take long, and no query has to know which of them it is part of.
 */
class LanePool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Connected): void;
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    const lane = lanes.getStore();
    if (lane === undefined) {
      return callback === undefined ? super.connect() : void super.connect(callback as never);
    }
    const connected = lane.pool.connect().then((client) => {
      lane.taken?.(client);
      return client;
    });
    if (callback === undefined) {
      return connected;
    }
    connected.then(
      (client) => callback(undefined, client, client.release),
      (error: Error) => callback(error, undefined, () => {}),
    );
    return undefined;
  }
}

export const pool = equip(
  new LanePool(poolOptions(env.DATABASE_URL, env.DATABASE_POOL_SIZE, STATEMENT_TIMEOUT_MS, WAIT_MS)),
  SILENCE_MS,
);

/** What must answer whatever pages do: opt-outs, reports, replies, webhooks, probes. They write in groups and need few. */
const mustAnswerLane: Lane = { pool: createPool(env.DATABASE_URL, env.ANSWER_POOL_SIZE) };

/** Does work on connections that nothing else takes. */
export const mustAnswer = <T>(work: () => Promise<T>): Promise<T> => lanes.run(mustAnswerLane, work);

export const inLane = <T>(lane: Lane, work: () => Promise<T>): Promise<T> => lanes.run(lane, work);

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
  await Promise.all([pool.end(), mustAnswerLane.pool.end()]);
}
