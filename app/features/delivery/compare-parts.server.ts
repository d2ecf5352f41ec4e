import { deliveryStream } from '../../core/streams.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';
import { log } from '../../platform/log.server.ts';

/** How many parts a text has by our count, which was billed, and by Mitto's. */
export type PartsCounted = { ordinal: number; ours: number; theirs: number };

/**
 * Records texts that Mitto counts differently, each once, and alerts: what merchants pay and what the carrier bills have
 * drifted apart. Nobody is charged anything for it: the quote is a ceiling.
 */
export async function compareParts(
  shopId: number,
  campaignId: number,
  counted: readonly PartsCounted[],
): Promise<void> {
  const different = counted.filter(({ ours, theirs }) => ours !== theirs);
  if (different.length === 0) {
    return;
  }
  const news = await withTransaction(async (tx) => {
    // The lane before the look, so that two workers do not both find it new.
    await tx.query('SELECT pg_advisory_xact_lock(1000, 6)');
    const { rows } = await tx.query<{ ordinal: number }>(
      `SELECT (o.one)::integer AS ordinal
       FROM event e CROSS JOIN LATERAL jsonb_array_elements(e.data -> 'ordinals') AS o(one)
       WHERE e.category = 6 AND e.shop_id = $1 AND e.stream_key = $2 AND e.type = 'PartsDiffered'`,
      [shopId, campaignId],
    );
    const known = new Set(rows.map(({ ordinal }) => ordinal));
    const fresh = different.filter(({ ordinal }) => !known.has(ordinal));
    if (fresh.length > 0) {
      await appendLocked(tx, [
        toStream(deliveryStream(shopId, campaignId), [
          {
            type: 'PartsDiffered',
            data: {
              ordinals: fresh.map(({ ordinal }) => ordinal),
              ours: fresh.map(({ ours }) => ours),
              theirs: fresh.map(({ theirs }) => theirs),
              moved: {},
            },
          },
        ]),
      ]);
    }
    return fresh;
  });
  if (news.length > 0) {
    log.error(
      { shopId, campaignId, texts: news.length, example: news[0], alert: 'parts_differ' },
      'Mitto counts the parts of texts differently',
    );
  }
}
