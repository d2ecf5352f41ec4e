import { type Audience, excludeOf } from '../../core/campaigns/audience.ts';
import { pool, type Transaction } from '../../platform/database.server.ts';

const UNKNOWN = `
  NOT EXISTS (SELECT FROM contact c WHERE c.shop_id = m.shop_id AND c.shopify_id = m.shopify_id)
  AND NOT EXISTS (SELECT FROM contact_alias a WHERE a.shop_id = m.shop_id AND a.shopify_id = m.shopify_id)`;

/** How long a freeze waits for customers to be read whom we did not know; whoever is missing then is said to be. */
const PATIENCE = '60 seconds';

/**
 * Once all members of a fetch are read: a customer who was merged into another one since stands for the one who stayed, and
 * whom we do not know yet is to be read, if she is to be texted.
 */
export async function settleMembers(tx: Transaction, shopId: number, fetchId: number): Promise<void> {
  await tx.query(
    `INSERT INTO segment_member (shop_id, fetch_id, shopify_id)
     SELECT m.shop_id, m.fetch_id, c.shopify_id
     FROM segment_member m
     JOIN contact_alias a ON a.shop_id = m.shop_id AND a.shopify_id = m.shopify_id
     JOIN contact c ON c.shop_id = a.shop_id AND c.id = a.contact_id AND c.shopify_id IS NOT NULL
     WHERE m.shop_id = $1 AND m.fetch_id = $2
     ON CONFLICT DO NOTHING`,
    [shopId, fetchId],
  );
  await tx.query(
    `INSERT INTO customer_to_read (shop_id, shopify_id)
     SELECT m.shop_id, m.shopify_id
     FROM segment_fetch f
     JOIN segment_member m ON m.shop_id = f.shop_id AND m.fetch_id = f.id
     WHERE f.shop_id = $1 AND f.id = $2 AND f.is_audience AND ${UNKNOWN}
     ORDER BY m.shopify_id
     ON CONFLICT DO NOTHING`,
    [shopId, fetchId],
  );
}

/** Whether members of a campaign's segment are just being read for the first time, and it is worth to wait for them. */
export async function areBeingRead(shopId: number, campaignId: number): Promise<boolean> {
  const { rows } = await pool.query<{ wait: boolean }>(
    `SELECT EXISTS (
       SELECT FROM segment_fetch f
       JOIN segment_member m ON m.shop_id = f.shop_id AND m.fetch_id = f.id
       JOIN customer_to_read r ON r.shop_id = m.shop_id AND r.shopify_id = m.shopify_id
       WHERE f.shop_id = $1 AND f.campaign_id = $2 AND f.is_audience AND f.moved_at > now() - interval '${PATIENCE}' AND ${UNKNOWN}
     ) AS wait`,
    [shopId, campaignId],
  );
  return rows[0]?.wait === true;
}

/**
 * How many members of an audience's segment are customers whom we have not read from Shopify yet. Who is in a segment that
 * it leaves out is not counted.
 */
export async function countUnknownMembers(
  tx: Transaction,
  shopId: number,
  audience: Audience,
  fetches: ReadonlyMap<string, number>,
): Promise<number> {
  const fetch = audience.kind === 'segment' ? fetches.get(audience.segment.id) : undefined;
  if (fetch === undefined) {
    return 0;
  }
  const except = (excludeOf(audience).segments ?? []).flatMap(({ id }) => fetches.get(id) ?? []);
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) AS count FROM segment_member m
     WHERE m.shop_id = $1 AND m.fetch_id = $2 AND ${UNKNOWN}
       AND NOT EXISTS (
         SELECT FROM segment_member x
         WHERE x.shop_id = $1 AND x.fetch_id = ANY ($3::bigint[]) AND x.shopify_id = m.shopify_id)`,
    [shopId, fetch, except],
  );
  return rows[0]?.count ?? 0;
}
