import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Pool } from 'undici';
import { z } from 'zod';
import { bulkBody, bulkMessageJson } from '../../app/core/messaging/bulk-request.ts';
import { testVariables } from '../setup/variables.ts';
import type { MittoSimulator } from '../simulators/mitto/start.ts';
import { type Figure, perSecond } from './figure.ts';

const BATCH = 5_000;
/** What fits into a call of 1,000,000 bytes when its texts are as long as those of the pipeline. */
const CALL = 3_740;
/** Calls that are open at a time; with one, a core has nothing to do. */
const CALLS_OPEN = 2;
const TEXT =
  'Hi Konstantina, everything in the shop is 20% off this weekend: sms.shop.example/aB3dE5gH7j Stop: sms.shop.example/aB3dE5gH7j';

/** The least that the facts of a campaign can cost, without and with the calls to the carrier. */
export type Limit = { sql: number; calls: number };

/** The limit alone; the pipeline measures it in its own run. */
export async function limit(mitto: MittoSimulator, recipients: number): Promise<Figure[]> {
  const { pool } = await import('../../app/platform/database.server.ts');
  const { sql, calls } = await limitOfSending(pool, mitto, recipients);
  const texts = `${recipients.toLocaleString('en-GB')} texts`;
  return [
    { bench: 'limit', what: `least SQL, ${texts}`, value: sql, unit: 'texts/s' },
    { bench: 'limit', what: `the same with the calls, ${texts}`, value: calls, unit: 'texts/s' },
  ];
}

/**
 * Texts per second of the least SQL that makes a campaign's facts durable: recipients by COPY; per batch an intent and an
 * acceptance with its ids, each committed. `sql`: over all of it, by one connection, without HTTP. `calls`: of intents,
 * calls and acceptances, with texts of a fixed content, nothing checked, and two calls open at a time.
 */
export async function limitOfSending(
  pool: pg.Pool,
  mitto: MittoSimulator,
  recipients: number,
): Promise<Limit> {
  const client = await pool.connect();
  try {
    await makeTables(client);
    const started = performance.now();
    await copyRecipients(client, recipients);
    for (const [batch, ordinals] of batchesOf(recipients, BATCH).entries()) {
      await intend(client, batch);
      await accept(
        client,
        batch,
        ordinals,
        ordinals.map(() => `01M${randomUUID().slice(0, 23)}`),
      );
    }
    const sql = perSecond(recipients, performance.now() - started);
    await client.query('TRUNCATE limit_batch, limit_message');
    const calls = await limitOfCalls(pool, mitto, recipients);
    await client.query('DROP TABLE limit_recipient, limit_batch, limit_message');
    return { sql, calls };
  } finally {
    client.release();
  }
}

async function limitOfCalls(pool: pg.Pool, mitto: MittoSimulator, recipients: number): Promise<number> {
  const http = new Pool(mitto.url, { connections: CALLS_OPEN });
  const batches = batchesOf(recipients, CALL).entries();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: CALLS_OPEN }, async () => {
      const client = await pool.connect();
      for (const [batch, ordinals] of batches) {
        await intend(client, batch);
        await accept(client, batch, ordinals, await call(http, ordinals));
      }
      client.release();
    }),
  );
  const rate = perSecond(recipients, performance.now() - started);
  await http.close();
  return rate;
}

const answered = z.object({ messages: z.array(z.object({ messageId: z.string() })) });

async function call(http: Pool, ordinals: readonly number[]): Promise<string[]> {
  const body = bulkBody(
    ordinals.map((ordinal) =>
      bulkMessageJson({
        trafficAccountId: testVariables.MITTO_TRAFFIC_ACCOUNT_ID,
        destination: `+${phoneOf(ordinal)}`,
        reference: `s1-limit-${ordinal}`,
        sms: { text: TEXT, sender: 'Bench' },
      }),
    ),
  );
  const answer = await http.request({
    path: '/api/v1.1/Messages/sendmessagesbulk',
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-mitto-api-key': testVariables.MITTO_API_KEY },
    body,
  });
  return answered.parse(await answer.body.json()).messages.map(({ messageId }) => messageId);
}

async function makeTables(client: pg.PoolClient): Promise<void> {
  await client.query(`
    DROP TABLE IF EXISTS limit_recipient, limit_batch, limit_message;
    CREATE TABLE limit_recipient (campaign bigint, ordinal int, phone bigint, parts smallint, PRIMARY KEY (campaign, ordinal));
    CREATE UNIQUE INDEX ON limit_recipient (phone, campaign);
    CREATE TABLE limit_batch (campaign bigint, batch int, status text, PRIMARY KEY (campaign, batch));
    CREATE TABLE limit_message (id text COLLATE "C" PRIMARY KEY, campaign bigint, ordinal int, state smallint);`);
}

async function copyRecipients(client: pg.PoolClient, recipients: number): Promise<void> {
  const stream = client.query(copyFrom('COPY limit_recipient FROM STDIN'));
  for (const ordinals of batchesOf(recipients, BATCH)) {
    const rows = ordinals.map((ordinal) => `1\t${ordinal}\t${phoneOf(ordinal)}\t1\n`);
    if (!stream.write(rows.join(''))) {
      await once(stream, 'drain');
    }
  }
  stream.end();
  await finished(stream);
}

const intend = (client: pg.PoolClient, batch: number) =>
  client.query(`INSERT INTO limit_batch VALUES (1, $1, 'intended')`, [batch]);

async function accept(
  client: pg.PoolClient,
  batch: number,
  ordinals: readonly number[],
  ids: readonly string[],
): Promise<void> {
  await client.query('BEGIN');
  await client.query(
    'INSERT INTO limit_message SELECT id, 1, ordinal, 0 FROM unnest($1::text[], $2::int[]) AS t(id, ordinal)',
    [ids, ordinals],
  );
  await client.query(`UPDATE limit_batch SET status = 'accepted' WHERE batch = $1`, [batch]);
  await client.query('COMMIT');
}

/** Everybody's ordinal, from 1, in batches of that size. */
const batchesOf = (recipients: number, size: number): number[][] =>
  Array.from({ length: Math.ceil(recipients / size) }, (_, batch) =>
    Array.from({ length: Math.min(size, recipients - batch * size) }, (_, i) => batch * size + i + 1),
  );

const phoneOf = (ordinal: number): number => 306_900_000_000 + ordinal;
