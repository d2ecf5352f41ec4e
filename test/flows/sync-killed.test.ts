import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pool } from '../../app/platform/database.server.ts';
import { env } from '../../app/platform/env.server.ts';
import { customersOfThisFile, readToTheEnd } from '../support/flows/customers.ts';

const customers = 4_500;
const { newShop } = customersOfThisFile({ shops: 1, customers });

test('killed in the middle of the first sync, the next worker goes on where the last group ended', async () => {
  const shop = await newShop();
  // Slow enough to be killed between the second group and the end.
  await shop.control('exports', { faults: { pauseMs: 30 } });
  const script = fileURLToPath(new URL('../support/fixtures/sync-until-killed.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(shop.shopId)], {
    env: { ...process.env, SHOPIFY_SIM_ORIGIN: env.SHOPIFY_SIM_ORIGIN },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  const place = async () =>
    (
      await pool.query<{ stored_count: number; reading: string | null }>(
        'SELECT stored_count, reading FROM customer_sync WHERE shop_id = $1',
        [shop.shopId],
      )
    ).rows[0];
  await expect
    .poll(async () => (await place())?.stored_count, { timeout: 20_000, interval: 5 })
    .toBeGreaterThan(0);
  child.kill('SIGKILL');
  await exited;
  const left = await place();
  expect(left).toMatchObject({ reading: 'whole' });
  expect(left?.stored_count).toBeLessThan(customers);

  await shop.control('exports', { faults: { pauseMs: 0 } });
  expect(await readToTheEnd(shop)).toEqual({ kind: 'done', customers });
  const { rows } = await pool.query(
    `SELECT count(*) AS contacts, count(DISTINCT shopify_id) AS ids,
            count(*) FILTER (WHERE consent = 'subscribed') - (
              SELECT count(*) FROM event WHERE shop_id = $1 AND type = 'ConsentGiven') AS events_missing,
            (SELECT count(*) FROM customer_seen) AS seen, (SELECT count(*) FROM customer_to_read) AS missing
     FROM contact WHERE shop_id = $1`,
    [shop.shopId],
  );
  expect(rows).toEqual([{ contacts: customers, ids: customers, events_missing: 0, seen: 0, missing: 0 }]);
  expect(await shop.exports(), 'the same export').toHaveLength(1);
});
