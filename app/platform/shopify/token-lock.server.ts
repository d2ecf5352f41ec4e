import { pool, type Transaction, withTransaction } from '../database.server.ts';
import { env } from '../env.server.ts';

/** As the library: a token that has less than this left is exchanged or refreshed. */
const renewBeforeMinutes = 5;

/**
 * How many locks this process holds at once. Each keeps a connection of the pool while `work` needs another one:
 * all of the pool in locks would be a deadlock.
 */
let free = Math.max(1, Math.floor(env.DATABASE_POOL_SIZE / 2));
const line: (() => void)[] = [];
const turns = new Map<string, Promise<unknown>>();

/**
 * Runs what may exchange or refresh a shop's Shopify tokens, one at a time per shop, over all processes. Without it
 * the loaders of one page make an exchange each (the library does not share them), and each replaces the tokens that
 * the one before has just stored. While the stored token is fresh nothing is locked.
 *
 * @param shop the domain, of a token whose signature was checked: a lock costs more than that.
 */
export async function withTokenLock<T>(shop: string, work: () => Promise<T>): Promise<T> {
  if (await hasFreshToken(shop)) {
    return await work();
  }
  const before = turns.get(shop) ?? Promise.resolve();
  const turn = before.then(() => takeTurn(shop, work));
  // The next in line waits for the end of this one, not for its success.
  const ended = turn.catch(() => {});
  turns.set(shop, ended);
  try {
    return await turn;
  } finally {
    if (turns.get(shop) === ended) {
      turns.delete(shop);
    }
  }
}

async function takeTurn<T>(shop: string, work: () => Promise<T>): Promise<T> {
  // Whoever waited for the first one finds its token and needs no lock.
  if (await hasFreshToken(shop)) {
    return await work();
  }
  if (free === 0) {
    await new Promise<void>((resolve) => line.push(resolve));
  } else {
    free -= 1;
  }
  try {
    return await withTransaction(async (tx) => {
      await lock(tx, shop);
      return await work();
    });
  } finally {
    const next = line.shift();
    if (next === undefined) {
      free += 1;
    } else {
      next();
    }
  }
}

/** Waits no longer than lock_timeout. The lock saves calls; going on without it harms nothing. */
async function lock(tx: Transaction, shop: string): Promise<void> {
  try {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('shopify token ' || $1, 0))", [shop]);
  } catch (error) {
    const lockNotAvailable = '55P03';
    if (!(error instanceof Error && 'code' in error && error.code === lockNotAvailable)) {
      throw error;
    }
  }
}

async function hasFreshToken(shop: string): Promise<boolean> {
  const { rows } = await pool.query<{ fresh: boolean }>({
    name: 'has_fresh_token',
    text: `SELECT "accessToken" <> '' AND
                  ("expires" IS NULL OR "expires" > now() AT TIME ZONE 'UTC' + $2 * interval '1 minute') AS fresh
           FROM "Session" WHERE "id" = 'offline_' || $1::text`,
    values: [shop, renewBeforeMinutes],
  });
  return rows[0]?.fresh === true;
}
