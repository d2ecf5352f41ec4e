import type { ActionFunctionArgs } from '@remix-run/node';
import { changeScopes, scopesUpdate } from '../features/shops/change-scopes.server.ts';
import { uninstallShop } from '../features/shops/uninstall-shop.server.ts';
import { log } from '../platform/log.server.ts';
import { webhooks } from '../platform/shopify/shopify.server.ts';

/** app/uninstalled and app/scopes_update. The shop is the one that the signature covers. */
export async function action({ request }: ActionFunctionArgs) {
  const { shop, topic, webhookId, triggeredAt, payload } = await webhooks.webhook(request);
  switch (topic) {
    case 'APP_UNINSTALLED':
      await uninstallShop(shop, { id: webhookId, triggeredAt: time(triggeredAt) });
      return new Response();
    case 'APP_SCOPES_UPDATE':
      await changeScopes(shop, scopesUpdate.parse(payload).current);
      return new Response();
    default:
      log.warn(
        { shop, topic },
        'a webhook of this topic is not handled here; shopify.app.toml names the wrong address',
      );
      return new Response(null, { status: 404 });
  }
}

/** When it happened; without a readable time, now. */
function time(triggeredAt: string | undefined): Date {
  const at = new Date(triggeredAt ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? new Date() : at;
}
