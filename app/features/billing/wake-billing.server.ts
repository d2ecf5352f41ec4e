import { pool, type Queryable } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';

const PER_SWEEP = 500;
/** A top-up that was asked for this long ago has nobody who waits for its answer. */
const LOST_AFTER_SECONDS = 30;

/** The sweep's part in billing: charges whose end is not known, plans that may have changed, and credits that run low. */
export async function wakeBilling(): Promise<void> {
  await wakeCharges();
  await wakeTopUps();
}

/**
 * Open charges are asked about after a minute, then ever less often, up to hourly. What is in force is looked at four times a
 * day, and at once after the app was installed again: Shopify ends subscriptions with the app.
 */
async function wakeCharges(): Promise<void> {
  const due = (table: string, more: string) => `
    SELECT c.shop_id, c.id
    FROM ${table} c JOIN shop s ON s.id = c.shop_id AND s.uninstalled_at IS NULL
    WHERE (c.status IN ('asking', 'pending')
           AND c.checked_at < now() - least(greatest((now() - c.created_at) / 10, interval '1 minute'), interval '1 hour'))
       ${more}
    LIMIT ${PER_SWEEP}`;
  const { rows } = await pool.query<{ shop_id: number }>(
    `WITH purchases AS (
       UPDATE purchase SET checked_at = now()
       WHERE (shop_id, id) IN (${due('purchase', '')}) AND kind = 'pack'
       RETURNING shop_id
     ), subscriptions AS (
       UPDATE subscription SET checked_at = now()
       WHERE (shop_id, id) IN (${due(
         'subscription',
         `OR (c.status IN ('active', 'frozen')
              AND (c.checked_at < now() - interval '6 hours' OR c.checked_at < s.installed_at))`,
       )})
       RETURNING shop_id
     )
     SELECT shop_id FROM purchases UNION SELECT shop_id FROM subscriptions`,
  );
  for (const { shop_id } of rows) {
    await enqueue(pool, 'settle-charges', { shopId: shop_id }, { key: `settle-charges:${shop_id}` });
  }
}

async function wakeTopUps(): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number }>(
    `SELECT u.shop_id
     FROM subscription u
     JOIN shop s ON s.id = u.shop_id AND s.uninstalled_at IS NULL
     JOIN credit_account a ON a.shop_id = u.shop_id AND a.code = 'available'
     WHERE u.status = 'active' AND u.top_up_on
       AND a.credits_posted - a.debits_posted - a.debits_pending < u.top_up_threshold
       AND (u.top_up_waits_until IS NULL OR u.top_up_waits_until < now())
     UNION
     SELECT p.shop_id
     FROM purchase p JOIN shop s ON s.id = p.shop_id AND s.uninstalled_at IS NULL
     WHERE p.kind = 'top_up' AND p.status = 'asking' AND p.created_at < now() - $2 * interval '1 second'
     LIMIT $1`,
    [PER_SWEEP, LOST_AFTER_SECONDS],
  );
  for (const { shop_id } of rows) {
    await hintTopUp(pool, shop_id);
  }
}

/** Credits were taken: maybe so many that more are to be bought. The sweep finds what a lost hint would have told. */
export async function hintTopUp(db: Queryable, shopId: number): Promise<void> {
  const { rows } = await db.query(
    `SELECT FROM subscription WHERE shop_id = $1 AND status = 'active' AND top_up_on`,
    [shopId],
  );
  if (rows.length > 0) {
    await enqueue(db, 'top-up-credits', { shopId }, { key: `top-up-credits:${shopId}` });
  }
}
