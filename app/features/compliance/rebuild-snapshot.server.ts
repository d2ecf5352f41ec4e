import type { Transaction } from '../../platform/database.server.ts';
import {
  compareProjection,
  differingRows,
  type ProjectionCheck,
  withSettings,
} from './rebuild-compare.server.ts';
import { type Owner, ofOwner, projectionsOf, scopeOf } from './rebuild-owner.server.ts';
import type { Scope } from './rebuild-projection.ts';
import { type Projection, projections } from './rebuild-projections.server.ts';

/** Up to where a snapshot had read. Events after these positions, and only they, were not in it (lane locks). */
export type Snapshot = {
  checks: ProjectionCheck[];
  /** The last position of each category. */
  read: Map<number, number>;
  /** The checkpoints of the page counters. */
  counted: Map<number, number>;
};

export const isRight = (check: ProjectionCheck): boolean => check.liveHash === check.rebuiltHash;

/** Tables of this session, gone with it: the differing rows as the events say them, and those being written. */
export async function createDifferingTables(session: Transaction): Promise<void> {
  for (const { name, live } of projections) {
    await session.query(
      `CREATE TEMPORARY TABLE differing_${name} AS SELECT ''::text AS fault, l.* FROM (${live({})}) l WITH NO DATA`,
    );
    await session.query(
      `CREATE TEMPORARY TABLE piece_${name} (LIKE differing_${name}) ON COMMIT DELETE ROWS`,
    );
  }
}

/** Compares everything of a scope in one snapshot, without a lock, and keeps the rows that differ. */
export async function takeSnapshot(session: Transaction, scope: Scope): Promise<Snapshot> {
  return inSnapshot(session, async () => {
    for (const { name } of projections) {
      await session.query(`DELETE FROM differing_${name}`);
    }
    return withSettings(session, () => keepDiffering(session, projections, scope));
  });
}

/** The same for the rows of one owner. */
export async function retakeSnapshot(session: Transaction, owner: Owner): Promise<Snapshot> {
  return inSnapshot(session, () => keepDifferingOf(session, owner));
}

/** As `retakeSnapshot`, in the transaction that is open. */
export async function keepDifferingOf(tx: Transaction, owner: Owner): Promise<Snapshot> {
  for (const { name } of projectionsOf(owner)) {
    await tx.query(`DELETE FROM differing_${name} WHERE ${ofOwner(owner)}`);
  }
  return withSettings(tx, () => keepDiffering(tx, projectionsOf(owner), scopeOf(owner)));
}

async function inSnapshot(session: Transaction, work: () => Promise<Snapshot>): Promise<Snapshot> {
  await session.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
  try {
    const snapshot = await work();
    await session.query('COMMIT');
    return snapshot;
  } catch (error) {
    await session.query('ROLLBACK');
    throw error;
  }
}

async function keepDiffering(
  tx: Transaction,
  wanted: readonly Projection[],
  scope: Scope,
): Promise<Snapshot> {
  const { rows: read } = await tx.query<{ category: number; position: number }>(
    `SELECT category, coalesce((SELECT max(position) FROM event e WHERE e.category = c.category), 0) AS position
     FROM generate_series(1, 6) AS c(category)`,
  );
  const { rows: counted } = await tx.query<{ category: number; position: number }>(
    `SELECT category, position FROM projection WHERE name = 'campaign_count'`,
  );
  const checks: ProjectionCheck[] = [];
  for (const projection of wanted) {
    const found = await compareProjection(tx, projection, scope);
    if (!found.every(isRight)) {
      await keepRows(tx, projection, scope);
    }
    await tx.query(`DROP TABLE rebuilt_${projection.name}`);
    checks.push(...found);
  }
  const positions = (rows: { category: number; position: number }[]) =>
    new Map(rows.map((row) => [row.category, row.position]));
  return { checks, read: positions(read), counted: positions(counted) };
}

async function keepRows(tx: Transaction, projection: Projection, scope: Scope): Promise<void> {
  const { rows } = await tx.query<{ name: string }>(
    `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 1 ORDER BY attnum`,
    [`differing_${projection.name}`],
  );
  const columns = rows.map(
    ({ name }) => `CASE WHEN n.shop_id IS NULL THEN l.${name} ELSE n.${name} END AS ${name}`,
  );
  await tx.query(
    `INSERT INTO differing_${projection.name}
     SELECT * FROM (
       SELECT CASE WHEN n.shop_id IS NULL THEN 'surplus' WHEN l.shop_id IS NULL THEN 'missing' ELSE 'wrong' END AS fault,
              ${columns.join(', ')}
       ${differingRows(projection, scope)}
     ) d WHERE ${projection.put.only ?? 'true'}`,
  );
  await tx.query(`ANALYZE differing_${projection.name}`);
}
