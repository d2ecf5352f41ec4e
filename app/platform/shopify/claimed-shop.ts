import { z } from 'zod';

export const shopDomain = z
  .string()
  .max(100)
  .regex(/^[a-z0-9][a-z0-9-]*\.myshopify\.com$/);
const claims = z.object({ dest: z.string().max(500) });

/**
 * The `dest` of a session token, as a shop's domain.
 *
 * DANGER: its signature is not checked, so this is good for a log line and for nothing else. Who asks is known from judgeToken.
 */
export function shopOfToken(token: string): string | undefined {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return shopDomain.parse(new URL(claims.parse(payload).dest).hostname);
  } catch {
    return undefined;
  }
}
