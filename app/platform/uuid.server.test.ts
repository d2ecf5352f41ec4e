import { expect, test } from 'vitest';
import { pool } from './database.server.ts';
import { uuidFrom } from './uuid.server.ts';

test('the same name is the same id, here and in the database', async () => {
  const name = 'hold:42:7 Ελένη';
  const { rows } = await pool.query<{ id: string }>('SELECT md5($1)::uuid AS id', [name]);
  expect(uuidFrom(name)).toBe(rows[0]?.id);
  expect(uuidFrom(name)).not.toBe(uuidFrom(`${name} `));
});
