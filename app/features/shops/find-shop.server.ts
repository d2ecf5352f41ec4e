import type { Queryable } from '../../platform/database.server.ts';

export type FoundShop = { id: number; domain: string; country: string; installed: boolean };

/** The row of a shop, by the domain of a verified token or signature. */
export async function findShop(db: Queryable, domain: string): Promise<FoundShop | undefined> {
  const { rows } = await db.query<FoundShop>({
    name: 'find_shop',
    text: `SELECT id, domain, country, uninstalled_at IS NULL AS installed FROM shop WHERE domain = $1`,
    values: [domain],
  });
  return rows[0];
}
