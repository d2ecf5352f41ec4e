import type { Transaction } from '../../platform/database.server.ts';
import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import { phoneHmac } from '../compliance/suppress-numbers.server.ts';

/** What was said here of a number, and Shopify is to know; `at` is when she said it. */
export type WordForShopify = {
  phone: number;
  state: 'unsubscribed' | 'subscribed';
  level: 'SINGLE_OPT_IN' | 'CONFIRMED_OPT_IN';
  at: Date;
};

/**
 * Notes for every customer of Shopify with such a number that Shopify is to be told, in the transaction of the fact itself. A
 * newer word takes the place of an older one; one that has been told stays told. The contacts are locked by the caller.
 *
 * @param words each number once.
 * @returns for how many.
 */
export async function noteForShopify(
  tx: Transaction,
  shopId: number,
  words: readonly WordForShopify[],
): Promise<number> {
  const hmacOf = await phoneHmac(shopId);
  const { rowCount } = await tx.query(
    `INSERT INTO consent_writeback AS w (shop_id, contact_id, state, level, consent_at, phone_hmac)
     SELECT c.shop_id, c.id, g.state, g.level, g.at, g.hmac
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::timestamptz[], $6::bytea[]) AS g(phone, state, level, at, hmac)
     JOIN contact c ON c.shop_id = $1 AND c.phone = g.phone
     WHERE c.shopify_id IS NOT NULL AND c.deleted_at IS NULL AND c.erased_at IS NULL
       -- Whoever has said no newer than this is not to be told of as a yes.
       AND (g.state = 'unsubscribed' OR c.consent = 'subscribed')
     ORDER BY c.id
     ON CONFLICT (shop_id, contact_id) DO UPDATE SET
       state = excluded.state, level = excluded.level, consent_at = excluded.consent_at, phone_hmac = excluded.phone_hmac,
       attempts = 0, next_at = clock_timestamp(), problem = NULL, ended_at = NULL, outcome = NULL
     WHERE excluded.consent_at > w.consent_at`,
    [
      shopId,
      words.map(({ phone }) => phone),
      words.map(({ state }) => state),
      words.map(({ level }) => level),
      words.map(({ at }) => at),
      words.map(({ phone }) => hmacOf(phone)),
    ],
  );
  return rowCount ?? 0;
}

/** Asks for Shopify to be told soon. Never fails its caller: what she said is in force already, and the sweep asks again. */
export async function hintWriteBack(shopId: number): Promise<void> {
  try {
    await enqueue(pool, 'write-consent-back', { shopId }, { key: `write-consent-back:${shopId}`, soon: 500 });
  } catch (err) {
    log.warn({ err, shopId }, 'Shopify is told of consent by the next sweep');
  }
}
