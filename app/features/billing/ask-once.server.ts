import { setTimeout as sleep } from 'node:timers/promises';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import type { AdminAnswer } from '../../platform/shopify/admin-api.server.ts';
import type { AskedCharge } from '../../platform/shopify/billing-calls.server.ts';

export type Asked =
  /** The merchant decides at this address of Shopify. */
  | { kind: 'approve'; url: string }
  /** This press was answered before, and the charge is decided. */
  | { kind: 'decided' }
  /** Somebody else is asking for this very press at this moment. */
  | { kind: 'busy' }
  /** No answer came, so nothing can have been charged: she has seen no page to approve. */
  | { kind: 'no_answer' }
  | { kind: 'refused' };

type Table = 'purchase' | 'subscription';

const PATIENCE_MS = 5_000;
const LOOK_AGAIN_MS = 50;
/** Whoever asked and has not come back by now will not. */
const LOST_AFTER_SECONDS = 60;

/**
 * Asks Shopify for the charge of a row that waits for it, once, however often and at how many places it is asked for: the
 * others get the address that the first one got.
 */
export async function askOnce(
  table: Table,
  key: { shopId: number; id: number },
  ask: () => Promise<AdminAnswer<AskedCharge>>,
): Promise<Asked> {
  const { rowCount: claimed } = await pool.query(
    `UPDATE ${table} SET asked_at = now()
     WHERE shop_id = $1 AND id = $2 AND status = 'asking'
       AND (asked_at IS NULL OR asked_at < now() - $3 * interval '1 second')`,
    [key.shopId, key.id, LOST_AFTER_SECONDS],
  );
  if (claimed !== 1) {
    return untilAnswered(table, key);
  }
  let answer: AdminAnswer<AskedCharge>;
  try {
    answer = await ask();
  } catch (err) {
    await pool.query(`UPDATE ${table} SET asked_at = NULL WHERE shop_id = $1 AND id = $2`, [
      key.shopId,
      key.id,
    ]);
    log.warn({ err, ...key, table }, 'Shopify did not answer when it was asked for a charge');
    return { kind: 'no_answer' };
  }
  if (answer.kind === 'no_access' || answer.data.kind === 'refused') {
    const why = answer.kind === 'no_access' ? 'no access' : answer.data.kind === 'refused' && answer.data.why;
    log.error({ ...key, table, why, alert: 'charge_not_taken' }, 'Shopify did not take a charge');
    await pool.query(
      table === 'purchase'
        ? `UPDATE purchase SET status = 'refused', problem = 'not_charged'
           WHERE shop_id = $1 AND id = $2 AND status = 'asking'`
        : `UPDATE subscription SET status = 'refused' WHERE shop_id = $1 AND id = $2 AND status = 'asking'`,
      [key.shopId, key.id],
    );
    return { kind: 'refused' };
  }
  // An id that is there already is that of a faster one, whose address she has.
  await pool.query(
    `UPDATE ${table} SET shopify_id = $3, confirmation_url = $4, status = 'pending', checked_at = now()
     WHERE shop_id = $1 AND id = $2 AND status = 'asking' AND shopify_id IS NULL`,
    [key.shopId, key.id, answer.data.id, answer.data.confirmationUrl],
  );
  return untilAnswered(table, key);
}

async function untilAnswered(table: Table, { shopId, id }: { shopId: number; id: number }): Promise<Asked> {
  for (const until = Date.now() + PATIENCE_MS; ; await sleep(LOOK_AGAIN_MS)) {
    const { rows } = await pool.query<{ status: string; url: string | null; asked: boolean }>(
      `SELECT status, confirmation_url AS url, asked_at IS NOT NULL AS asked FROM ${table}
       WHERE shop_id = $1 AND id = $2`,
      [shopId, id],
    );
    const row = rows[0];
    if (row?.status === 'pending' && row.url !== null) {
      return { kind: 'approve', url: row.url };
    }
    if (row?.status !== 'asking') {
      return { kind: 'decided' };
    }
    if (!row.asked) {
      return { kind: 'no_answer' };
    }
    if (Date.now() > until) {
      return { kind: 'busy' };
    }
  }
}
