import { type DeliveryEvent, parseEvent, type SendEvent } from '../../core/events.ts';
import { categories, sendStream } from '../../core/streams.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import type { Recorded } from '../../platform/event-store.server.ts';

const PATIENCE = '3s';
const QUERY_CANCELED = '57014';

type Row = {
  type: string;
  schema_version: number;
  data: Record<string, unknown>;
  position: number;
  recorded_at: Date;
};

/** What happened to a batch since it was first to be handed over, oldest first. Its planning says nothing of a person. */
export async function readDispatches(
  shopId: number,
  campaignId: number,
  batch: number,
): Promise<Recorded<SendEvent>[]> {
  const stream = sendStream(shopId, campaignId, batch);
  const { rows } = await pool.query<Row>(
    `SELECT type, schema_version, data, position, recorded_at
     FROM event
     WHERE category = $1 AND shop_id = $2 AND stream_key = $3 AND stream_part = $4
       AND type NOT IN ('BatchPlanned', 'BatchSplit')
     ORDER BY position`,
    [categories.send, stream.shopId, stream.key, stream.part],
  );
  return rows.map((row) => recorded(row, 'send'));
}

/**
 * The delivery events that name one recipient, oldest first, and how far refunds are settled. Undefined when they
 * cannot be found in time: delivery events have no index by stream (a second index would halve what reports can be
 * taken in), so everything recorded since `fromPosition`, her batch's first call, is looked through.
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
      const { rows } = await tx.query<Row>(
        `SELECT type, schema_version, data, position, recorded_at
         FROM event
         WHERE category = $1 AND position > $2 AND shop_id = $3 AND stream_key = $4
           AND data -> 'ordinals' @> to_jsonb($5::integer)
         ORDER BY position`,
        [categories.delivery, fromPosition, shopId, campaignId, ordinal],
      );
      return {
        events: rows.map((row) => recorded(row, 'delivery')),
        refundsSettled: settled.rows[0]?.position ?? 0,
      };
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) {
      return undefined;
    }
    throw error;
  }
}

function recorded<C extends 'send' | 'delivery'>(row: Row, category: C) {
  const event = parseEvent(category, {
    type: row.type,
    schemaVersion: row.schema_version,
    data: row.data,
  });
  return { event, position: row.position, version: null, at: row.recorded_at };
}
