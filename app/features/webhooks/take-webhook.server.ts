import { createHash } from 'node:crypto';
import { pool } from '../../platform/database.server.ts';
import { hintWebhooks } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import type { ReceivedWebhook } from '../../platform/shopify/read-webhook.ts';

/** What may wait a moment is gathered to one job. */
const GATHER_MS = 50;
/** How far turns of one shop and topic are apart where many wait: 20 a second of each. */
const TURN_MS = 50;

/**
 * Stores a webhook whose signature was right, once: a repetition changes nothing, also when the first one was worked off long ago.
 * Resolves when it is durable; rejects when the database is away.
 */
export async function takeWebhook(webhook: ReceivedWebhook): Promise<void> {
  const urgent = await store(webhook.id, webhook);
  if (urgent === undefined) {
    return;
  }
  await hintWebhooks(urgent ? null : GATHER_MS).catch((err: unknown) => {
    // It is stored, and the sweep asks again: Shopify need not repeat it.
    log.warn({ err }, 'the job for a webhook could not be asked for');
  });
}

/** @returns whether it is urgent; undefined for a repetition. */
async function store(key: string, webhook: ReceivedWebhook): Promise<boolean | undefined> {
  const { id, domain, topic, triggeredAt, body } = webhook;
  const bodyHash = createHash('sha256').update(body).digest();
  const { rows } = await pool.query<{ urgent: boolean | null; repeated: boolean }>({
    name: 'take_webhook',
    text: `WITH stored AS (
             INSERT INTO webhook (id, shop_domain, topic, triggered_at, body, body_hash, turn_at)
             SELECT $1, $2, $3, $4, $5, $6, greatest(now(), max(last.turn_at) + $7 * interval '1 millisecond')
             FROM (SELECT turn_at FROM webhook
                   WHERE shop_domain = $2 AND topic = $3 AND handled_at IS NULL
                   ORDER BY turn_at DESC LIMIT 1) AS last
             ON CONFLICT (id) DO NOTHING
             RETURNING urgent
           )
           SELECT urgent, false AS repeated FROM stored
           UNION ALL
           SELECT NULL, shop_domain = $2 AND topic = $3 AND body_hash = $6 FROM webhook
           WHERE id = $1 AND NOT EXISTS (SELECT FROM stored)`,
    values: [key, domain, topic, triggeredAt, body, bodyHash, TURN_MS],
  });
  const [found] = rows;
  if (found === undefined) {
    // Another process stores the same id in this moment, and this statement's snapshot is older than its row.
    return await store(key, webhook);
  }
  if (found.urgent !== null || found.repeated || key !== id) {
    return found.urgent ?? undefined;
  }
  log.warn({ topic }, 'a webhook came with the id of another one; it is taken as one of its own');
  const content = Buffer.concat([Buffer.from(`${domain} ${topic} `), bodyHash]);
  return await store(`${id}#${createHash('sha256').update(content).digest('hex')}`, webhook);
}
