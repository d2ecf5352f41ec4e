import { z } from 'zod';
import { gid } from '../../core/webhooks/gid.ts';
import type { Handled, Webhook } from '../webhooks/webhook.ts';
import { settlePurchase } from './settle-purchase.server.ts';
import { settleSubscriptions } from './settle-subscriptions.server.ts';

// Neither has a price in it, and either may be old: they say what to read and nothing else.
const purchasePayload = z.object({
  app_purchase_one_time: z.object({ admin_graphql_api_id: gid('AppPurchaseOneTime') }),
});
const subscriptionPayload = z.object({
  app_subscription: z.object({ admin_graphql_api_id: gid('AppSubscription') }),
});

/** `app_purchases_one_time/update` */
export async function purchaseWebhook({ shopId, installed, payload }: Webhook): Promise<Handled> {
  const parsed = purchasePayload.safeParse(payload);
  if (!parsed.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  if (!installed) {
    return { kind: 'ignored', why: 'not_installed' };
  }
  const settled = await settlePurchase(shopId, parsed.data.app_purchase_one_time.admin_graphql_api_id);
  switch (settled.kind) {
    case 'settled':
      return settled.changed ? { kind: 'handled' } : { kind: 'ignored', why: 'nothing_new' };
    case 'unknown':
      return { kind: 'ignored', why: 'unknown_charge' };
    default:
      return { kind: 'ignored', why: settled.kind };
  }
}

/** `app_subscriptions/update` */
export async function subscriptionWebhook({ shopId, installed, payload }: Webhook): Promise<Handled> {
  if (!subscriptionPayload.safeParse(payload).success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  if (!installed) {
    return { kind: 'ignored', why: 'not_installed' };
  }
  return (await settleSubscriptions(shopId)) ? { kind: 'handled' } : { kind: 'ignored', why: 'no_access' };
}
