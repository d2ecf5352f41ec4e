import { z } from 'zod';
import { gid } from '../../core/webhooks/gid.ts';
import { withTransaction } from '../../platform/database.server.ts';
import { appendLocked } from '../../platform/event-store.server.ts';
import type { Handled, Webhook } from '../webhooks/webhook.ts';
import { hintRead } from './ask-to-read.server.ts';
import { mergeContacts } from './merge-contacts.server.ts';

const payloadSchema = z.object({
  status: z.string().max(100),
  admin_graphql_api_customer_kept_id: gid('Customer'),
  admin_graphql_api_customer_deleted_id: gid('Customer'),
});

/** customers/merge: Shopify also tells of merges that are asked for or have failed. */
export async function mergedCustomersWebhook({ shopId, installed, payload }: Webhook): Promise<Handled> {
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  if (parsed.data.status.toLowerCase() !== 'completed') {
    return { kind: 'ignored', why: 'not_completed' };
  }
  const ids = {
    keptId: parsed.data.admin_graphql_api_customer_kept_id,
    deletedId: parsed.data.admin_graphql_api_customer_deleted_id,
  };
  const merged = await withTransaction(async (tx) => {
    const events = await mergeContacts(tx, shopId, ids);
    if (events !== undefined && events.length > 0) {
      await appendLocked(tx, events);
    }
    return events !== undefined;
  });
  if (!merged) {
    return { kind: 'ignored', why: 'already' };
  }
  if (installed) {
    await hintRead(shopId);
  }
  return { kind: 'handled' };
}
