import { type DeliveryEvent, parseEvent } from '../../core/events.ts';
import { categories } from '../../core/streams.ts';
import { pool } from '../../platform/database.server.ts';
import type { Recorded } from '../../platform/event-store.server.ts';

type Row = {
  type: string;
  schema_version: number;
  data: Record<string, unknown>;
  position: number;
  recorded_at: Date;
};

/** The delivery events that name one recipient, oldest first, and how far refunds are settled. */
export async function readDeliveries(
  shopId: number,
  campaignId: number,
  ordinal: number,
): Promise<{ events: Recorded<DeliveryEvent>[]; refundsSettled: number }> {
  const settled = await pool.query<{ position: number }>(
    `SELECT position FROM projection WHERE name = 'refunds' AND category = $1`,
    [categories.delivery],
  );
  const { rows } = await pool.query<Row>(
    `SELECT type, schema_version, data, position, recorded_at
     FROM event
     WHERE category = $1 AND shop_id = $2 AND stream_key = $3 AND data -> 'ordinals' @> to_jsonb($4::integer)
     ORDER BY position`,
    [categories.delivery, shopId, campaignId, ordinal],
  );
  return {
    events: rows.map(recorded),
    refundsSettled: settled.rows[0]?.position ?? 0,
  };
}

function recorded(row: Row): Recorded<DeliveryEvent> {
  const event = parseEvent('delivery', {
    type: row.type,
    schemaVersion: row.schema_version,
    data: row.data,
  });
  return { event, position: row.position, version: null, at: row.recorded_at };
}
