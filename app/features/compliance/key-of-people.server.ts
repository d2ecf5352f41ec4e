import { hkdfSync } from 'node:crypto';
import { bookKey } from '../../platform/book-key.server.ts';

/** A key for one purpose of one shop, so that two shops cannot tell that they know the same person. */
export async function keyOfPeople(purpose: string): Promise<Buffer> {
  return Buffer.from(hkdfSync('sha256', await bookKey('people'), '', purpose, 32));
}
