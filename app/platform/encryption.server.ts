import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { env } from './env.server.ts';

/** Names key and layout; a second one is added beside it when the key is changed, and both are read for a while. */
const version = 'v1';
const ivBytes = 12;
const tagBytes = 16;

export class DecryptionError extends Error {
  override name = 'DecryptionError';
}

/**
 * Encrypts a text with AES-256-GCM under ENCRYPTION_KEY.
 *
 * @param purpose bound into the result: a value that is copied to another row or column does not decrypt there.
 * @returns `v1.` and base64url of iv, tag and ciphertext.
 */
export function encrypt(plain: string, purpose: string, key: Buffer = keyOfEnvironment()): string {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(purpose));
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return `${version}.${Buffer.concat([iv, cipher.getAuthTag(), ciphertext]).toString('base64url')}`;
}

/**
 * @throws DecryptionError when the value was not written by `encrypt`, was changed, or belongs to another key or
 *   purpose.
 */
export function decrypt(sealed: string, purpose: string, key: Buffer = keyOfEnvironment()): string {
  const [prefix, content] = sealed.split('.');
  if (prefix !== version || content === undefined) {
    throw new DecryptionError(
      `The stored ${purpose} is not encrypted in a form that this version reads (${version}).`,
    );
  }
  const bytes = Buffer.from(content, 'base64url');
  if (bytes.length < ivBytes + tagBytes) {
    throw new DecryptionError(`The stored ${purpose} is cut short.`);
  }
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes), {
    authTagLength: tagBytes,
  });
  decipher.setAAD(Buffer.from(purpose));
  decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  try {
    return decipher.update(bytes.subarray(ivBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new DecryptionError(
      `The stored ${purpose} can't be decrypted: ENCRYPTION_KEY is not the key it was encrypted with, or the value was changed.`,
      { cause },
    );
  }
}

const keyOfEnvironment = (): Buffer => Buffer.from(env.ENCRYPTION_KEY, 'hex');
