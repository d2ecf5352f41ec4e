import { pool } from '../../platform/database.server.ts';

const CHUNK = 10_000;

/**
 * Deletes what a condition finds, some thousand rows at a time, so that no statement and no lock lasts long.
 *
 * @param table and @param where are words of ours, never of a request.
 * @returns how many rows went.
 */
export async function deleteInChunks(
  table: string,
  where: string,
  values: unknown[],
  moved: () => Promise<void> = async () => {},
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { rowCount } = await pool.query(
      `DELETE FROM ${table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE ${where} LIMIT ${CHUNK}))`,
      values,
    );
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < CHUNK) {
      return deleted;
    }
    await moved();
  }
}
