import { type Figure, perSecond } from './figure.ts';
import { benchShop } from './shop.ts';

const CONNECTIONS = 16;

/** A hold and its resolution, one by one, on one shop's account, from 16 connections. */
export async function ledger(holds: number): Promise<Figure[]> {
  const { env } = await import('../../app/platform/env.server.ts');
  const { createPool } = await import('../../app/platform/database.server.ts');
  const pool = createPool(env.DATABASE_URL, CONNECTIONS);
  const shopId = await benchShop(pool, 1, holds);
  await pool.query(
    `INSERT INTO send_batch (shop_id, campaign_id, batch_no, first_ordinal, last_ordinal, recipients, credits, hold_id)
     SELECT $1, 1000000 + i, 1, 1, 1, 1, 1, md5('bench' || i)::uuid FROM generate_series(1, $2::integer) AS i`,
    [shopId, holds],
  );
  let next = 0;
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let campaign = 1_000_001 + next++; campaign <= 1_000_000 + holds; campaign = 1_000_001 + next++) {
        await pool.query('SELECT credit_hold($1, $2, 1)', [shopId, campaign]);
        await pool.query(`SELECT credit_resolve($1, $2, ARRAY[md5('bench' || $3)::uuid], ARRAY[1::bigint])`, [
          shopId,
          campaign,
          String(campaign - 1_000_000),
        ]);
      }
    }),
  );
  const rate = perSecond(2 * holds, performance.now() - started);
  await pool.end();
  return [
    {
      bench: 'ledger',
      what: `holds and resolves, one account, ${CONNECTIONS} connections`,
      value: rate,
      unit: 'movements/s',
    },
  ];
}
