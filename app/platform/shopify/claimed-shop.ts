import { z } from 'zod';

const shopDomain = z.string().regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/);
const claims = z.object({ dest: z.string() });

/**
 * Which shop a request says it is from: the session token's `dest`, without checking its signature.
 *
 * DANGER: good for naming a lock or a log line. Who asks is known from `shopify.authenticate` alone.
 */
export function claimedShop(request: { url: string; headers: Headers }): string | undefined {
  const bearer = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  return shopOfToken(bearer ?? new URL(request.url).searchParams.get('id_token') ?? '');
}

/** The `dest` of a session token, as a shop's domain; its signature is not checked. */
export function shopOfToken(token: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return shopDomain.parse(new URL(claims.parse(payload).dest).hostname);
  } catch {
    return undefined;
  }
}
