import { randomBytes } from 'node:crypto';
import { HIGH_BITS, LOW_BITS, packLink, readCode, unpackLink, writeCode } from '../core/links/link-code.ts';
import { pool } from './database.server.ts';
import { decrypt, encrypt } from './encryption.server.ts';
import { KeyedPermutation } from './keyed-permutation.ts';

const KEY_NAME = 'codes';
const KEY_BYTES = 32;

let bookKey: Promise<Buffer> | undefined;
let linkNames: Promise<KeyedPermutation> | undefined;

/**
 * What one link is called in the texts of the given recipients (by ordinal), in their order. Unguessable, different for
 * every link and recipient, and made again at any time: nothing of it is stored.
 */
export async function sealLinks(linkId: number, ordinals: readonly number[]): Promise<string[]> {
  const pairs = { high: new Uint32Array(ordinals.length), low: new Uint32Array(ordinals.length) };
  for (const [i, ordinal] of ordinals.entries()) {
    const { high, low } = packLink(linkId, ordinal);
    pairs.high[i] = high;
    pairs.low[i] = low;
  }
  (await links()).forward(pairs);
  return ordinals.map((_, i) => writeCode({ high: pairs.high[i] ?? 0, low: pairs.low[i] ?? 0 }));
}

/**
 * The link and the recipient that a code names; undefined when it is not a code. Nearly every code that somebody makes up
 * names a link that does not exist: look it up.
 */
export async function openLink(code: string): Promise<{ linkId: number; ordinal: number } | undefined> {
  const halves = readCode(code);
  if (halves === undefined) {
    return undefined;
  }
  const pairs = { high: Uint32Array.of(halves.high), low: Uint32Array.of(halves.low) };
  (await links()).backward(pairs);
  return unpackLink({ high: pairs.high[0] ?? 0, low: pairs.low[0] ?? 0 });
}

/**
 * A keyed bijection on the whole numbers below 2^bits (20 to 52), another one for each purpose and tweak, in the order
 * given.
 */
export async function sealNumbers(
  purpose: string,
  tweak: number,
  numbers: readonly number[],
  bits: number,
): Promise<number[]> {
  const lowBits = Math.floor(bits / 2);
  const permutation = new KeyedPermutation(await codesKey(), purpose, { high: bits - lowBits, low: lowBits });
  const pairs = {
    high: Uint32Array.from(numbers, (number) => Math.floor(number / 2 ** lowBits)),
    low: Uint32Array.from(numbers, (number) => number % 2 ** lowBits),
  };
  permutation.forward(pairs, BigInt(tweak));
  return numbers.map((_, i) => (pairs.high[i] ?? 0) * 2 ** lowBits + (pairs.low[i] ?? 0));
}

function links(): Promise<KeyedPermutation> {
  linkNames ??= codesKey().then(
    (key) => new KeyedPermutation(key, 'links', { high: HIGH_BITS, low: LOW_BITS }),
  );
  return linkNames;
}

/**
 * The key of all codes, made at the first use. DANGER: with another key no link of an earlier text works, opt-outs
 * included; so it is kept in the database and only encrypted by ENCRYPTION_KEY.
 */
function codesKey(): Promise<Buffer> {
  bookKey ??= readOrMakeKey().catch((error: unknown) => {
    bookKey = undefined;
    linkNames = undefined;
    throw error;
  });
  return bookKey;
}

async function readOrMakeKey(): Promise<Buffer> {
  const fresh = encrypt(randomBytes(KEY_BYTES).toString('base64'), `book_key ${KEY_NAME}`);
  const { rows } = await pool.query<{ sealed: string }>(
    `WITH made AS (
       INSERT INTO book_key (name, sealed)
       SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM book_key WHERE name = $1)
       ON CONFLICT (name) DO NOTHING
       RETURNING sealed
     )
     SELECT sealed FROM made UNION ALL SELECT sealed FROM book_key WHERE name = $1`,
    [KEY_NAME, fresh],
  );
  // None: another process made it in the same moment, and its row is not in this statement's snapshot.
  const sealed = rows[0]?.sealed;
  return sealed === undefined
    ? readOrMakeKey()
    : Buffer.from(decrypt(sealed, `book_key ${KEY_NAME}`), 'base64');
}
