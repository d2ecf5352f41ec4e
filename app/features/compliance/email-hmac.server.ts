import { createHmac } from 'node:crypto';
import { keyOfPeople } from './key-of-people.server.ts';

/**
 * How `contact.email_hmac` keeps the e-mail addresses of a shop's customers: as an HMAC under a key of the shop, because all
 * they are for is to find whom a request for erasure means. Case and outer spaces do not count. The key is derived once, for
 * however many addresses.
 *
 * @throws when the key can't be opened: without it nobody would be found, which looks like nobody being there.
 */
export async function emailHmac(shopId: number): Promise<(email: string) => Buffer> {
  const key = await keyOfPeople(`email:${shopId}`);
  return (email) => createHmac('sha256', key).update(email.trim().toLowerCase()).digest();
}
