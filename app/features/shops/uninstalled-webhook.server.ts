import type { WebhookHandler } from '../webhooks/webhook.ts';
import { uninstallShop } from './uninstall-shop.server.ts';

/** app/uninstalled. Its payload is the shop, of which nothing is needed. */
export const uninstalledWebhook: WebhookHandler = async ({ domain, id, triggeredAt }) => {
  const result = await uninstallShop(domain, { id, triggeredAt });
  return result.kind === 'ignored' ? result : { kind: 'handled' };
};
