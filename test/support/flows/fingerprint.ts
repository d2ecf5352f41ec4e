import { pool } from '../../../app/platform/database.server.ts';

/** Written by whoever looks at numbers, on purpose; and the queue of jobs is nobody's. */
const NOT_A_SHOPS = ['access_log'];

/** A hash of each table's rows of one shop, over every table that has a shop_id: a new table is in it by itself. */
export async function fingerprintOf(shopId: number): Promise<Record<string, string>> {
  const { rows: tables } = await pool.query<{ name: string }>(
    `SELECT c.table_name AS name
     FROM information_schema.columns c
     JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.column_name = 'shop_id' AND c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
     ORDER BY 1`,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !NOT_A_SHOPS.includes(table.name))) {
    const { rows } = await pool.query<{ hash: string | null }>(
      `SELECT md5(string_agg(t::text, E'\\n' ORDER BY t::text)) AS hash FROM "${name}" t WHERE t.shop_id = $1`,
      [shopId],
    );
    hashes[name] = rows[0]?.hash ?? 'no rows';
  }
  const { rows } = await pool.query<{ hash: string }>(
    'SELECT md5(s::text) AS hash FROM shop s WHERE s.id = $1',
    [shopId],
  );
  return { ...hashes, shop: rows[0]?.hash ?? 'no row' };
}
