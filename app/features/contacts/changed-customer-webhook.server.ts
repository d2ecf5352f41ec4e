import { z } from 'zod';
import { customerInPayload } from '../../core/contacts/customer-in-payload.ts';
import { gid } from '../../core/webhooks/gid.ts';
import { pool } from '../../platform/database.server.ts';
import type { Webhook, WebhookHandler } from '../webhooks/webhook.ts';
import { askToRead, hintRead } from './ask-to-read.server.ts';

/** A webhook about a customer only says whom to read: it may be late or stale, and has neither consent nor tags. */
const readAnew =
  (idOf: z.ZodType<string | null>): WebhookHandler =>
  async (webhook: Webhook) => {
    if (!webhook.installed) {
      return { kind: 'ignored', why: 'uninstalled' };
    }
    const parsed = idOf.safeParse(webhook.payload);
    if (!parsed.success) {
      return { kind: 'ignored', why: 'unreadable' };
    }
    if (parsed.data === null) {
      return { kind: 'ignored', why: 'no_customer' };
    }
    await askToRead(pool, webhook.shopId, [parsed.data]);
    await hintRead(webhook.shopId);
    return { kind: 'handled' };
  };

/** customers/create, customers/update. */
export const changedCustomerWebhook = readAnew(customerInPayload);

/** customer.tags_added, customer.tags_removed, customers/purchasing_summary. */
export const taggedCustomerWebhook = readAnew(
  z.object({ customerId: gid('Customer') }).transform((payload) => payload.customerId),
);

/** orders/create, orders/cancelled, checkouts/create, checkouts/update: somebody without an account has none. */
export const buyingCustomerWebhook = readAnew(
  z.object({ customer: customerInPayload.nullish() }).transform((payload) => payload.customer ?? null),
);
