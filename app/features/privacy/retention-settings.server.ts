import type { RetentionSettings } from '../../core/privacy/retention.ts';
import { shopStream } from '../../core/streams.ts';
import { pool, type Queryable, withTransaction } from '../../platform/database.server.ts';
import { appendLocked, toStream } from '../../platform/event-store.server.ts';

/** How long a shop keeps what it can choose. */
export const retentionOf = (shopId: number): Promise<RetentionSettings> => read(pool, shopId);

/** Keeps new periods and records who chose them; the next run of apply-retention goes by them. */
export async function changeRetention(
  shopId: number,
  settings: RetentionSettings,
): Promise<{ kind: 'changed' | 'unchanged' }> {
  return withTransaction(async (tx) => {
    await tx.query('SELECT FROM shop WHERE id = $1 FOR UPDATE', [shopId]);
    const before = await read(tx, shopId);
    if (
      before.keepTextsMonths === settings.keepTextsMonths &&
      before.keepDeletedMonths === settings.keepDeletedMonths
    ) {
      return { kind: 'unchanged' };
    }
    await tx.query('UPDATE shop SET keep_texts_months = $2, keep_deleted_months = $3 WHERE id = $1', [
      shopId,
      settings.keepTextsMonths,
      settings.keepDeletedMonths,
    ]);
    await appendLocked(tx, [
      toStream(shopStream(shopId), [{ type: 'RetentionChanged', data: { ...settings, by: 'merchant' } }]),
    ]);
    return { kind: 'changed' };
  });
}

async function read(db: Queryable, shopId: number): Promise<RetentionSettings> {
  const { rows } = await db.query<RetentionSettings>(
    `SELECT keep_texts_months AS "keepTextsMonths", keep_deleted_months AS "keepDeletedMonths" FROM shop WHERE id = $1`,
    [shopId],
  );
  const settings = rows[0];
  if (settings === undefined) {
    throw new Error(`there is no shop ${shopId}`);
  }
  return settings;
}
