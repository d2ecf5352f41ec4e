import { pool } from '../../platform/database.server.ts';
import { enqueue } from '../../platform/jobs.server.ts';
import { confirmUninstall } from '../shops/confirm-uninstall.server.ts';
import type { WebhookHandler } from '../webhooks/webhook.ts';
import { openCase } from './privacy-cases.server.ts';

/**
 * shop/redact, two days after the shop has left: the job erases all of its customers. Where it has come back since, Shopify's
 * wish is from before, and its customers are in use again.
 */
export const redactShopWebhook: WebhookHandler = async (webhook) => {
  const { shopId, id, triggeredAt, installed } = webhook;
  if (installed) {
    const { rows } = await pool.query<{ back: boolean }>(
      'SELECT installed_at > $2 AS back FROM shop WHERE id = $1',
      [shopId, triggeredAt],
    );
    if (rows[0]?.back !== false) {
      return { kind: 'ignored', why: 'reinstalled' };
    }
    // That it has left was posted and got lost, or this was not posted by Shopify.
    const left = await confirmUninstall(webhook);
    if (left.kind === 'ignored' && left.why === 'still_installed') {
      return left;
    }
  }
  const { status } = await openCase(webhook, 'shop_redact', id);
  if (status !== 'open') {
    return { kind: 'ignored', why: 'already' };
  }
  await enqueue(pool, 'redact-shop', { shopId }, { key: `redact-shop:${shopId}` });
  return { kind: 'handled' };
};
