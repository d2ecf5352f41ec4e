import { recordName, recordValue } from '../../core/links/link-domain.ts';
import { pool } from '../../platform/database.server.ts';

/** What a merchant is shown of the domain they want links to begin with. */
export type DomainState = {
  domain: string;
  /** In use, waited for, or used before and without its record now. */
  state: 'proven' | 'waiting' | 'lost';
  /** Why the last look did not prove it; null while none did, or when it is proven. */
  problem: string | null;
  checkedAt: string | null;
  record: { name: string; value: string };
};

/** Null when the shop uses the common domain. */
export async function domainStateOf(shopId: number): Promise<DomainState | null> {
  const { rows } = await pool.query<{
    domain: string;
    token: string;
    state: DomainState['state'];
    problem: string | null;
    checked_at: Date | null;
  }>(
    `SELECT d.domain, d.token, d.problem, d.checked_at,
            CASE WHEN d.proven_at IS NULL THEN 'waiting' WHEN d.lost_at IS NULL THEN 'proven' ELSE 'lost' END AS state
     FROM shop s JOIN link_domain d ON d.shop_id = s.id AND d.domain = s.link_domain
     WHERE s.id = $1`,
    [shopId],
  );
  const [row] = rows;
  return row === undefined
    ? null
    : {
        domain: row.domain,
        state: row.state,
        problem: row.problem,
        checkedAt: row.checked_at?.toISOString() ?? null,
        record: { name: recordName(row.domain), value: recordValue(row.token) },
      };
}
