import { z } from 'zod';

/** The names under which Shopify's payloads carry the domain of the shop that they are of. */
const named = z
  .object({ myshopify_domain: z.unknown(), shop_domain: z.unknown(), shopify_domain: z.unknown() })
  .partial();

/** Topics whose payload always names its shop; without that they are somebody else's words. (shopify.dev: compliance webhooks) */
const alwaysNamed = new Set(['customers/data_request', 'customers/redact', 'shop/redact']);

/**
 * Whether a payload may be of a shop: wherever it names one, it is this one. Only the payload is signed, so it is believed and
 * the header beside it is not.
 *
 * @param body JSON, an object.
 * @param domain of the header, in small letters.
 */
export function shopInBody(topic: string, body: string, domain: string): boolean {
  const names = Object.values(named.parse(JSON.parse(body))).filter((name) => typeof name === 'string');
  return (
    names.every((name) => name.toLowerCase() === domain) && (names.length > 0 || !alwaysNamed.has(topic))
  );
}
