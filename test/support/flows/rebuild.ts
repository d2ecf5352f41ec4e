import { afterEach, beforeEach, expect } from 'vitest';
import { audit } from '../../../app/features/compliance/audit.server.ts';
import { rebuildProjections } from '../../../app/features/compliance/rebuild.server.ts';
import { verifyProjections } from '../../../app/features/compliance/rebuild-verify.server.ts';
import { pool } from '../../../app/platform/database.server.ts';

/** What a rebuild must not add to. */
async function record(): Promise<unknown> {
  const { rows } = await pool.query(
    `SELECT (SELECT max(position) FROM event) AS position, (SELECT count(*) FROM event) AS events,
            (SELECT jsonb_agg(to_jsonb(j) ORDER BY id) FROM graphile_worker.jobs j) AS jobs,
            (SELECT count(*) FROM credit_transfer) AS transfers, (SELECT count(*) FROM parked_report) AS parked,
            (SELECT count(*) FROM stream) AS streams, (SELECT count(*) FROM command) AS commands`,
  );
  return rows[0];
}

/** The projections that are not what their events say, with their shops. */
export async function differing(): Promise<string[]> {
  const checks = await verifyProjections();
  return checks.flatMap((check) =>
    check.liveHash === check.rebuiltHash ? [] : [`${check.projection} ${check.shopId}`],
  );
}

/** For a file of rebuilds: whatever a test did, every projection is what its events say and the audit finds nothing. */
export function booksAreRightAroundEachTest(): void {
  beforeEach(async () => {
    expect(await differing()).toEqual([]);
  });
  afterEach(async () => {
    expect(await differing()).toEqual([]);
    const client = await pool.connect();
    expect(await audit(client).finally(() => client.release())).toEqual([]);
  });
}

/** Rebuilds, and expects that only projections were written and that all are right. @returns the rows put right. */
export async function mend(): Promise<Record<string, number>> {
  const before = await record();
  const rebuilt = await rebuildProjections();
  expect(await record()).toEqual(before);
  if (rebuilt.kind !== 'rebuilt') {
    throw new Error(rebuilt.kind);
  }
  expect(rebuilt.left).toEqual([]);
  expect(rebuilt.checks.filter((check) => check.liveHash !== check.rebuiltHash)).toEqual([]);
  const put: Record<string, number> = {};
  for (const { projection, rows } of rebuilt.put) {
    put[projection] = (put[projection] ?? 0) + rows;
  }
  return put;
}
