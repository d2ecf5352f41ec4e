import { customerInPayload } from '../../core/contacts/customer-in-payload.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked } from '../../platform/event-store.server.ts';
import type { Handled, Webhook } from '../webhooks/webhook.ts';
import { markDeleted } from './mark-deleted.server.ts';

/** customers/delete. A customer's id is never given again, so a deletion can't be stale. */
export async function deletedCustomerWebhook({ shopId, payload }: Webhook): Promise<Handled> {
  const parsed = customerInPayload.safeParse(payload);
  if (!parsed.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  await withTransaction(async (tx) => {
    const events = await markDeleted(tx, shopId, [parsed.data]);
    if (events.length > 0) {
      await appendLocked(tx, events);
    }
  });
  await pool.query('DELETE FROM customer_to_read WHERE shop_id = $1 AND shopify_id = $2', [
    shopId,
    parsed.data,
  ]);
  return { kind: 'handled' };
}
