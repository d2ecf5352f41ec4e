import type { Wording } from '../../core/messaging/wording.ts';
import type { Queryable } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';

/** What a shop adds to every text now, and the domain of its links. Throws when there is no such shop: ids come from us. */
export async function wordingOf(db: Queryable, shopId: number): Promise<Wording> {
  const { rows } = await db.query<Wording>(
    `SELECT opt_out_line AS "optOutLine", coalesce(link_domain, $2) AS "linkDomain" FROM shop WHERE id = $1`,
    [shopId, env.LINK_DOMAIN],
  );
  const wording = rows[0];
  if (wording === undefined) {
    throw new Error(`there is no shop ${shopId}`);
  }
  return wording;
}
