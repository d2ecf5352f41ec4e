import { type RebuiltProjection, withinShop } from './rebuild-projection.ts';

/** What each credit event does to the accounts: [account, debits posted, credits posted, debits pending, credits pending]. */
const effects: Record<string, [string, number, number, number, number][]> = {
  CreditsPurchased: [
    ['available', 0, 1, 0, 0],
    ['purchased', 1, 0, 0, 0],
  ],
  CreditsGranted: [
    ['available', 0, 1, 0, 0],
    ['granted', 1, 0, 0, 0],
  ],
  CreditsHeld: [
    ['available', 0, 0, 1, 0],
    ['spent', 0, 0, 0, 1],
  ],
  CreditsSpent: [
    ['available', 1, 0, -1, 0],
    ['spent', 0, 1, 0, -1],
  ],
  CreditsReleased: [
    ['available', 0, 0, -1, 0],
    ['spent', 0, 0, 0, -1],
  ],
  CreditsRefunded: [
    ['available', 0, 1, 0, 0],
    ['spent', 1, 0, 0, 0],
  ],
};

const effectRows = Object.entries(effects)
  .flatMap(([type, rows]) =>
    rows.map(([code, ...factors]) => `('${type}', '${code}', ${factors.join(', ')})`),
  )
  .join(', ');

/** An account that nothing has moved is as one that is not there: a refused hold opens them without an event. */
export const rebuiltAccounts: RebuiltProjection = {
  name: 'credit_account',
  key: ['code'],
  live: (scope) => `
    SELECT shop_id, code, debits_posted, credits_posted, debits_pending, credits_pending FROM credit_account
    WHERE (debits_posted, credits_posted, debits_pending, credits_pending) <> (0, 0, 0, 0)${withinShop(scope)}`,
  rebuilt: (scope) => `
    SELECT * FROM (
      SELECT e.shop_id, f.code, sum(n * f.dp) AS dp, sum(n * f.cp) AS cp, sum(n * f.dn) AS dn, sum(n * f.cn) AS cn
      FROM (SELECT shop_id, type, (data ->> 'credits')::bigint AS n FROM event WHERE category = 3${withinShop(scope)}) e
      JOIN (VALUES ${effectRows}) AS f(type, code, dp, cp, dn, cn) USING (type)
      GROUP BY e.shop_id, f.code
    ) AS summed WHERE (dp, cp, dn, cn) <> (0, 0, 0, 0)`,
};

/** A line per act, and one per campaign for what its batches did. The line's number is the statement's own. */
export const rebuiltStatement: RebuiltProjection = {
  name: 'credit_statement',
  key: ['kind', 'campaign_id', 'nth'],
  live: (scope) => `
    SELECT shop_id, kind, coalesce(campaign_id, 0) AS campaign_id,
           row_number() OVER (PARTITION BY shop_id, kind, campaign_id ORDER BY at, amount) AS nth, amount, at
    FROM credit_statement WHERE true${withinShop(scope)}`,
  rebuilt: (scope) => `
    WITH fact AS (
      SELECT shop_id, position, recorded_at, (data ->> 'campaign')::bigint AS campaign_id,
             (data ->> 'credits')::bigint AS credits, lower(substr(type, length('Credits') + 1)) AS kind
      FROM event WHERE category = 3 AND type IN (${Object.keys(effects)
        .map((type) => `'${type}'`)
        .join(', ')})${withinShop(scope)}
    ), line AS (
      SELECT shop_id, kind, NULL::bigint AS campaign_id, credits AS amount, recorded_at AS at
      FROM fact WHERE campaign_id IS NULL AND credits <> 0
      UNION ALL
      SELECT shop_id, kind, campaign_id, sum(credits), (array_agg(recorded_at ORDER BY position DESC))[1]
      FROM fact WHERE campaign_id IS NOT NULL AND credits <> 0
      GROUP BY shop_id, kind, campaign_id
    )
    SELECT shop_id, kind, coalesce(campaign_id, 0),
           row_number() OVER (PARTITION BY shop_id, kind, campaign_id ORDER BY at, amount), amount, at
    FROM line`,
};
