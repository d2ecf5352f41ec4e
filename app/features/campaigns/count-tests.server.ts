import type { Transaction } from '../../platform/database.server.ts';
import { phoneHmac } from '../compliance/suppress-numbers.server.ts';

/** A day's tests of one shop, and of them to one number: nobody has agreed to them, and nobody proves that a phone is theirs. */
const PER_SHOP = 20;
const PER_NUMBER = 5;

/**
 * Counts test texts before they are drafted. The shop's row keeps two presses from finding room for one.
 *
 * @returns false, and nothing is counted, where they are more than a day may have.
 */
export async function countTests(tx: Transaction, shopId: number, numbers: number[]): Promise<boolean> {
  await tx.query('SELECT FROM shop WHERE id = $1 FOR NO KEY UPDATE', [shopId]);
  const hmacOf = await phoneHmac(shopId);
  const hmacs = numbers.map(hmacOf);
  const { rows } = await tx.query<{ room: boolean }>(
    `SELECT coalesce(sum(texts), 0) + cardinality($2::bytea[]) <= $3
            AND coalesce(max(texts) FILTER (WHERE phone_hmac = ANY ($2)), 0) < $4 AS room
     FROM test_text WHERE shop_id = $1 AND day = (now() AT TIME ZONE 'UTC')::date`,
    [shopId, hmacs, PER_SHOP, PER_NUMBER],
  );
  if (rows[0]?.room !== true) {
    return false;
  }
  await tx.query(
    `WITH old AS (DELETE FROM test_text WHERE shop_id = $1 AND day < (now() AT TIME ZONE 'UTC')::date - 1)
     INSERT INTO test_text AS t (shop_id, day, phone_hmac, texts)
     SELECT $1, (now() AT TIME ZONE 'UTC')::date, hmac, 1 FROM unnest($2::bytea[]) AS hmac
     ON CONFLICT (shop_id, day, phone_hmac) DO UPDATE SET texts = t.texts + 1`,
    [shopId, hmacs],
  );
  return true;
}
