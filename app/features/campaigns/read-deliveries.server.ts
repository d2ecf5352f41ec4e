import { type DeliveryEvent, parseEvent } from '../../core/events.ts';
import { categories } from '../../core/streams.ts';
import { withTransaction } from '../../platform/database.server.ts';
import type { Recorded } from '../../platform/event-store.server.ts';

const PATIENCE = '3s';
const QUERY_CANCELED = '57014';

/**
 * The delivery events that name one recipient, oldest first, and how far refunds are settled. Undefined when they
 * cannot be found in time: delivery events have no index by stream (a second index would halve what reports can be
 * taken in), so everything recorded since `fromPosition`, the planning of her batch, is looked through.
 */
export async function readDeliveries(
  shopId: number,
  campaignId: number,
  ordinal: number,
  fromPosition: number,
): Promise<{ events: Recorded<DeliveryEvent>[]; refundsSettled: number } | undefined> {
  try {
    return await withTransaction(async (tx) => {
      await tx.query(`SET LOCAL statement_timeout = '${PATIENCE}'`);
      const settled = await tx.query<{ position: number }>(
        `SELECT position FROM projection WHERE name = 'refunds' AND category = $1`,
        [categories.delivery],
      );
      const { rows } = await tx.query<{
        type: string;
        schema_version: number;
        data: Record<string, unknown>;
        position: number;
        recorded_at: Date;
      }>(
        `SELECT type, schema_version, data, position, recorded_at
         FROM event
         WHERE category = $1 AND position > $2 AND shop_id = $3 AND stream_key = $4
           AND data -> 'ordinals' @> to_jsonb($5::integer)
         ORDER BY position`,
        [categories.delivery, fromPosition, shopId, campaignId, ordinal],
      );
      const events = rows.map((row) => ({
        event: parseEvent('delivery', {
          type: row.type,
          schemaVersion: row.schema_version,
          data: row.data,
        }),
        position: row.position,
        version: null,
        at: row.recorded_at,
      }));
      return { events, refundsSettled: settled.rows[0]?.position ?? 0 };
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) {
      return undefined;
    }
    throw error;
  }
}
