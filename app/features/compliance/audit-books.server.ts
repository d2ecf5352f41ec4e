import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { pool, type Queryable } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import { audit } from './audit.server.ts';

const EVERY_MINUTES = 60;
const KEPT_DAYS = 90;

export type AuditRun = { at: Date; violations: number; seconds: number };

/**
 * Checks the books unless they were checked within the last hour; any number of workers may ask at any time. Each
 * violation is a line at error level with `alert: 'books_wrong'`; when it was, and how many there were, is kept in
 * `audit_run`.
 *
 * @returns undefined when it is not time yet, or when somebody else is at it.
 */
export async function auditBooks(): Promise<AuditRun | undefined> {
  const client = await pool.connect();
  let failed = true;
  try {
    const run = await onlyAuditor(client, () => auditIfDue(client));
    failed = false;
    return run;
  } finally {
    // A connection that may still hold the lock or a transaction is not worth saving.
    client.release(failed);
  }
}

/** The last time that the workers checked the books. */
export async function lastAuditRun(db: Queryable): Promise<AuditRun | undefined> {
  const { rows } = await db.query<AuditRun>(
    'SELECT at, violations, seconds FROM audit_run ORDER BY at DESC LIMIT 1',
  );
  return rows[0];
}

/** A lock of the session, because the audit has a transaction of its own. */
async function onlyAuditor<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T | undefined> {
  const { rows } = await client.query<{ mine: boolean }>('SELECT pg_try_advisory_lock(2004, 0) AS mine');
  if (rows[0]?.mine !== true) {
    return undefined;
  }
  const result = await work();
  await client.query('SELECT pg_advisory_unlock(2004, 0)');
  return result;
}

async function auditIfDue(client: pg.ClientBase): Promise<AuditRun | undefined> {
  const { rows } = await client.query<{ due: boolean }>(
    `SELECT NOT EXISTS (SELECT FROM audit_run WHERE at > now() - $1 * interval '1 minute') AS due`,
    [EVERY_MINUTES],
  );
  if (rows[0]?.due !== true) {
    return undefined;
  }
  const started = performance.now();
  const violations = await audit(client);
  const seconds = (performance.now() - started) / 1000;
  for (const { shopId, check, promise, what, expected, found } of violations) {
    log.error(
      { alert: 'books_wrong', shopId, check, what, expected, found },
      `the books are wrong: not true that ${promise}`,
    );
  }
  const { rows: runs } = await client.query<AuditRun>(
    `WITH forgotten AS (DELETE FROM audit_run WHERE at < now() - $3 * interval '1 day')
     INSERT INTO audit_run (violations, seconds) VALUES ($1, $2) RETURNING at, violations, seconds`,
    [violations.length, seconds, KEPT_DAYS],
  );
  log.info({ violations: violations.length, seconds: Math.round(seconds * 10) / 10 }, 'books checked');
  return runs[0];
}
