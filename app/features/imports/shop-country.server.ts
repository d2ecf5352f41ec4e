import { pool } from '../../platform/database.server.ts';

/** Where a shop is, ISO 3166 alpha-2; '' where that is not known. */
export async function countryOf(shopId: number): Promise<string> {
  const { rows } = await pool.query<{ country: string }>('SELECT country FROM shop WHERE id = $1', [shopId]);
  return rows[0]?.country ?? '';
}
