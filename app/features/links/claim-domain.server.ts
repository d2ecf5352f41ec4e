import { randomBytes } from 'node:crypto';
import type { Transaction } from '../../platform/database.server.ts';

/**
 * Begins to wait for the proof of the domain that a shop wants, and ends the waiting for others; a proven one goes on belonging to
 * the shop, because links of earlier texts begin with it. Claims block nobody.
 *
 * @param domain null: the shop uses the common one.
 * @returns whether another shop has proven it.
 */
export async function claimDomain(
  tx: Transaction,
  shopId: number,
  domain: string | null,
): Promise<{ taken: boolean }> {
  const { rows } = await tx.query<{ taken: boolean }>(
    `SELECT EXISTS (SELECT FROM link_domain
                    WHERE domain = $2 AND shop_id <> $1 AND proven_at IS NOT NULL AND lost_at IS NULL) AS taken`,
    [shopId, domain],
  );
  if (rows[0]?.taken === true) {
    return { taken: true };
  }
  await tx.query(
    'DELETE FROM link_domain WHERE shop_id = $1 AND proven_at IS NULL AND domain IS DISTINCT FROM $2',
    [shopId, domain],
  );
  if (domain !== null) {
    await tx.query(
      `INSERT INTO link_domain (shop_id, domain, token, next_check_at) VALUES ($1, $2, $3, now())
       ON CONFLICT (shop_id, domain) DO UPDATE SET claimed_at = now(), next_check_at = now()`,
      [shopId, domain, randomBytes(16).toString('hex')],
    );
  }
  return { taken: false };
}
