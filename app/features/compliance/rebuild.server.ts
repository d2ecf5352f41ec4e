import { pool, type Transaction } from '../../platform/database.server.ts';
import type { ProjectionCheck } from './rebuild-compare.server.ts';
import type { Owner } from './rebuild-owner.server.ts';
import type { Scope } from './rebuild-projection.ts';
import { projections } from './rebuild-projections.server.ts';
import { createDifferingTables, isRight, takeSnapshot } from './rebuild-snapshot.server.ts';
import { type BeforeSwap, type Left, type PutRight, swapOwner } from './rebuild-swap.server.ts';

/** A row that stood in the way of another owner's is gone after the first round. */
const ROUNDS = 2;

export type Rebuilt =
  | { kind: 'already_running' }
  | {
      kind: 'rebuilt';
      /** As it was before. */
      found: ProjectionCheck[];
      put: PutRight[];
      /** Owners that were left as they are, and why. */
      left: Left[];
      /** As it is now. */
      checks: ProjectionCheck[];
    };

/** A writer that holds a row or a lane longer than this is let through; its owner is tried again. */
const LOCK_TIMEOUT_MS = 2_000;

/**
 * Makes every projection again from the events and puts the live rows right that differ, while everything goes on: rows
 * that are right are not touched, readers never wait, and writers of an owner wait for one short transaction. Writes
 * projections and nothing else: no event, no job, no movement of credits. A crash leaves every owner as it was or right.
 *
 * The comparison happens in a snapshot without a lock; what differs is written per owner under the locks of its writers,
 * after a check that no event of this owner was recorded since. Positions are given out in the order of commits, so one
 * position per category says that for all owners.
 */
export async function rebuildProjections(
  options: { scope?: Pick<Scope, 'shopId'>; beforeSwap?: BeforeSwap; lockTimeoutMs?: number } = {},
): Promise<Rebuilt> {
  const session = await pool.connect();
  try {
    const { rows } = await session.query<{ mine: boolean }>('SELECT pg_try_advisory_lock(2005, 0) AS mine');
    await session.query(`SET lock_timeout = ${options.lockTimeoutMs ?? LOCK_TIMEOUT_MS}`);
    return rows[0]?.mine === true
      ? await rebuildIn(session, options.scope ?? {}, options.beforeSwap ?? (async () => {}))
      : { kind: 'already_running' };
  } finally {
    // Closed, not given back: its temporary tables and the lock go with it.
    session.release(true);
  }
}

async function rebuildIn(session: Transaction, scope: Scope, beforeSwap: BeforeSwap): Promise<Rebuilt> {
  await createDifferingTables(session);
  let snapshot = await takeSnapshot(session, scope);
  const found = snapshot.checks;
  const put: PutRight[] = [];
  let left: Left[] = [];
  for (let round = 1; round <= ROUNDS && !snapshot.checks.every(isRight); round += 1) {
    left = [];
    for (const owner of await ownersOf(session)) {
      const swapped = await swapOwner(session, owner, snapshot, beforeSwap);
      put.push(...swapped.put);
      left.push(...(swapped.left === undefined ? [] : [swapped.left]));
    }
    snapshot = await takeSnapshot(session, scope);
  }
  return { kind: 'rebuilt', found, put: summed(put), left, checks: snapshot.checks };
}

/** Everybody who has a row that differs and may be written, campaigns before what is counted of them. */
async function ownersOf(session: Transaction): Promise<Owner[]> {
  const { rows } = await session.query<{
    kind: Owner['kind'];
    shop_id: number;
    campaign_id: number | null;
  }>(
    `${projections
      .map(({ name, put }) => {
        const campaign = put.owner === 'campaign' || put.owner === 'count' ? 'campaign_id' : 'NULL::bigint';
        return `SELECT '${put.owner}' AS kind, shop_id, ${campaign} AS campaign_id FROM differing_${name}`;
      })
      .join(' UNION ')}
     ORDER BY kind, shop_id, campaign_id`,
  );
  return rows.map((row) => ({ kind: row.kind, shopId: row.shop_id, campaignId: row.campaign_id }));
}

function summed(put: PutRight[]): PutRight[] {
  return [...Map.groupBy(put, ({ projection, shopId }) => `${projection} ${shopId}`).values()].flatMap(
    ([first, ...more]) =>
      first === undefined ? [] : [{ ...first, rows: more.reduce((sum, { rows }) => sum + rows, first.rows) }],
  );
}
