import { retryAfter } from '../../core/consent/judge-writeback.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { CUSTOMERS_PER_CALL } from '../../platform/shopify/consent-calls.server.ts';
import { askToRead, hintRead } from '../contacts/ask-to-read.server.ts';

/** Longer than two calls to Shopify take; whoever died with a row gives it up by then. */
const LEASE_MINUTES = 2;

/** What a run has claimed: nobody else tries it meanwhile. `attempts` counts this one. */
export type ClaimedWriteback = {
  contact_id: number;
  shopify_id: string;
  state: 'subscribed' | 'unsubscribed';
  level: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN';
  consent_at: Date;
  phone_hmac: Buffer;
  attempts: number;
};
/** `ended`: for good, and how; `problem`: what this try met, as a code. */
export type WritebackResult =
  | { row: ClaimedWriteback; ended: string }
  | { row: ClaimedWriteback; problem: string };

/** The next few that are due. Who has failed before comes alone: in a group it would fail the others too. */
export async function claimWritebacks(shopId: number): Promise<ClaimedWriteback[]> {
  return withTransaction(async (tx) => {
    const { rows: due } = await tx.query<{ contact_id: number; attempts: number }>(
      `SELECT contact_id, attempts FROM consent_writeback
       WHERE shop_id = $1 AND next_at <= clock_timestamp()
       ORDER BY attempts > 0, next_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [shopId, CUSTOMERS_PER_CALL],
    );
    const fresh = due.filter(({ attempts }) => attempts === 0);
    const chosen = fresh.length > 0 ? fresh : due.slice(0, 1);
    const { rows } = await tx.query<ClaimedWriteback>(
      `UPDATE consent_writeback w SET
         attempts = w.attempts + 1, next_at = clock_timestamp() + $3 * interval '1 minute'
       FROM contact c
       WHERE w.shop_id = $1 AND w.contact_id = ANY ($2::bigint[]) AND c.shop_id = w.shop_id AND c.id = w.contact_id
       RETURNING w.contact_id, c.shopify_id, w.state, w.level, w.consent_at, w.phone_hmac, w.attempts`,
      [shopId, chosen.map(({ contact_id }) => contact_id), LEASE_MINUTES],
    );
    return rows;
  });
}

/**
 * Ends the rows or puts them off; after the last try one is given up, and the merchant sees it. A newer word that was noted
 * meanwhile is not touched: `consent_at` tells.
 */
export async function finishWritebacks(shopId: number, results: WritebackResult[]): Promise<void> {
  const ended = results.flatMap((result) => ('ended' in result ? [result] : []));
  const failed = results.flatMap((result) => ('problem' in result ? [result] : []));
  await pool.query(
    `UPDATE consent_writeback w SET outcome = r.outcome, ended_at = clock_timestamp(), next_at = NULL, problem = NULL
     FROM unnest($2::bigint[], $3::timestamptz[], $4::text[]) AS r(contact_id, consent_at, outcome)
     WHERE w.shop_id = $1 AND w.contact_id = r.contact_id AND w.consent_at = r.consent_at`,
    [
      shopId,
      ended.map(({ row }) => row.contact_id),
      ended.map(({ row }) => row.consent_at),
      ended.map(({ ended: outcome }) => outcome),
    ],
  );
  const { rows: tried } = await pool.query<{ contact_id: number }>(
    `UPDATE consent_writeback w SET
       problem = r.problem,
       next_at = clock_timestamp() + r.minutes * interval '1 minute',
       ended_at = CASE WHEN r.minutes IS NULL THEN clock_timestamp() END,
       outcome = CASE WHEN r.minutes IS NULL THEN 'given_up' END
     FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::integer[]) AS r(contact_id, consent_at, problem, minutes)
     WHERE w.shop_id = $1 AND w.contact_id = r.contact_id AND w.consent_at = r.consent_at
     RETURNING CASE WHEN w.outcome = 'given_up' THEN w.contact_id END AS contact_id`,
    [
      shopId,
      failed.map(({ row }) => row.contact_id),
      failed.map(({ row }) => row.consent_at),
      failed.map(({ problem }) => problem),
      failed.map(({ row }) => retryAfter(row.attempts) ?? null),
    ],
  );
  if (tried.some(({ contact_id }) => contact_id !== null)) {
    log.warn({ shopId, alert: 'consent_not_told' }, 'Shopify could not be told of consent after five tries');
  }
  await readAnew(
    shopId,
    ended.flatMap(({ row, ended: outcome }) => (outcome === 'newer_in_shopify' ? [row.shopify_id] : [])),
  );
}

/** What is newer there belongs here; its webhook may have been lost. */
async function readAnew(shopId: number, shopifyIds: string[]): Promise<void> {
  if (shopifyIds.length > 0) {
    await askToRead(pool, shopId, shopifyIds);
    await hintRead(shopId);
  }
}

/** Shopify takes no more at the moment: that was no try. */
export async function giveBackWritebacks(
  shopId: number,
  rows: ClaimedWriteback[],
  waitMs: number,
): Promise<void> {
  await pool.query(
    `UPDATE consent_writeback w SET attempts = w.attempts - 1, next_at = clock_timestamp() + $4 * interval '1 millisecond'
     FROM unnest($2::bigint[], $3::timestamptz[]) AS r(contact_id, consent_at)
     WHERE w.shop_id = $1 AND w.contact_id = r.contact_id AND w.consent_at = r.consent_at AND w.attempts > 0`,
    [shopId, rows.map(({ contact_id }) => contact_id), rows.map(({ consent_at }) => consent_at), waitMs],
  );
}
