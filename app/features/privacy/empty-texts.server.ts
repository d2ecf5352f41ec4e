import { withTransaction } from '../../platform/database.server.ts';
import { lockErasure } from '../compliance/lock-erasure.server.ts';

const CHUNK = 5_000;

/**
 * Empties the numbers and values of all texts of a campaign, in chunks; what a trigger ties to them (what a browser said of
 * itself) goes with them.
 *
 * @returns how many texts had something to empty.
 */
export async function emptyTexts(
  shopId: number,
  campaignId: number,
  moved: () => Promise<void> = async () => {},
): Promise<number> {
  let emptied = 0;
  for (let after: number | null = 0; after !== null; ) {
    const chunk = await emptyChunk(shopId, campaignId, after);
    emptied += chunk.emptied;
    after = chunk.last;
    if (chunk.emptied > 0) {
      await moved();
    }
  }
  return emptied;
}

function emptyChunk(
  shopId: number,
  campaignId: number,
  after: number,
): Promise<{ last: number | null; emptied: number }> {
  return withTransaction(async (tx) => {
    await lockErasure(tx, shopId);
    const { rows } = await tx.query<{ last: number | null; emptied: number }>(
      `WITH chunk AS (
         SELECT ordinal FROM recipient
         WHERE shop_id = $1 AND campaign_id = $2 AND ordinal > $3 ORDER BY ordinal LIMIT ${CHUNK}
       ), emptied AS (
         UPDATE recipient r SET phone = NULL, merge = NULL
         FROM (SELECT max(ordinal) AS last FROM chunk) c
         WHERE r.shop_id = $1 AND r.campaign_id = $2 AND r.ordinal > $3 AND r.ordinal <= c.last
           AND (r.phone IS NOT NULL OR r.merge IS NOT NULL)
         RETURNING 1
       )
       SELECT (SELECT max(ordinal) FROM chunk) AS last, (SELECT count(*) FROM emptied)::integer AS emptied`,
      [shopId, campaignId, after],
    );
    return rows[0] ?? { last: null, emptied: 0 };
  });
}
