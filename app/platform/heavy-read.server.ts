import type pg from 'pg';
import { createPool, inLane, isPoolTaken, pool } from './database.server.ts';
import { env } from './env.server.ts';
import { Shares } from './shares.ts';

export type HeavyRead<T> =
  | { kind: 'read'; value: T }
  /** The shop has as much of this process as it may, or all shops together have. */
  | { kind: 'busy' }
  | { kind: 'too_long' }
  /** Nobody waits for it any more. */
  | { kind: 'gone' };

const SECONDS_MOST = 5;
/** Tabs and members of staff of one shop; behind them two more wait. */
const shares = new Shares<number>({ atOnce: 2, waitingMost: 2 });

/** Their own connections, so that all shops together leave the pages theirs. They end by the database's own clock. */
let connections: pg.Pool | undefined;

const QUERY_CANCELED = '57014';

/**
 * Reads what may take long because a merchant has much, or asks for much: within the shop's share of this process, for a few
 * seconds at most, and no longer than somebody waits for the answer. Reads only: what is begun may end half-way.
 *
 * @param signal of the request; aborted when the browser has left.
 */
export async function heavyRead<T>(
  shopId: number,
  signal: AbortSignal,
  work: () => Promise<T>,
): Promise<HeavyRead<T>> {
  const taken = await shares.take(shopId, () => readNow(signal, work));
  return taken === undefined ? { kind: 'busy' } : taken.result;
}

async function readNow<T>(signal: AbortSignal, work: () => Promise<T>): Promise<HeavyRead<T>> {
  if (signal.aborted) {
    return { kind: 'gone' };
  }
  connections ??= createPool(env.DATABASE_URL, env.HEAVY_POOL_SIZE, {
    statementTimeoutMs: SECONDS_MOST * 1000,
    waitMs: SECONDS_MOST * 1000,
  });
  const held = new Set<pg.PoolClient>();
  const taken = (client: pg.PoolClient) => {
    if (signal.aborted) {
      client.release();
      throw new Error('nobody waits for this answer any more');
    }
    held.add(client);
    const release = client.release.bind(client);
    client.release = (error) => {
      held.delete(client);
      // DANGER: the cancellation may still be on its way, and would meet the next one's query.
      release(signal.aborted ? true : error);
    };
  };
  const cancel = () => void Promise.all([...held].map(cancelQuery));
  signal.addEventListener('abort', cancel);
  try {
    return { kind: 'read', value: await inLane({ pool: connections, taken }, work) };
  } catch (error) {
    if (signal.aborted) {
      return { kind: 'gone' };
    }
    if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) {
      return { kind: 'too_long' };
    }
    if (isPoolTaken(error)) {
      return { kind: 'busy' };
    }
    throw error;
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** From another connection: this one is busy with it. Where it has ended meanwhile, nothing is cancelled that matters. */
async function cancelQuery(client: pg.PoolClient): Promise<void> {
  // Not in the types of pg: the process of the server that works for this connection.
  const { processID } = client as pg.PoolClient & { processID: number | null };
  await pool.query('SELECT pg_cancel_backend($1)', [processID]).catch(() => {});
}

/** What a page throws instead of an answer, in words for the merchant. */
const refusals = {
  busy: {
    status: 429,
    text: 'Sendbook is still working on what you asked for before. Please try again in a few seconds.',
  },
  too_long: {
    status: 422,
    text: 'This takes longer than we let anything take, because it looks at very many customers. Narrow it down, and try again.',
  },
  gone: { status: 499, text: '' },
} as const;

/** As heavyRead, for a page or a file that has nothing to show without it. @throws Response when it could not be read. */
export async function heavyPage<T>(
  { signal }: { signal: AbortSignal },
  shopId: number,
  work: () => Promise<T>,
): Promise<T> {
  const read = await heavyRead(shopId, signal, work);
  if (read.kind === 'read') {
    return read.value;
  }
  const { status, text } = refusals[read.kind];
  throw new Response(text, { status, headers: { 'retry-after': '5', 'cache-control': 'no-store' } });
}

/** Lets go of the connections; for the end of a process. */
export async function closeHeavyReads(): Promise<void> {
  await connections?.end();
  connections = undefined;
}
