import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';

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

const headersSchema = z.object({
  id: z.string().min(1).max(200),
  topic: z.string().min(1).max(200),
  domain: z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/),
});

/**
 * Checks who sent a webhook. Shopify signs the bytes of the body with the app's secret, and for up to an hour after a secret
 * was replaced still with the one before. (shopify.dev: "Verify webhook deliveries".)
 *
 * @param secrets the app's secret, then the one before where there is one.
 * @returns 'forged' for a signature that is missing or wrong, 'unreadable' for a signed one without its headers.
 */
export function readWebhook(
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly string[],
): { kind: 'read'; webhook: ReceivedWebhook } | { kind: 'forged' | 'unreadable' } {
  if (!isSigned(body, headerOf(headers, 'hmac-sha256') ?? '', secrets)) {
    return { kind: 'forged' };
  }
  const parsed = headersSchema.safeParse({
    id: headerOf(headers, 'webhook-id'),
    topic: headerOf(headers, 'topic'),
    domain: headerOf(headers, 'shop-domain')?.toLowerCase(),
  });
  const text = body.toString('utf8');
  // PostgreSQL keeps no NUL in a text, and JSON has none.
  if (!parsed.success || text.includes('\0')) {
    return { kind: 'unreadable' };
  }
  const triggeredAt = new Date(headerOf(headers, 'triggered-at') ?? Number.NaN);
  return {
    kind: 'read',
    webhook: {
      ...parsed.data,
      triggeredAt: Number.isNaN(triggeredAt.getTime()) ? new Date() : triggeredAt,
      body: text,
    },
  };
}

function isSigned(body: Buffer, signature: string, secrets: readonly string[]): boolean {
  const given = Buffer.from(signature, 'base64');
  return secrets.some((secret) => {
    const right = createHmac('sha256', secret).update(body).digest();
    return given.length === right.length && timingSafeEqual(given, right);
  });
}

/** Shopify's newer events name the same headers without the X. */
function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[`x-shopify-${name}`] ?? headers[`shopify-${name}`];
  return Array.isArray(value) ? value[0] : value;
}
