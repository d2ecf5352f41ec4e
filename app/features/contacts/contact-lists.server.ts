import { pool } from '../../platform/database.server.ts';

/** An imported list, and how many customers are on it. */
export type ContactList = { id: number; name: string; members: number };

const MOST = 200;

/** The shop's lists, the newest first. */
export async function contactLists(shopId: number): Promise<ContactList[]> {
  const { rows } = await pool.query<ContactList>(
    `SELECT l.id, l.name, count(c.id) AS members
     FROM (SELECT * FROM contact_list WHERE shop_id = $1 ORDER BY id DESC LIMIT ${MOST}) l
     LEFT JOIN contact_list_member m ON m.shop_id = l.shop_id AND m.list_id = l.id
     LEFT JOIN contact c ON c.shop_id = m.shop_id AND c.id = m.contact_id
       AND c.erased_at IS NULL AND c.deleted_at IS NULL
     GROUP BY l.id, l.name
     ORDER BY l.id DESC`,
    [shopId],
  );
  return rows;
}

/** Whether the shop has all of these lists. `ids`: each once. */
export async function knowsLists(shopId: number, ids: readonly number[]): Promise<boolean> {
  if (ids.length === 0) {
    return true;
  }
  const { rows } = await pool.query(
    'SELECT FROM contact_list WHERE shop_id = $1 AND id = ANY ($2::bigint[])',
    [shopId, ids],
  );
  return rows.length === ids.length;
}

/** The names of lists that an audience names; one that is gone is not in it. */
export async function listNames(shopId: number, ids: readonly number[]): Promise<Map<number, string>> {
  if (ids.length === 0) {
    return new Map();
  }
  const { rows } = await pool.query<{ id: number; name: string }>(
    'SELECT id, name FROM contact_list WHERE shop_id = $1 AND id = ANY ($2::bigint[])',
    [shopId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
