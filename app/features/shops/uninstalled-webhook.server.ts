import type { WebhookHandler } from '../webhooks/webhook.ts';
import { confirmUninstall } from './confirm-uninstall.server.ts';

/** app/uninstalled. Its payload is the shop, of which nothing is needed. */
export const uninstalledWebhook: WebhookHandler = async (webhook) => {
  const result = await confirmUninstall(webhook);
  return result.kind === 'ignored' ? result : { kind: 'handled' };
};
