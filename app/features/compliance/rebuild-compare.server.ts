import type { Transaction } from '../../platform/database.server.ts';
import { foldCampaigns } from './rebuild-campaigns.server.ts';
import type { Scope } from './rebuild-projection.ts';
import type { Projection } from './rebuild-projections.server.ts';

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
 * What a comparison needs of the session. How many elements the arrays of an event have cannot be known before, and is
 * guessed so low that loops and merges are chosen which take hours: hashing is right for any number.
 */
const SETTINGS = {
  statement_timeout: '0',
  work_mem: '128MB',
  jit: 'off',
  enable_nestloop: 'off',
  enable_mergejoin: 'off',
};

/** For statements that look at all rows, in a transaction that goes on with others. */
export async function withSettings<T>(tx: Transaction, work: () => Promise<T>): Promise<T> {
  const set = (value: (of: keyof typeof SETTINGS) => string) =>
    tx.query(
      (Object.keys(SETTINGS) as (keyof typeof SETTINGS)[])
        .map((name) => `SET LOCAL ${name} = ${value(name)}`)
        .join('; '),
    );
  await set((name) => `'${SETTINGS[name]}'`);
  const result = await work();
  await set(() => 'DEFAULT');
  return result;
}

/**
 * Makes one projection again into `rebuilt_<name>`, which lives as long as the transaction, and compares it with the live
 * rows, shop by shop.
 */
export async function compareProjection(
  tx: Transaction,
  projection: Projection,
  scope: Scope,
): Promise<ProjectionCheck[]> {
  const table = `rebuilt_${projection.name}`;
  // Has the columns and types of the live rows, so that equal facts are equal texts.
  await tx.query(`CREATE TEMPORARY TABLE ${table} ON COMMIT DROP AS ${projection.live(scope)} WITH NO DATA`);
  if (projection.rebuilt === undefined) {
    await foldCampaigns(tx, table, scope);
  } else {
    await tx.query(`INSERT INTO ${table} ${projection.rebuilt(scope)}`);
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
     FROM (${hashed(projection.live(scope))}) l FULL JOIN (${hashed(`SELECT * FROM ${table}`)}) n USING (shop_id)
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
      differences:
        row.live === row.rebuilt
          ? []
          : await differencesOf(tx, projection, { ...scope, shopId: row.shop_id }),
    });
  }
  return checks;
}

/** Live and rebuilt rows of a scope side by side, as `l` and `n`, where they are not the same. */
export function differingRows({ name, key, live }: Projection, scope: Scope): string {
  const keys = ['shop_id', ...key];
  const shop = scope.shopId === undefined ? '' : `WHERE r.shop_id = ${scope.shopId}`;
  return `
    FROM (${live(scope)}) l FULL JOIN (SELECT r.* FROM rebuilt_${name} r ${shop}) n
      ON ${keys.map((column) => `l.${column} = n.${column}`).join(' AND ')}
    WHERE l::text IS DISTINCT FROM n::text`;
}

async function differencesOf(tx: Transaction, projection: Projection, scope: Scope): Promise<Difference[]> {
  const keys = ['shop_id', ...projection.key];
  const { rows } = await tx.query<Difference>(
    `SELECT concat_ws(' ', ${keys.map((key) => `'${key}=' || (coalesce(d.n, d.l) ->> '${key}')`).join(', ')}) AS key,
            CASE WHEN d.l IS NOT NULL THEN told.live END AS live,
            CASE WHEN d.n IS NOT NULL THEN told.rebuilt END AS rebuilt
     FROM (
       SELECT CASE WHEN l.shop_id IS NOT NULL THEN to_jsonb(l) END AS l,
              CASE WHEN n.shop_id IS NOT NULL THEN to_jsonb(n) END AS n
       ${differingRows(projection, scope)}
       ORDER BY ${keys.map((key) => `coalesce(l.${key}, n.${key})`).join(', ')} LIMIT ${DIFFERENCES_MAX}
     ) d
     CROSS JOIN LATERAL (
       SELECT string_agg(format('%s=%s', name, coalesce(d.l ->> name, 'null')), ' ' ORDER BY name) AS live,
              string_agg(format('%s=%s', name, coalesce(d.n ->> name, 'null')), ' ' ORDER BY name) AS rebuilt
       FROM jsonb_object_keys(coalesce(d.l, d.n)) AS name
       WHERE d.l -> name IS DISTINCT FROM d.n -> name
     ) told`,
  );
  return rows;
}
