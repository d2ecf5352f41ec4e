import {
  CHECKED_EVERY_SECONDS,
  type DomainCheck,
  type DomainProblem,
  judgeFailure,
  recordName,
  recordValue,
} from '../../core/links/link-domain.ts';
import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { txtRecordsOf } from '../../platform/txt-records.server.ts';

type Claim = { domain: string; token: string; proven: boolean; failures: number; waited_seconds: number };

const PER_SWEEP = 20;

/**
 * Looks whether the owner of a domain says that the shop may use it, and keeps what was found. Any number of looks may run at once:
 * the last one decides.
 *
 * @returns undefined when the shop claims no such domain.
 */
export async function proveDomain(
  shopId: number,
  domain: string,
  lookUp: typeof txtRecordsOf = txtRecordsOf,
): Promise<DomainCheck | undefined> {
  const { rows } = await pool.query<Claim>(
    `SELECT domain, token, proven_at IS NOT NULL AND lost_at IS NULL AS proven, failures,
            extract(epoch FROM now() - claimed_at)::float8 AS waited_seconds
     FROM link_domain WHERE shop_id = $1 AND domain = $2`,
    [shopId, domain],
  );
  const [claim] = rows;
  if (claim === undefined) {
    return undefined;
  }
  const problem = await problemOf(claim, lookUp);
  if (problem === undefined && (await prove(shopId, domain))) {
    return { kind: 'proven' };
  }
  return await keepFailure(shopId, claim, problem ?? 'taken');
}

/** Asks for a look at every domain that is due: the sweep's step. */
export async function wakeDomains(): Promise<void> {
  const { rows } = await pool.query<{ shop_id: number; domain: string }>(
    `SELECT shop_id, domain FROM link_domain WHERE next_check_at <= now() ORDER BY next_check_at LIMIT $1`,
    [PER_SWEEP],
  );
  for (const { shop_id: shopId, domain } of rows) {
    await enqueue(pool, 'prove-domain', { shopId, domain }, { key: `prove-domain:${shopId}:${domain}` });
  }
}

async function problemOf(claim: Claim, lookUp: typeof txtRecordsOf): Promise<DomainProblem | undefined> {
  const found = await lookUp(recordName(claim.domain));
  if (found.kind !== 'found') {
    return found.kind === 'none' ? 'no_record' : 'no_answer';
  }
  const wanted = recordValue(claim.token);
  return found.records.some((record) => record.trim() === wanted) ? undefined : 'other_record';
}

/** @returns false when another shop has proven it: the index lets one be its owner. */
async function prove(shopId: number, domain: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE link_domain d
     SET proven_at = coalesce(proven_at, now()), lost_at = NULL, checked_at = now(), failures = 0, problem = NULL,
         next_check_at = now() + $3 * interval '1 second'
     WHERE shop_id = $1 AND domain = $2
       AND NOT EXISTS (SELECT FROM link_domain o WHERE o.domain = d.domain AND o.shop_id <> d.shop_id
                         AND o.proven_at IS NOT NULL AND o.lost_at IS NULL)`,
    [shopId, domain, CHECKED_EVERY_SECONDS],
  );
  return rowCount === 1;
}

async function keepFailure(shopId: number, claim: Claim, problem: DomainProblem): Promise<DomainCheck> {
  const failures = claim.failures + 1;
  const { proven, waited_seconds: waitedSeconds } = claim;
  const check = judgeFailure({ proven, failures, waitedSeconds }, problem);
  const again = check.kind === 'waiting' ? check.againAfterSeconds : CHECKED_EVERY_SECONDS;
  await pool.query(
    `UPDATE link_domain
     SET checked_at = now(), failures = $3, problem = $4, next_check_at = now() + $5 * interval '1 second',
         lost_at = CASE WHEN $6 THEN coalesce(lost_at, now()) ELSE lost_at END
     WHERE shop_id = $1 AND domain = $2`,
    [shopId, claim.domain, failures, problem, again, check.kind === 'lost'],
  );
  if (check.kind === 'lost') {
    log.error(
      { alert: 'link_domain_lost', shopId, problem },
      'the record of a link domain is gone: new texts of the shop use the common domain',
    );
  }
  return check;
}
