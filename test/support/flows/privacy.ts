import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { emailHmac } from '../../../app/features/compliance/email-hmac.server.ts';
import { handlers } from '../../../app/features/webhooks/handlers.server.ts';
import type { Handled } from '../../../app/features/webhooks/webhook.ts';
import { pool } from '../../../app/platform/database.server.ts';

export type Posted = { id?: string; triggeredAt?: Date };

/** A webhook of a shop, handed to its handler as the inbox does: the payload parsed, the shop looked up. */
export async function postWebhook(
  shopId: number,
  topic: string,
  payload: unknown,
  posted: Posted = {},
): Promise<Handled> {
  const handler = handlers[topic];
  const { rows } = await pool.query<{ domain: string; installed: boolean }>(
    'SELECT domain, uninstalled_at IS NULL AS installed FROM shop WHERE id = $1',
    [shopId],
  );
  const shop = rows[0];
  if (handler === undefined || shop === undefined) {
    throw new Error(`nothing handles ${topic} of shop ${shopId}`);
  }
  return await handler({
    id: posted.id ?? randomUUID(),
    topic,
    shopId,
    domain: shop.domain,
    installed: shop.installed,
    triggeredAt: posted.triggeredAt ?? new Date(),
    payload,
  });
}

/** Gives a contact what Shopify knows her by. */
export async function knownAs(
  shopId: number,
  contactId: number,
  { shopifyId, email }: { shopifyId?: string; email?: string },
): Promise<void> {
  const { rowCount } = await pool.query(
    'UPDATE contact SET shopify_id = coalesce($3, shopify_id), email_hmac = $4 WHERE shop_id = $1 AND id = $2',
    [shopId, contactId, shopifyId ?? null, email === undefined ? null : (await emailHmac(shopId))(email)],
  );
  expect(rowCount).toBe(1);
}

/** The cases of a shop, oldest first. */
export async function casesOf(shopId: number) {
  const { rows } = await pool.query<{
    id: number;
    kind: string;
    status: string;
    contacts: number[];
    erased: number;
    days: number;
    by: string | null;
  }>(
    `SELECT id, kind, status, to_json(contact_ids) AS contacts, erased, closed_by AS by,
            round(extract(epoch FROM due_at - now()) / 86400)::integer AS days
     FROM privacy_case WHERE shop_id = $1 ORDER BY id`,
    [shopId],
  );
  return rows;
}
