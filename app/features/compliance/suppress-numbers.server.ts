import { createHmac } from 'node:crypto';
import type { Transaction } from '../../platform/database.server.ts';
import { keyOfPeople } from './key-of-people.server.ts';

/**
 * How `suppression` keeps a shop's phone numbers: as an HMAC under a key of the shop, so that nobody without the database's own key
 * can find a number by trying all there are. The key is derived once, for however many numbers.
 *
 * @throws when the key can't be opened: a look-up without it would find nobody, and whoever opted out would be texted.
 */
export async function phoneHmac(shopId: number): Promise<(phone: number) => Buffer> {
  const key = await keyOfPeople(`suppression:${shopId}`);
  return (phone) => createHmac('sha256', key).update(String(phone)).digest();
}

/** Why a number is texted only on a consent that is newer than `at`. */
export type Suppression = { reason: 'erased' | 'opted_out'; at: Date };

/** From now on the shop's number is texted only on a newer consent. */
export async function suppressNumber(
  tx: Transaction,
  shopId: number,
  phone: number,
  suppression: Suppression,
): Promise<void> {
  await suppressNumbers(tx, shopId, [{ phone, ...suppression }]);
}

/** As suppressNumber, for many in one statement; of a number that is there twice the newer one counts. */
export async function suppressNumbers(
  tx: Transaction,
  shopId: number,
  suppressions: readonly (Suppression & { phone: number })[],
): Promise<void> {
  if (suppressions.length === 0) {
    return;
  }
  const hmacOf = await phoneHmac(shopId);
  await tx.query(
    `INSERT INTO suppression AS s (shop_id, phone_hmac, reason, at)
     SELECT DISTINCT ON (phone_hmac) $1::bigint, phone_hmac, reason, at
     FROM unnest($2::bytea[], $3::text[], $4::timestamptz[]) AS g(phone_hmac, reason, at)
     ORDER BY phone_hmac, at DESC
     ON CONFLICT (shop_id, phone_hmac) DO UPDATE SET reason = excluded.reason, at = excluded.at
     WHERE excluded.at > s.at`,
    [
      shopId,
      suppressions.map(({ phone }) => hmacOf(phone)),
      suppressions.map(({ reason }) => reason),
      suppressions.map(({ at }) => at),
    ],
  );
}

/** Which of the numbers are suppressed, why and since when. */
export async function suppressedSince(
  tx: Transaction,
  shopId: number,
  phones: number[],
): Promise<Map<number, Suppression>> {
  const hmacOf = await phoneHmac(shopId);
  const byHmac = new Map(phones.map((phone) => [hmacOf(phone).toString('hex'), phone]));
  const { rows } = await tx.query<Suppression & { phone_hmac: Buffer }>({
    name: 'suppressed_since',
    text: 'SELECT phone_hmac, reason, at FROM suppression WHERE shop_id = $1 AND phone_hmac = ANY ($2::bytea[])',
    values: [shopId, [...byHmac.keys()].map((hex) => Buffer.from(hex, 'hex'))],
  });
  return new Map(
    rows.flatMap(({ phone_hmac, reason, at }) => {
      const phone = byHmac.get(phone_hmac.toString('hex'));
      return phone === undefined ? [] : [[phone, { reason, at }] as const];
    }),
  );
}
