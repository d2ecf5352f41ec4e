import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Figure, perSecond } from './figure.ts';

const BATCH = 5_000;

/** The limit alone; the pipeline measures it in its own run. */
export async function limit(recipients: number): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  return [
    {
      bench: 'limit',
      what: `least SQL, ${recipients.toLocaleString('en-GB')} texts`,
      value: await limitOfSending(pool, recipients),
      unit: 'texts/s',
    },
  ];
}

/**
 * The limit: the least SQL that makes a campaign's facts durable, by one connection, without HTTP: recipients by COPY;
 * per 5,000 an intent and an acceptance with its ids, each committed. Texts per second over both.
 */
export async function limitOfSending(pool: pg.Pool, recipients: number): Promise<number> {
  const client = await pool.connect();
  try {
    await client.query(`
      DROP TABLE IF EXISTS limit_recipient, limit_batch, limit_message;
      CREATE TABLE limit_recipient (campaign bigint, ordinal int, phone bigint, parts smallint, PRIMARY KEY (campaign, ordinal));
      CREATE UNIQUE INDEX ON limit_recipient (phone, campaign);
      CREATE TABLE limit_batch (campaign bigint, batch int, status text, PRIMARY KEY (campaign, batch));
      CREATE TABLE limit_message (id text COLLATE "C" PRIMARY KEY, campaign bigint, ordinal int, state smallint);`);
    const started = performance.now();
    await client.query('BEGIN');
    const stream = client.query(copyFrom('COPY limit_recipient FROM STDIN'));
    for (let first = 1; first <= recipients; first += BATCH) {
      const rows = Array.from(
        { length: Math.min(BATCH, recipients - first + 1) },
        (_, i) => `1\t${first + i}\t${306_900_000_000 + first + i}\t1\n`,
      );
      if (!stream.write(rows.join(''))) {
        await once(stream, 'drain');
      }
    }
    stream.end();
    await finished(stream);
    await client.query('COMMIT');
    for (let batch = 1, first = 1; first <= recipients; batch += 1, first += BATCH) {
      const ordinals = Array.from({ length: Math.min(BATCH, recipients - first + 1) }, (_, i) => first + i);
      await client.query(`INSERT INTO limit_batch VALUES (1, $1, 'intended')`, [batch]);
      await client.query('BEGIN');
      await client.query(
        'INSERT INTO limit_message SELECT id, 1, ordinal, 0 FROM unnest($1::text[], $2::int[]) AS t(id, ordinal)',
        [ordinals.map(() => `01M${randomUUID().slice(0, 23)}`), ordinals],
      );
      await client.query(`UPDATE limit_batch SET status = 'accepted' WHERE batch = $1`, [batch]);
      await client.query('COMMIT');
    }
    const rate = perSecond(recipients, performance.now() - started);
    await client.query('DROP TABLE limit_recipient, limit_batch, limit_message');
    return rate;
  } finally {
    client.release();
  }
}
