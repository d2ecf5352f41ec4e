import { pool } from '../../platform/database.server.ts';
import { type DomainState, domainStateOf } from './domain-state.server.ts';
import { proveDomain } from './prove-domain.server.ts';

/** Name servers keep their answers for longer than anybody keeps pressing. */
const SECONDS_BETWEEN = 5;

/** Looks at the shop's link domain now, unless that was done a moment ago, and says how it stands. */
export async function checkDomain(shopId: number): Promise<DomainState | null> {
  const { rows } = await pool.query<{ domain: string }>(
    `UPDATE link_domain d SET checked_at = now()
     FROM shop s
     WHERE s.id = $1 AND d.shop_id = s.id AND d.domain = s.link_domain
       AND (d.checked_at IS NULL OR d.checked_at < now() - $2 * interval '1 second')
     RETURNING d.domain`,
    [shopId, SECONDS_BETWEEN],
  );
  const [due] = rows;
  if (due !== undefined) {
    await proveDomain(shopId, due.domain);
  }
  return await domainStateOf(shopId);
}
