import { createHmac, hkdfSync } from 'node:crypto';
import { env } from '../../platform/env.server.ts';

/**
 * How `contact.email_hmac` keeps the e-mail addresses of a shop's customers: as an HMAC under a key of the shop, because all
 * they are for is to find whom a request for erasure means. Case and outer spaces do not count. The key is derived once, for
 * however many addresses.
 *
 * DANGER: when ENCRYPTION_KEY is changed, nobody is found by an address that was kept before.
 */
export function emailHmac(shopId: number): (email: string) => Buffer {
  const secret = Buffer.from(env.ENCRYPTION_KEY, 'hex');
  const key = Buffer.from(hkdfSync('sha256', secret, '', `email:${shopId}`, 32));
  return (email) => createHmac('sha256', key).update(email.trim().toLowerCase()).digest();
}
