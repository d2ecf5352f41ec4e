import { z } from 'zod';
import { normalisePhone } from '../../core/contacts/phone-number.ts';
import { gid } from '../../core/webhooks/gid.ts';
import { pool, withTransaction } from '../../platform/database.server.ts';
import { appendLocked } from '../../platform/event-store.server.ts';
import type { Handled, Webhook } from '../webhooks/webhook.ts';
import { askToRead, hintRead } from './ask-to-read.server.ts';
import { withdrawConsent } from './withdraw-consent.server.ts';

const payloadSchema = z.object({
  id: gid('Customer'),
  phone: z.string().max(100).nullish(),
  sms_marketing_consent: z
    .object({
      state: z.string().max(100).nullish(),
      consent_updated_at: z.iso.datetime({ offset: true }).nullish().catch(null),
    })
    .nullish(),
});

/**
 * customers_marketing_consent/update. A no holds at once, by its own time. Everything else only says that she is to be read:
 * a yes is taken from Shopify's answer and never from here, absent or null is not a no, and a word that we do not know is
 * neither.
 */
export async function consentWebhook(webhook: Webhook): Promise<Handled> {
  const parsed = payloadSchema.safeParse(webhook.payload);
  if (!parsed.success) {
    return { kind: 'ignored', why: 'unreadable' };
  }
  const { id: named, phone, sms_marketing_consent: consent } = parsed.data;
  const { shopId } = webhook;
  const { country, shopifyId } = await whom(shopId, named);
  if (isNo(consent?.state)) {
    const number = normalisePhone(phone ?? null, country);
    const at = consent?.consent_updated_at ?? null;
    await withTransaction(async (tx) => {
      const events = await withdrawConsent(tx, shopId, {
        shopifyId,
        phone: number.ok ? Number(number.e164.slice(1)) : null,
        at: at === null ? webhook.triggeredAt : new Date(at),
      });
      if (events.length > 0) {
        await appendLocked(tx, events);
      }
    });
  }
  if (webhook.installed) {
    await askToRead(pool, shopId, [shopifyId]);
    await hintRead(shopId);
  }
  return { kind: 'handled' };
}

const isNo = (state: string | null | undefined): boolean =>
  state?.toLowerCase() === 'unsubscribed' || state?.toLowerCase() === 'redacted';

/** The customer that is meant, which may have become another one. */
async function whom(shopId: number, named: string): Promise<{ country: string; shopifyId: string }> {
  const { rows } = await pool.query<{ country: string; shopify_id: string | null }>(
    `SELECT s.country, c.shopify_id FROM shop s
     LEFT JOIN contact_alias a ON a.shop_id = s.id AND a.shopify_id = $2
     LEFT JOIN contact c ON c.shop_id = a.shop_id AND c.id = a.contact_id
     WHERE s.id = $1`,
    [shopId, named],
  );
  return { country: rows[0]?.country ?? '', shopifyId: rows[0]?.shopify_id ?? named };
}
