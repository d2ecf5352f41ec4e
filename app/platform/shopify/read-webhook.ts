import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import { isTooDeep } from '../../core/json-depth.ts';
import { shopInBody } from '../../core/webhooks/shop-in-body.ts';

/** Where Shopify posts all of its webhooks: the `uri` in shopify.app.toml. */
export const webhooksPath = '/webhooks';

/** One delivery, as it came; `body` is its text, whose signature was right. */
export type ReceivedWebhook = {
  id: string;
  topic: string;
  domain: string;
  triggeredAt: Date;
  body: string;
};

export type ReadWebhook =
  | { kind: 'read'; webhook: ReceivedWebhook }
  | { kind: 'forged' }
  /** Signed with the app's secret and no webhook of Shopify's all the same; `why` is for whoever posted it. */
  | { kind: 'unreadable'; status: 400 | 401; why: string };

const headersSchema = z.object({
  /** Shopify's are UUIDs; the inbox may add a digest to it. */
  id: z.string().min(1).max(120),
  topic: z.string().min(1).max(100),
  domain: z
    .string()
    .max(100)
    .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
});

/** Shopify repeats a delivery for up to 48 hours, and says when it was triggered first. */
const OLDEST_MS = 49 * 3_600_000;
/** How far its clock and ours may differ. */
const AHEAD_MS = 10 * 60_000;

/** HMAC-SHA256 in base64, as Shopify writes it: 43 characters that carry its 32 bytes, and one to fill up. */
const SIGNATURE = /^[A-Za-z0-9+/]{43}=$/;

/** Whether there is what looks like a signature, once. It costs nothing to look, and says nothing of who sent it. */
export function isSignature(headers: IncomingHttpHeaders): boolean {
  return SIGNATURE.test(headerOf(headers, 'hmac-sha256') ?? '');
}

/**
 * Checks who sent a webhook. Shopify signs the bytes of the body with the app's secret, and for up to an hour after a secret
 * was replaced still with the one before. (shopify.dev: "Verify webhook deliveries".)
 *
 * DANGER: session tokens and the addresses of the admin are signed with the same secret, and every merchant has some; and only
 * the body is signed, so topic, shop, id and time are words of whoever posts. So only a JSON object is a webhook, which those are
 * not, and where the body names its shop, that is the shop.
 *
 * @param secrets the app's secret, then the one before where there is one.
 */
export function readWebhook(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly string[],
  now: Date,
): ReadWebhook {
  if (!isSignature(headers) || !isSigned(body, headerOf(headers, 'hmac-sha256') ?? '', secrets)) {
    return { kind: 'forged' };
  }
  const text = body.toString('utf8');
  // PostgreSQL keeps no NUL in a text, and JSON has none.
  if (!isObject(text) || text.includes('\0')) {
    return { kind: 'unreadable', status: 401, why: 'The body is no JSON object.' };
  }
  const parsed = headersSchema.safeParse({
    id: headerOf(headers, 'webhook-id'),
    topic: headerOf(headers, 'topic'),
    domain: headerOf(headers, 'shop-domain')?.toLowerCase(),
  });
  if (!parsed.success) {
    const why = 'X-Shopify-Topic, -Shop-Domain and -Webhook-Id are needed, once each.';
    return { kind: 'unreadable', status: 400, why };
  }
  const { topic, domain } = parsed.data;
  const triggeredAt = new Date(headerOf(headers, 'triggered-at') ?? now);
  const age = now.getTime() - triggeredAt.getTime();
  if (!(age <= OLDEST_MS && age >= -AHEAD_MS)) {
    return { kind: 'unreadable', status: 400, why: 'X-Shopify-Triggered-At is too long ago, or ahead.' };
  }
  if (!shopInBody(topic, text, domain)) {
    return {
      kind: 'unreadable',
      status: 401,
      why: 'The body is of another shop than X-Shopify-Shop-Domain.',
    };
  }
  return { kind: 'read', webhook: { ...parsed.data, triggeredAt, body: text } };
}

function isSigned(body: Buffer, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature, 'base64');
  return secrets.some((secret) => timingSafeEqual(given, createHmac('sha256', secret).update(body).digest()));
}

function isObject(text: string): boolean {
  if (!/^\s*\{/.test(text) || isTooDeep(text)) {
    return false;
  }
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Shopify's newer events name the same headers without the X. Undefined where a header came twice. */
function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[`x-shopify-${name}`] ?? headers[`shopify-${name}`];
  return typeof value === 'string' && !value.includes(',') ? value : undefined;
}
