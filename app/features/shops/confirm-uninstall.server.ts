import { log } from '../../platform/log.server.ts';
import { isStillInstalled } from '../../platform/shopify/ask-if-installed.server.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import { type Uninstalled, uninstallShop } from './uninstall-shop.server.ts';

/**
 * Ends what a webhook says has ended, when Shopify says so as well. The signature of a webhook covers neither its topic nor its
 * shop, and this is the one that cannot be taken back by reading anew.
 *
 * @throws when Shopify can't be asked: the webhook is tried again.
 */
export async function confirmUninstall(
  webhook: Pick<Webhook, 'id' | 'domain' | 'shopId' | 'installed' | 'triggeredAt'>,
): Promise<Uninstalled | { kind: 'ignored'; why: 'still_installed' }> {
  const { id, domain, shopId, installed, triggeredAt } = webhook;
  if (installed && (await isStillInstalled(domain))) {
    log.error(
      { alert: 'uninstall_not_confirmed', shopId, webhook: id },
      'a webhook says that a shop has removed the app, and its token still works: nothing was ended',
    );
    return { kind: 'ignored', why: 'still_installed' };
  }
  return await uninstallShop(domain, { id, triggeredAt });
}
