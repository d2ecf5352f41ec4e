import { createHash } from 'node:crypto';

/**
 * A uuid made from a name: the same name is the same act. The same as the database's `md5(name)::uuid`; an
 * identifier, not a secret.
 */
export function uuidFrom(name: string): string {
  return createHash('md5')
    .update(name)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
