import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The claims of an App Bridge session token, as shopify.dev "Session tokens" lists them; times in Unix seconds. */
const claimsSchema = z.object({
  iss: z.string(),
  dest: z.string(),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
  iat: z.number(),
  jti: z.string(),
  sid: z.string(),
});
export type SessionTokenClaims = z.infer<typeof claimsSchema>;

export interface AppCredentials {
  apiKey: string;
  apiSecret: string;
}

export interface SessionTokenOptions extends AppCredentials {
  /** `demo.myshopify.com` */
  shop: string;
  now?: Date;
  /** Claims to replace, for tests of expired or foreign tokens. */
  overrides?: Partial<SessionTokenClaims>;
}

/** Shopify's session tokens live one minute. */
const LIFETIME_S = 60;
/** The person in the demo admin; the same one every time. */
export const STAFF_MEMBER = { id: 42, name: 'Eleni Papadopoulou', email: 'eleni@example.com' } as const;

/** A session token as App Bridge gets it from Shopify: a JWT signed with the app's secret, HS256. */
export function mintSessionToken(options: SessionTokenOptions): string {
  const now = Math.floor((options.now ?? new Date()).getTime() / 1000);
  const claims: SessionTokenClaims = {
    iss: `https://${options.shop}/admin`,
    dest: `https://${options.shop}`,
    aud: options.apiKey,
    sub: String(STAFF_MEMBER.id),
    exp: now + LIFETIME_S,
    nbf: now,
    iat: now,
    jti: randomUUID(),
    sid: randomUUID(),
    ...options.overrides,
  };
  const content = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${sign(content, options.apiSecret)}`;
}

export type SessionTokenCheck = { valid: true; shop: string } | { valid: false; why: string };

/** What Shopify's token exchange asks of a session token: signature, time and the app it was made for. */
export function checkSessionToken(token: string, app: AppCredentials, now: Date): SessionTokenCheck {
  const [header = '', payload = '', signature = ''] = token.split('.');
  const expected = Buffer.from(sign(`${header}.${payload}`, app.apiSecret));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    return { valid: false, why: 'the signature was not made with this app’s secret' };
  }
  const claims = claimsSchema.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  if (!claims.success) {
    return { valid: false, why: 'a claim is missing' };
  }
  const seconds = now.getTime() / 1000;
  if (claims.data.exp < seconds || claims.data.nbf > seconds + 10) {
    return { valid: false, why: 'the token is expired or not valid yet' };
  }
  if (claims.data.aud !== app.apiKey) {
    return { valid: false, why: 'the token was made for another app' };
  }
  return { valid: true, shop: new URL(claims.data.dest).hostname };
}

export interface OpenAppOptions extends SessionTokenOptions {
  /** Where the app listens: `http://127.0.0.1:3000`. */
  appUrl: string;
  /** The page to open, `/app` when left out; may carry a query. */
  path?: string;
  /** Language of the admin, `en` when left out. */
  locale?: string;
}

/**
 * The address by which Shopify's admin loads a page of the app: shop, host, language, a fresh session token and the
 * `hmac` over all of it. It can be opened for a minute.
 */
export function openAppUrl(options: OpenAppOptions): string {
  const url = new URL(options.path ?? '/app', options.appUrl);
  const now = options.now ?? new Date();
  const params: Record<string, string> = {
    embedded: '1',
    host: hostParam(options.shop),
    id_token: mintSessionToken(options),
    locale: options.locale ?? 'en',
    session: createHmac('sha256', options.apiSecret).update(options.shop).digest('hex'),
    shop: options.shop,
    timestamp: String(Math.floor(now.getTime() / 1000)),
  };
  const signed = new URLSearchParams(params);
  signed.sort();
  for (const [name, value] of Object.entries(params)) {
    url.searchParams.set(name, value);
  }
  url.searchParams.set(
    'hmac',
    createHmac('sha256', options.apiSecret).update(signed.toString()).digest('hex'),
  );
  return url.href;
}

/** `admin.shopify.com/store/demo`, as the `host` parameter carries it: base64 without padding. */
function hostParam(shop: string): string {
  return Buffer.from(`admin.shopify.com/store/${shop.replace(/\.myshopify\.com$/, '')}`)
    .toString('base64')
    .replace(/=+$/, '');
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function sign(content: string, secret: string): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}
