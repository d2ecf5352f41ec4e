import type { ChosenSegment } from '../../core/campaigns/audience.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { findSegments as askForSegments } from '../../platform/shopify/segment-calls.server.ts';
import { keepSegments } from './keep-segments.server.ts';

/** Segments to choose from. `from` is 'memory' when Shopify could not be asked: some may be missing. */
export type FoundSegments = { segments: ChosenSegment[]; from: 'shopify' | 'memory' | 'no_access' };

const MOST = 25;

/** Segments of the shop whose names have the words of `search`, or some of them when nothing is searched for. */
export async function findSegments(shopId: number, search: string): Promise<FoundSegments> {
  const asked = await askShopify(shopId, search);
  if (asked === 'no_access' || asked === 'memory') {
    return { segments: await remembered(shopId, search), from: asked };
  }
  await keepSegments(pool, shopId, asked);
  const gone = await deletedAmong(
    shopId,
    asked.map(({ id }) => id),
  );
  return {
    segments: asked.filter(({ id }) => !gone.has(id)).map(({ id, name }) => ({ id, name })),
    from: 'shopify',
  };
}

async function askShopify(shopId: number, search: string) {
  const { rows } = await pool.query<{ domain: string }>(
    'SELECT domain FROM shop WHERE id = $1 AND uninstalled_at IS NULL',
    [shopId],
  );
  const domain = rows[0]?.domain;
  if (domain === undefined) {
    return 'no_access';
  }
  try {
    const asked = await askForSegments(domain, search);
    return asked.kind === 'answered' ? asked.data : asked.kind === 'no_access' ? 'no_access' : 'memory';
  } catch (err) {
    log.warn({ err, shopId }, 'the segments of a shop could not be read');
    return 'memory';
  }
}

async function remembered(shopId: number, search: string): Promise<ChosenSegment[]> {
  const { rows } = await pool.query<ChosenSegment>(
    `SELECT shopify_id AS id, name FROM segment
     WHERE shop_id = $1 AND deleted_at IS NULL AND strpos(lower(name), lower($2)) > 0
     ORDER BY updated_at DESC, shopify_id LIMIT ${MOST}`,
    [shopId, search.trim()],
  );
  return rows;
}

/** A webhook may have told of a deletion after Shopify made the list. */
async function deletedAmong(shopId: number, ids: string[]): Promise<Set<string>> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT shopify_id AS id FROM segment
     WHERE shop_id = $1 AND shopify_id = ANY ($2::text[]) AND deleted_at IS NOT NULL`,
    [shopId, ids],
  );
  return new Set(rows.map(({ id }) => id));
}
