import './shopify-fetch.server.ts';
import { shopifyApi } from '@shopify/shopify-api';
import { z } from 'zod';
import { env } from '../env.server.ts';
import { shopDomain } from './claimed-shop.ts';
import { apiVersion } from './shopify.server.ts';

/** For its check of tokens alone, which asks nobody. */
const { session } = shopifyApi({
  apiKey: env.SHOPIFY_API_KEY,
  apiSecretKey: env.SHOPIFY_API_SECRET,
  hostName: new URL(env.SHOPIFY_APP_URL).host,
  apiVersion,
  isEmbeddedApp: true,
  isTesting: false,
});

export type JudgedToken =
  /** Of that shop, by Shopify's word. */
  | { kind: 'verified'; shop: string }
  /** There is none, or it is not valid (any more): the library knows where to send such a request. */
  | { kind: 'none' }
  /** Signed by Shopify and no session token all the same: something else of its is used as one. */
  | { kind: 'refused' };

/** They live one minute; this leaves room for clocks. */
const LIFETIME_MOST_S = 600;

/** An address of a shop, as its domain. */
const host = z
  .string()
  .max(500)
  .transform((address) => (URL.canParse(address) ? new URL(address).host : ''))
  .pipe(shopDomain);

const claimsSchema = z
  .object({
    iss: host,
    dest: host,
    sub: z.string().min(1).max(200),
    iat: z.number().optional(),
    exp: z.number(),
  })
  .refine(({ iss, dest }) => iss === dest);

/**
 * Whose session token a request carries, before anything is looked up or locked for it: looking costs a hash, and everything behind
 * it more. Beside the library's checks, the claims that it takes on trust.
 */
export async function judgeToken(
  request: { url: string; headers: Headers },
  now = Date.now(),
): Promise<JudgedToken> {
  const bearer = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  const token = bearer ?? new URL(request.url).searchParams.get('id_token') ?? '';
  if (token === '') {
    return { kind: 'none' };
  }
  let payload: unknown;
  try {
    payload = await session.decodeSessionToken(token);
  } catch {
    return { kind: 'none' };
  }
  const claims = claimsSchema.safeParse(payload);
  if (!claims.success || claims.data.exp > now / 1000 + LIFETIME_MOST_S) {
    return { kind: 'refused' };
  }
  return { kind: 'verified', shop: claims.data.dest };
}
