import pg from 'pg';
import type { Transaction } from '../../platform/database.server.ts';
import { lockOwner, type Owner, ofOwner, projectionsOf } from './rebuild-owner.server.ts';
import { keepDifferingOf, retakeSnapshot, type Snapshot } from './rebuild-snapshot.server.ts';

/** Snapshots of an owner that may be overtaken by new events before it is made again under its locks. */
const TRIES = 3;

const BUSY = 'its rows are held by somebody who was not waited for';
const REFUSED = 'what its events say breaks a rule of the database';

export type PutRight = { projection: string; shopId: number; rows: number };
export type Swapped = { put: PutRight[]; left?: Left };
/** An owner some of whose rows were not written. `why`: for whoever runs it. */
export type Left = { owner: Owner; why: string };
/** Called before each try to write an owner's rows: a seam for tests, which let something happen in between. */
export type BeforeSwap = (owner: Owner, attempt: number) => Promise<void>;

/**
 * Writes the differing rows of one owner as the events say them. Rows about which something was recorded since they were
 * made are left out and made again, for this owner only; what is overtaken each time is at last made under the locks. An
 * owner whose writers do not let go of their locks is left as it is for the next run.
 */
export async function swapOwner(
  session: Transaction,
  owner: Owner,
  first: Snapshot,
  before: BeforeSwap,
): Promise<Swapped> {
  const put: PutRight[] = [];
  let snapshot = first;
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    await before(owner, attempt);
    const done = await swapPieces(session, owner, snapshot, put);
    if (done === 'refused') {
      return { put, left: { owner, why: REFUSED } };
    }
    if (done) {
      return { put };
    }
    snapshot = await retakeSnapshot(session, owner);
  }
  await before(owner, TRIES + 1);
  const piece = await inTransaction(session, () => swapUnderLocks(session, owner));
  return typeof piece === 'string'
    ? { put, left: { owner, why: piece === 'busy' ? BUSY : REFUSED } }
    : { put: [...put, ...piece] };
}

/** @returns whether everything that differed was written. */
async function swapPieces(
  session: Transaction,
  owner: Owner,
  snapshot: Snapshot,
  put: PutRight[],
): Promise<boolean | 'refused'> {
  for (let all = true; ; ) {
    const piece = await inTransaction(session, () => swapPiece(session, owner, snapshot));
    if (typeof piece === 'string') {
      return piece === 'refused' ? 'refused' : false;
    }
    if (piece.taken === 0) {
      return all;
    }
    put.push(...piece.put);
    all &&= piece.put.reduce((sum, { rows }) => sum + rows, 0) === piece.taken;
  }
}

async function swapPiece(
  tx: Transaction,
  owner: Owner,
  snapshot: Snapshot,
): Promise<{ taken: number; put: PutRight[] }> {
  const piece = await takePiece(tx, owner, false);
  const taken = piece.reduce((sum, { rows }) => sum + rows, 0);
  if (taken === 0) {
    return { taken, put: [] };
  }
  await lockOwner(tx, owner);
  const fresh: PutRight[] = [];
  for (const one of piece) {
    fresh.push({ ...one, rows: one.rows - (await dropOvertaken(tx, owner, one.projection, snapshot)) });
  }
  await writePiece(tx, owner, fresh);
  return { taken, put: fresh.filter(({ rows }) => rows > 0) };
}

/** Everybody who appends to the lanes of this owner waits meanwhile. */
async function swapUnderLocks(tx: Transaction, owner: Owner): Promise<PutRight[]> {
  await takePiece(tx, owner, true);
  await lockOwner(tx, owner);
  for (const { name } of projectionsOf(owner)) {
    await tx.query(`DELETE FROM piece_${name}`);
  }
  await keepDifferingOf(tx, owner);
  const piece = await takePiece(tx, owner, true);
  await writePiece(tx, owner, piece);
  return piece;
}

/** Moves the next differing rows of each projection of the owner into its piece: what is surplus goes first. */
async function takePiece(tx: Transaction, owner: Owner, all: boolean): Promise<PutRight[]> {
  const taken: PutRight[] = [];
  for (const { name, put } of projectionsOf(owner)) {
    const { rowCount } = await tx.query(
      `WITH taken AS (
         DELETE FROM differing_${name} WHERE ctid IN (
           SELECT ctid FROM differing_${name} WHERE ${ofOwner(owner)}
           ORDER BY array_position(ARRAY['surplus', 'wrong', 'missing'], fault)
           LIMIT ${all ? 'ALL' : (put.rowsAtOnce ?? 'ALL')})
         RETURNING *
       )
       INSERT INTO piece_${name} SELECT * FROM taken`,
    );
    if (rowCount !== null && rowCount > 0) {
      // How the rows are found depends on how many there are.
      await tx.query(`ANALYZE piece_${name}`);
      taken.push({ projection: name, shopId: owner.shopId, rows: rowCount });
    }
  }
  return taken;
}

/** Under the owner's locks, so that what is not overtaken now cannot be before the commit. */
async function dropOvertaken(
  tx: Transaction,
  owner: Owner,
  projection: string,
  { read, counted }: Snapshot,
): Promise<number> {
  const { kind, shopId, campaignId } = owner;
  const since = kind === 'count' ? counted : read;
  const newer = (category: number, columns: string) =>
    `SELECT ${columns} FROM event e WHERE e.category = ${category} AND e.position > ${since.get(category) ?? 0}
       AND e.shop_id = ${shopId}${campaignId === null ? '' : ` AND e.stream_key = ${campaignId}`}
       ${kind === 'count' ? `AND e.position <= (SELECT p.position FROM projection p WHERE p.name = 'campaign_count' AND p.category = ${category})` : ''}`;
  const put = projectionsOf(owner).find(({ name }) => name === projection)?.put;
  const { rowCount } = await tx.query(
    `DELETE FROM piece_${projection} WHERE ${put?.overtaken(newer) ?? 'true'}`,
  );
  return rowCount ?? 0;
}

async function writePiece(tx: Transaction, owner: Owner, piece: PutRight[]): Promise<void> {
  for (const { name, put } of projectionsOf(owner)) {
    if (piece.some(({ projection, rows }) => projection === name && rows > 0)) {
      for (const statement of put.statements) {
        await tx.query(statement);
      }
    }
  }
}

/**
 * Nothing was written when it is 'busy' (a lock was not to be had in time, or two waited for each other) or 'refused' (the
 * rows that the events tell of break a constraint).
 */
async function inTransaction<T>(
  session: Transaction,
  work: () => Promise<T>,
): Promise<T | 'busy' | 'refused'> {
  await session.query('BEGIN');
  try {
    const result = await work();
    await session.query('COMMIT');
    return result;
  } catch (error) {
    await session.query('ROLLBACK');
    if (error instanceof pg.DatabaseError && (error.code === '55P03' || error.code === '40P01')) {
      return 'busy';
    }
    if (error instanceof pg.DatabaseError && error.code?.startsWith('23') === true) {
      return 'refused';
    }
    throw error;
  }
}
