import type { Queryable } from '../../platform/database.server.ts';
import type { ShopifySegment } from '../../platform/shopify/segment-calls.server.ts';

/**
 * Keeps segments as Shopify has them. What was edited later stays, and what was deleted stays deleted: Shopify gives no id
 * out again.
 */
export async function keepSegments(
  db: Queryable,
  shopId: number,
  segments: readonly ShopifySegment[],
): Promise<void> {
  await db.query(
    `INSERT INTO segment AS s (shop_id, shopify_id, name, query, updated_at)
     SELECT DISTINCT ON (shopify_id) $1::bigint, shopify_id, name, query, updated_at
     FROM unnest($2::text[], $3::text[], $4::text[], $5::timestamptz[]) AS g(shopify_id, name, query, updated_at)
     ORDER BY shopify_id, updated_at DESC
     ON CONFLICT (shop_id, shopify_id) DO UPDATE SET
       name = EXCLUDED.name,
       -- Another question has other answers.
       changed_at = CASE WHEN EXCLUDED.query = s.query THEN s.changed_at ELSE clock_timestamp() END,
       query = EXCLUDED.query,
       updated_at = EXCLUDED.updated_at
     WHERE s.updated_at <= EXCLUDED.updated_at AND s.deleted_at IS NULL`,
    [
      shopId,
      segments.map((one) => one.id),
      segments.map((one) => one.name),
      segments.map((one) => one.query),
      segments.map((one) => one.lastEditDate),
    ],
  );
}

/** A segment that is gone at Shopify, whether or not it was known before. */
export async function forgetSegment(db: Queryable, shopId: number, id: string, at: Date): Promise<void> {
  await db.query(
    `INSERT INTO segment AS s (shop_id, shopify_id, name, updated_at, deleted_at)
     VALUES ($1, $2, '', $3, $3)
     ON CONFLICT (shop_id, shopify_id) DO UPDATE SET deleted_at = EXCLUDED.deleted_at
     WHERE s.deleted_at IS NULL`,
    [shopId, id, at],
  );
}
