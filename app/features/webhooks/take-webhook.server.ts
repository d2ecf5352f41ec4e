import { pool } from '../../platform/database.server.ts';
import { hintWebhooks } from '../../platform/jobs.server.ts';
import { log } from '../../platform/log.server.ts';
import type { ReceivedWebhook } from '../../platform/shopify/read-webhook.ts';

/** What may wait a moment is gathered to one job. */
const GATHER_MS = 50;

/**
 * Stores a webhook whose signature was right, once by its id: a repetition changes nothing, also when the first one was worked
 * off long ago. Resolves when it is durable; rejects when the database is away.
 */
export async function takeWebhook({ id, domain, topic, triggeredAt, body }: ReceivedWebhook): Promise<void> {
  const { rows } = await pool.query<{ urgent: boolean }>({
    name: 'take_webhook',
    text: `INSERT INTO webhook (id, shop_domain, topic, triggered_at, body) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT (id) DO NOTHING
           RETURNING urgent`,
    values: [id, domain, topic, triggeredAt, body],
  });
  const [stored] = rows;
  if (stored === undefined) {
    return;
  }
  await hintWebhooks(stored.urgent ? null : GATHER_MS).catch((err: unknown) => {
    // It is stored, and the sweep asks again: Shopify need not repeat it.
    log.warn({ err }, 'the job for a webhook could not be asked for');
  });
}
