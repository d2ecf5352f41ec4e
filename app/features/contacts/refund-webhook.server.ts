import { z } from 'zod';
import { gid } from '../../core/webhooks/gid.ts';
import { pool } from '../../platform/database.server.ts';
import { askAdmin } from '../../platform/shopify/admin-api.server.ts';
import { customerOfOrderQuery } from '../../platform/shopify/order-queries.ts';
import type { Handled, Webhook } from '../webhooks/webhook.ts';
import { askToRead, hintRead } from './ask-to-read.server.ts';

const payloadSchema = z.object({ order_id: gid('Order') });
const answer = z.object({
  order: z.object({ customer: z.object({ id: z.string().max(100) }).nullable() }).nullable(),
});

/** refunds/create: names an order and nobody. Whose it was is asked, and what she has spent is then read anew. */
export async function refundWebhook({ shopId, domain, installed, payload }: Webhook): Promise<Handled> {
  if (!installed) {
    return { kind: 'ignored', why: 'uninstalled' };
  }
  const parsed = payloadSchema.safeParse(payload);
  if (!parsed.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const asked = await askAdmin(domain, customerOfOrderQuery, { id: parsed.data.order_id }, answer);
  if (asked.kind === 'no_access') {
    return { kind: 'ignored', why: 'no_access' };
  }
  const customer = asked.data.order?.customer;
  if (customer === null || customer === undefined) {
    return { kind: 'ignored', why: 'no_customer' };
  }
  await askToRead(pool, shopId, [customer.id]);
  await hintRead(shopId);
  return { kind: 'handled' };
}
