import { pool, type Transaction } from '../../platform/database.server.ts';
import { rebuiltBatches, rebuiltOmissions } from './rebuild-batches.sql.ts';
import { foldCampaigns, rebuiltCampaigns } from './rebuild-campaigns.server.ts';
import { rebuiltAccounts, rebuiltStatement } from './rebuild-credits.sql.ts';
import { rebuiltCounts, rebuiltMessages } from './rebuild-messages.sql.ts';
import type { RebuiltProjection } from './rebuild-projection.ts';
import { rebuiltShops } from './rebuild-shops.sql.ts';

const projections: readonly RebuiltProjection[] = [
  rebuiltShops,
  rebuiltCampaigns,
  rebuiltBatches,
  rebuiltOmissions,
  rebuiltMessages,
  rebuiltCounts,
  rebuiltAccounts,
  rebuiltStatement,
];

/** Named differences per projection and shop; the hash says whether there are any. */
const DIFFERENCES_MAX = 5;

/** A row that is not what the events say. `columns` name each value that differs; null: the row is missing on that side. */
export type Difference = { key: string; live: string | null; rebuilt: string | null };
export type ProjectionCheck = {
  projection: string;
  shopId: number;
  rows: number;
  /** md5 over the rows in the order of their keys; null where the shop has none. */
  liveHash: string | null;
  rebuiltHash: string | null;
  /** The first few; empty when the hashes are equal. */
  differences: Difference[];
};

/**
 * Makes every projection again from the events, beside the live ones, and compares them shop by shop. One REPEATABLE READ
 * snapshot, so a running campaign makes no difference; temporary tables, so a crash leaves nothing behind and nothing
 * that is live is locked or written.
 */
export async function verifyProjections(): Promise<ProjectionCheck[]> {
  const tx = await pool.connect();
  try {
    await tx.query('BEGIN ISOLATION LEVEL REPEATABLE READ');
    await tx.query(`SET LOCAL statement_timeout = 0; SET LOCAL work_mem = '128MB'; SET LOCAL jit = off`);
    const checks: ProjectionCheck[] = [];
    for (const projection of projections) {
      checks.push(...(await verifyOne(tx, projection)));
    }
    return checks;
  } finally {
    await tx.query('ROLLBACK');
    tx.release();
  }
}

async function verifyOne(tx: Transaction, projection: RebuiltProjection): Promise<ProjectionCheck[]> {
  const table = `rebuilt_${projection.name}`;
  // Has the columns and types of the live rows, so that equal facts are equal texts.
  await tx.query(`CREATE TEMPORARY TABLE ${table} ON COMMIT DROP AS ${projection.live} WITH NO DATA`);
  if (projection.rebuilt === undefined) {
    await foldCampaigns(tx, table);
  } else {
    await tx.query(`INSERT INTO ${table} ${projection.rebuilt}`);
  }
  await tx.query(`ANALYZE ${table}`);

  const order = ['shop_id', ...projection.key].join(', ');
  const hashed = (rows: string) =>
    `SELECT shop_id, count(*)::integer AS rows, md5(string_agg(md5(r::text), '' ORDER BY ${order})) AS hash
     FROM (${rows}) r GROUP BY shop_id`;
  const { rows } = await tx.query<{
    shop_id: number;
    rows: number;
    live: string | null;
    rebuilt: string | null;
  }>(
    `SELECT shop_id, greatest(l.rows, n.rows) AS rows, l.hash AS live, n.hash AS rebuilt
     FROM (${hashed(projection.live)}) l FULL JOIN (${hashed(`SELECT * FROM ${table}`)}) n USING (shop_id)
     ORDER BY shop_id`,
  );
  const checks: ProjectionCheck[] = [];
  for (const row of rows) {
    checks.push({
      projection: projection.name,
      shopId: row.shop_id,
      rows: row.rows,
      liveHash: row.live,
      rebuiltHash: row.rebuilt,
      differences: row.live === row.rebuilt ? [] : await differencesOf(tx, projection, table, row.shop_id),
    });
  }
  return checks;
}

async function differencesOf(
  tx: Transaction,
  projection: RebuiltProjection,
  table: string,
  shopId: number,
): Promise<Difference[]> {
  const keys = ['shop_id', ...projection.key];
  const { rows } = await tx.query<Difference>(
    `SELECT concat_ws(' ', ${keys.map((key) => `'${key}=' || ${key}`).join(', ')}) AS key,
            CASE WHEN l IS NOT NULL THEN told.live END AS live,
            CASE WHEN n IS NOT NULL THEN told.rebuilt END AS rebuilt
     FROM (SELECT l.shop_id, ${keys
       .slice(1)
       .map((key) => `l.${key}, `)
       .join('')} to_jsonb(l) AS l
           FROM (${projection.live}) l WHERE l.shop_id = $1) AS live
     FULL JOIN (SELECT n.shop_id, ${keys
       .slice(1)
       .map((key) => `n.${key}, `)
       .join('')} to_jsonb(n) AS n
                FROM ${table} n WHERE n.shop_id = $1) AS again USING (${keys.join(', ')})
     CROSS JOIN LATERAL (
       SELECT string_agg(format('%s=%s', name, coalesce(l ->> name, 'null')), ' ' ORDER BY name) AS live,
              string_agg(format('%s=%s', name, coalesce(n ->> name, 'null')), ' ' ORDER BY name) AS rebuilt
       FROM jsonb_object_keys(coalesce(l, n)) AS name
       WHERE l -> name IS DISTINCT FROM n -> name
     ) told
     WHERE l IS DISTINCT FROM n
     ORDER BY ${order(keys)} LIMIT ${DIFFERENCES_MAX}`,
    [shopId],
  );
  return rows;
}

const order = (keys: string[]): string => keys.join(', ');
