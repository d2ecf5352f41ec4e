import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { countMembers as askForCount, readSegment } from '../../platform/shopify/segment-calls.server.ts';
import { forgetSegment, keepSegments } from './keep-segments.server.ts';

export type MemberCount =
  | { kind: 'members'; members: number }
  | { kind: 'segment_gone' }
  /** Shopify can't be asked now, or gives no access. */
  | { kind: 'unknown' };

/** Members come and go by the passing of time too ("ordered within 30 days"), of which no webhook tells. */
const FRESH = '10 minutes';

/** How many customers a segment has: as it was counted a moment ago, unless somebody joined or left since. */
export async function countMembers(shopId: number, segmentId: string): Promise<MemberCount> {
  const { rows } = await pool.query<{
    domain: string;
    now: Date;
    members: number | null;
    gone: boolean | null;
    fresh: boolean | null;
  }>(
    `SELECT h.domain, clock_timestamp() AS now, s.member_count AS members, s.deleted_at IS NOT NULL AS gone,
            s.counted_at > greatest(s.changed_at, now() - interval '${FRESH}') AS fresh
     FROM shop h LEFT JOIN segment s ON s.shop_id = h.id AND s.shopify_id = $2
     WHERE h.id = $1 AND h.uninstalled_at IS NULL`,
    [shopId, segmentId],
  );
  const row = rows[0];
  if (row === undefined) {
    return { kind: 'unknown' };
  }
  if (row.gone === true) {
    return { kind: 'segment_gone' };
  }
  return row.fresh === true && row.members !== null
    ? { kind: 'members', members: row.members }
    : await askShopify(shopId, row.domain, segmentId, row.now);
}

async function askShopify(shopId: number, domain: string, segmentId: string, at: Date): Promise<MemberCount> {
  try {
    const segment = await readSegment(domain, segmentId);
    if (segment.kind !== 'answered') {
      return { kind: 'unknown' };
    }
    if (segment.data === null) {
      await forgetSegment(pool, shopId, segmentId, at);
      return { kind: 'segment_gone' };
    }
    await keepSegments(pool, shopId, [segment.data]);
    const counted = await askForCount(domain, segmentId);
    return counted.kind === 'answered'
      ? await keepCount(shopId, segmentId, counted.data, at)
      : { kind: 'unknown' };
  } catch (err) {
    log.warn({ err, shopId }, 'the members of a segment could not be counted');
    return { kind: 'unknown' };
  }
}

/** Dated by when it was asked for: a webhook that comes while Shopify counts makes it stale at once. */
async function keepCount(shopId: number, segmentId: string, members: number, at: Date): Promise<MemberCount> {
  await pool.query(
    `UPDATE segment SET member_count = $3, counted_at = $4
     WHERE shop_id = $1 AND shopify_id = $2 AND (counted_at IS NULL OR counted_at < $4)`,
    [shopId, segmentId, members, at],
  );
  return { kind: 'members', members };
}
