import Cursor from 'pg-cursor';
import type { Audience } from '../../core/campaigns/audience.ts';
import type { Candidate } from '../../core/campaigns/freeze.ts';
import { pool } from '../../platform/database.server.ts';

/** One contact of an audience, as the freeze needs it. */
export type AudienceRow = {
  id: number;
  phone: number | null;
  phone_problem: Candidate['phoneProblem'];
  phone_country: string | null;
  consent: Candidate['consent'];
  number_opted_out: boolean | null;
  first_name: string | null;
  last_name: string | null;
};

const ROWS = 2_000;

/**
 * Everybody of an audience, in groups, in the order of their numbers: contacts that share one stand next to each other,
 * and the index of the frozen rows is filled in order. Read through a cursor on a connection of its own, in one snapshot.
 */
export async function* readAudience(shopId: number, audience: Audience): AsyncGenerator<AudienceRow[]> {
  const client = await pool.connect();
  let failed = true;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const cursor = client.query(
      new Cursor<AudienceRow>(
        `SELECT id, phone, phone_problem, phone_country, consent, number_opted_out, first_name, last_name
         FROM (
           -- The opt-out of any contact with the number counts, also of one outside this audience.
           SELECT c.*, phone IS NOT NULL
             AND bool_or(consent = 'unsubscribed') OVER (PARTITION BY phone) AS number_opted_out
           FROM contact c
           WHERE shop_id = $1 AND erased_at IS NULL
         ) everybody
         WHERE $2::text[] IS NULL OR tags && $2::text[]
         ORDER BY phone, id`,
        [shopId, audience.kind === 'tags' ? audience.tags : null],
      ),
    );
    for (let rows = await cursor.read(ROWS); rows.length > 0; rows = await cursor.read(ROWS)) {
      yield rows;
    }
    await cursor.close();
    await client.query('COMMIT');
    failed = false;
  } finally {
    // A reader that stopped half-way leaves an open cursor; its connection is not worth saving.
    client.release(failed);
  }
}
