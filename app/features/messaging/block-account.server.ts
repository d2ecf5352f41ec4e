import type { Queryable } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';
import { log } from '../../platform/log.server.ts';
import { checkCredentials } from '../../platform/mitto/check-credentials.server.ts';

/** Mitto refuses our account: no batch of any shop leaves until a credential check passes. */
export async function blockAccount(db: Queryable, why: string): Promise<void> {
  log.error({ alert: 'carrier_refused_account', why }, 'Mitto refuses our account; all sending waits');
  await db.query(
    `INSERT INTO carrier_account (traffic_account_id, blocked_at, blocked_reason) VALUES ($1, now(), $2)
     ON CONFLICT (traffic_account_id) DO UPDATE SET blocked_at = now(), blocked_reason = excluded.blocked_reason`,
    [env.MITTO_TRAFFIC_ACCOUNT_ID, why],
  );
}

const RECHECK_SECONDS = 15;

/** Asks Mitto now and then whether a blocked account is taken again; a passed check lets all sending go on. */
export async function recheckAccount(db: Queryable): Promise<void> {
  const { rows } = await db.query<{ blocked: boolean }>(
    `SELECT blocked_at < now() - $2 * interval '1 second' AS blocked FROM carrier_account
     WHERE traffic_account_id = $1 AND blocked_at IS NOT NULL`,
    [env.MITTO_TRAFFIC_ACCOUNT_ID, RECHECK_SECONDS],
  );
  if (rows[0]?.blocked !== true) {
    return;
  }
  const check = await checkCredentials();
  log.warn({ check: check.kind }, 'blocked Mitto account checked');
  await db.query(
    `UPDATE carrier_account SET blocked_at = CASE WHEN $2 THEN NULL ELSE now() END WHERE traffic_account_id = $1`,
    [env.MITTO_TRAFFIC_ACCOUNT_ID, check.kind === 'accepted'],
  );
}
