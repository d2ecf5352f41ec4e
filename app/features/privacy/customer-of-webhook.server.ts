import { z } from 'zod';
import { normalisePhone } from '../../core/contacts/phone-number.ts';
import { gid } from '../../core/webhooks/gid.ts';
import { pool } from '../../platform/database.server.ts';
import { log } from '../../platform/log.server.ts';
import type { Webhook } from '../webhooks/webhook.ts';
import type { Named } from './find-person.server.ts';

const text = z.string().max(500).nullish();
const payloadOfCustomer = z.object({
  customer: z.object({ id: gid('Customer').nullish(), email: text, phone: text }),
  data_request: z.object({ id: z.union([z.int(), z.string().min(1).max(100)]) }).nullish(),
});

/**
 * Whom a compliance webhook is about. Its number is as somebody typed it, so it is read as one of the shop's country.
 *
 * @returns undefined, with an alert, when it cannot be read: somebody has to look at it, and nobody else will.
 */
export async function customerOf(webhook: Webhook): Promise<{ named: Named; request: string } | undefined> {
  const parsed = payloadOfCustomer.safeParse(webhook.payload);
  if (!parsed.success) {
    log.error(
      {
        alert: 'privacy_request_unreadable',
        shopId: webhook.shopId,
        webhook: webhook.id,
        topic: webhook.topic,
        // Where, not what: the values are hers.
        problems: parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`),
      },
      'a request about a person’s data could not be read',
    );
    return undefined;
  }
  const { customer, data_request } = parsed.data;
  const { rows } = await pool.query<{ country: string }>('SELECT country FROM shop WHERE id = $1', [
    webhook.shopId,
  ]);
  const phone = normalisePhone(customer.phone ?? null, rows[0]?.country ?? '');
  return {
    named: {
      shopifyId: customer.id ?? null,
      phone: phone.ok ? Number(phone.e164.slice(1)) : null,
      email: customer.email ?? null,
    },
    request: data_request == null ? webhook.id : String(data_request.id),
  };
}
