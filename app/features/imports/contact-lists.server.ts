import type { Queryable } from '../../platform/database.server.ts';

/** The shop's list of that name; the oldest, if there are several. */
export async function listNamed(db: Queryable, shopId: number, name: string): Promise<number | undefined> {
  const { rows } = await db.query<{ id: number }>(
    'SELECT id FROM contact_list WHERE shop_id = $1 AND name = $2 ORDER BY id LIMIT 1',
    [shopId, name],
  );
  return rows[0]?.id;
}

export async function makeList(db: Queryable, shopId: number, name: string): Promise<number> {
  const { rows } = await db.query<{ id: number }>(
    'INSERT INTO contact_list (shop_id, name) VALUES ($1, $2) RETURNING id',
    [shopId, name],
  );
  const id = rows[0]?.id;
  if (id === undefined) {
    throw new Error('the list was not written');
  }
  return id;
}
