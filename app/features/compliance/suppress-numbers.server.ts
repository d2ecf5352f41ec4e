import { createHmac, hkdfSync } from 'node:crypto';
import type { Transaction } from '../../platform/database.server.ts';
import { env } from '../../platform/env.server.ts';

/**
 * How `suppression` keeps a shop's phone numbers: as an HMAC under a key of the shop, so that nobody without
 * ENCRYPTION_KEY can find a number by trying all there are, and two shops cannot tell that they know the same person.
 * The key is derived once, for however many numbers.
 *
 * DANGER: when ENCRYPTION_KEY is changed, numbers that were suppressed before are not found any more.
 */
export function phoneHmac(shopId: number): (phone: number) => Buffer {
  const secret = Buffer.from(env.ENCRYPTION_KEY, 'hex');
  const key = Buffer.from(hkdfSync('sha256', secret, '', `suppression:${shopId}`, 32));
  return (phone) => createHmac('sha256', key).update(String(phone)).digest();
}

/** From now on the shop's number is texted only on a consent that is newer than `at`. */
export async function suppressNumber(
  tx: Transaction,
  shopId: number,
  phone: number,
  at: Date,
): Promise<void> {
  await tx.query(
    `INSERT INTO suppression AS s (shop_id, phone_hmac, reason, at) VALUES ($1, $2, 'erased', $3)
     ON CONFLICT (shop_id, phone_hmac) DO UPDATE SET at = greatest(s.at, excluded.at)`,
    [shopId, phoneHmac(shopId)(phone), at],
  );
}

/** Which of the numbers are suppressed, and since when. */
export async function suppressedSince(
  tx: Transaction,
  shopId: number,
  phones: number[],
): Promise<Map<number, Date>> {
  const hmacOf = phoneHmac(shopId);
  const byHmac = new Map(phones.map((phone) => [hmacOf(phone).toString('hex'), phone]));
  const { rows } = await tx.query<{ phone_hmac: Buffer; at: Date }>({
    name: 'suppressed_since',
    text: 'SELECT phone_hmac, at FROM suppression WHERE shop_id = $1 AND phone_hmac = ANY ($2::bytea[])',
    values: [shopId, [...byHmac.keys()].map((hex) => Buffer.from(hex, 'hex'))],
  });
  return new Map(
    rows.flatMap(({ phone_hmac, at }) => {
      const phone = byHmac.get(phone_hmac.toString('hex'));
      return phone === undefined ? [] : [[phone, at] as const];
    }),
  );
}
