import { randomBytes } from 'node:crypto';
import { pool } from './database.server.ts';
import { DecryptionError, decrypt, encrypt } from './encryption.server.ts';

/**
 * The keys that outlive ENCRYPTION_KEY: `codes` names links and discounts, `people` hashes numbers and addresses that are kept
 * only to be found again.
 */
const NAMES = ['codes', 'people'] as const;
export type BookKeyName = (typeof NAMES)[number];

const KEY_BYTES = 32;
const keys = new Map<BookKeyName, Promise<Buffer>>();

/**
 * A key of the book, made at the first use, kept in the database and sealed by ENCRYPTION_KEY.
 *
 * DANGER: with another key no link of an earlier text works, opt-outs included, and nobody who must not be texted is found. So a
 * key that cannot be opened is an error and never a new key.
 *
 * @throws DecryptionError when ENCRYPTION_KEY is not the one that sealed it.
 */
export function bookKey(name: BookKeyName): Promise<Buffer> {
  const known = keys.get(name);
  if (known !== undefined) {
    return known;
  }
  const read = readOrMake(name);
  keys.set(name, read);
  read.catch(() => keys.delete(name));
  return read;
}

/**
 * Proves ENCRYPTION_KEY by what it has sealed: the keys of the book, and the tokens of a shop. Before anything else is done: a
 * process with another key would look as if it worked.
 *
 * @returns what is wrong, in words for the operator; undefined when the key is right.
 */
export async function wrongKey(): Promise<string | undefined> {
  try {
    await Promise.all(NAMES.map(bookKey));
    const { rows } = await pool.query<{ id: string; sealed: string }>(
      `SELECT "id", "accessToken" AS sealed FROM "Session" WHERE "accessToken" LIKE 'v1.%'
       ORDER BY "expires" DESC NULLS LAST LIMIT 1`,
    );
    for (const { id, sealed } of rows) {
      decrypt(sealed, `access token of ${id}`);
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof DecryptionError)) {
      throw error;
    }
    return (
      'ENCRYPTION_KEY is not the key that this database was encrypted with. Nothing was changed: start with the key ' +
      'of before. With another one no link of an earlier text works, and nobody who opted out is found.'
    );
  }
}

async function readOrMake(name: BookKeyName): Promise<Buffer> {
  const purpose = `book_key ${name}`;
  const fresh = encrypt(randomBytes(KEY_BYTES).toString('base64'), purpose);
  const { rows } = await pool.query<{ sealed: string }>(
    `WITH made AS (
       INSERT INTO book_key (name, sealed)
       SELECT $1, $2 WHERE NOT EXISTS (SELECT FROM book_key WHERE name = $1)
       ON CONFLICT (name) DO NOTHING
       RETURNING sealed
     )
     SELECT sealed FROM made UNION ALL SELECT sealed FROM book_key WHERE name = $1`,
    [name, fresh],
  );
  // None: another process made it in the same moment, and its row is not in this statement's snapshot.
  const sealed = rows[0]?.sealed;
  return sealed === undefined ? readOrMake(name) : Buffer.from(decrypt(sealed, purpose), 'base64');
}
