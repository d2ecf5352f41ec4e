import { pool } from '../../platform/database.server.ts';
import { hintSync, openReading } from './sync-state.server.ts';

/** Webhooks get lost: a deletion for good, since nothing else tells of it. So all ids are compared this often. */
const WHOLE_EVERY_DAYS = 7;
/** Clocks differ, and Shopify's search lags a little behind. */
const OVERLAP = '1 hour';

export type Reconciled =
  | { kind: 'begun'; reading: 'whole' | 'changed' }
  /** A reading is under way already, or the shop is not there. */
  | { kind: 'nothing_to_do' };

/**
 * Begins the reading that repairs what webhooks have lost: what changed since the last reading began, and once a week all
 * customers, which also shows who is gone.
 */
export async function reconcileContacts(shopId: number): Promise<Reconciled> {
  const { rows } = await pool.query<{ since: Date | null }>(
    `SELECT CASE WHEN whole_at > now() - $2 * interval '1 day' THEN read_at - interval '${OVERLAP}' END AS since
     FROM customer_sync WHERE shop_id = $1 AND reading IS NULL`,
    [shopId, WHOLE_EVERY_DAYS],
  );
  const since = rows[0]?.since ?? null;
  if (rows[0] === undefined || !(await openReading(pool, shopId, since))) {
    return { kind: 'nothing_to_do' };
  }
  await hintSync(shopId);
  return { kind: 'begun', reading: since === null ? 'whole' : 'changed' };
}
