import type { Queryable } from '../../platform/database.server.ts';
import { auditChecks } from './audit-checks.ts';

export type Violation = {
  check: string;
  promise: string;
  shopId: number | null;
  what: string;
  expected: string;
  found: string;
};

const PER_CHECK = 100;

/**
 * Checks every invariant of the books on one snapshot.
 *
 * @param db a client, not the pool: the checks run in one REPEATABLE READ transaction, or a running campaign would look
 *   like a violation.
 */
export async function audit(db: Queryable): Promise<Violation[]> {
  const violations: Violation[] = [];
  await db.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    // A check reads whole tables, and may take longer than a page or a task is allowed to.
    await db.query(`SET LOCAL statement_timeout = '15min'`);
    for (const check of auditChecks) {
      const { rows } = await db.query<{
        shop_id: number | null;
        what: string;
        expected: string;
        found: string;
      }>(`SELECT * FROM (${check.sql}) AS violation LIMIT ${PER_CHECK}`);
      for (const row of rows) {
        violations.push({
          check: check.name,
          promise: check.promise,
          shopId: row.shop_id,
          what: row.what,
          expected: row.expected,
          found: row.found,
        });
      }
    }
  } finally {
    await db.query('ROLLBACK');
  }
  return violations;
}
