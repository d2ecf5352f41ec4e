import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { DecryptionError, decrypt, encrypt } from './encryption.server.ts';

test('what was encrypted comes back, and never looks the same twice', () => {
  const once = encrypt('shpat_κλειδί', 'access token of a shop');
  const again = encrypt('shpat_κλειδί', 'access token of a shop');
  expect(once).toMatch(/^v1\.[\w-]+$/);
  expect(again).not.toBe(once);
  expect(decrypt(once, 'access token of a shop')).toBe('shpat_κλειδί');
});

test('a wrong key is named as the likely cause, without the value', () => {
  const sealed = encrypt('shpat_secret', 'access token', randomBytes(32));
  expect(() => decrypt(sealed, 'access token')).toThrow(/access token can't be decrypted: ENCRYPTION_KEY/);
});

test('a value that was moved to another place does not decrypt there', () => {
  const sealed = encrypt('shpat_secret', 'access token of one.myshopify.com');
  expect(() => decrypt(sealed, 'access token of two.myshopify.com')).toThrow(DecryptionError);
});

test.each([
  ['in clear', 'shpat_secret'],
  ['of another version', 'v9.AAAA'],
  ['cut short', 'v1.AAAA'],
  ['empty', ''],
])('a value that is %s is refused', (_, sealed) => {
  expect(() => decrypt(sealed, 'access token')).toThrow(DecryptionError);
});
