import { randomUUID } from 'node:crypto';
import { handleWebhooks } from '../../../app/features/webhooks/handle-webhooks.server.ts';
import { takeWebhook } from '../../../app/features/webhooks/take-webhook.server.ts';
import { pool } from '../../../app/platform/database.server.ts';

export type WebhookOptions = {
  shop: string;
  /** As in shopify.app.toml. */
  topic: string;
  /** An object, or the body as text for ids beyond 2^53. */
  payload: unknown;
  id?: string;
  triggeredAt?: Date;
};

/**
 * A webhook comes, is stored and worked off by the job, as after a right signature. Returns its outcome: 'handled', or why there
 * was nothing to do; undefined when it is to be tried again.
 */
export async function deliverWebhook(options: WebhookOptions): Promise<string | undefined> {
  const id = options.id ?? randomUUID();
  await takeWebhook({
    id,
    topic: options.topic,
    domain: options.shop,
    triggeredAt: options.triggeredAt ?? new Date(),
    body: typeof options.payload === 'string' ? options.payload : JSON.stringify(options.payload),
  });
  await handleWebhooks();
  const { rows } = await pool.query<{ outcome: string | null }>('SELECT outcome FROM webhook WHERE id = $1', [
    id,
  ]);
  return rows[0]?.outcome ?? undefined;
}
