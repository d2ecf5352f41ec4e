import { createHash, createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** The answer of `POST /admin/oauth/access_token`, in Shopify's own words. */
export interface AccessTokenAnswer {
  access_token: string;
  scope: string;
  expires_in?: number;
  refresh_token?: string;
  refresh_token_expires_in?: number;
}

const ACCESS_TOKEN_S = 3_600;
const REFRESH_TOKEN_S = 90 * 86_400;

const contentSchema = z.object({
  kind: z.enum(['access', 'refresh']),
  shop: z.string(),
  id: z.string(),
  issuedAt: z.number(),
  /** Unix milliseconds; `null` for an offline token of the old kind, which lives until the app is uninstalled. */
  expiresAt: z.number().nullable(),
});
type TokenContent = z.infer<typeof contentSchema>;

export type TokenCheck = { valid: true; shop: string } | { valid: false; why: string };

/**
 * Issues and checks the tokens of the Admin API.
 *
 * A token is its own record, signed: it stays good when the stand-in is started again, as a real one would, and the
 * app under development keeps its sessions. Only rotation and revocation are remembered, in memory.
 */
export class TokenBook {
  readonly #secret: string;
  readonly #scope: string;
  readonly #now: () => Date;
  readonly #issued: TokenContent[] = [];
  readonly #uninstalled = new Map<string, { at: number; now: boolean }>();
  readonly #revokedBefore = new Map<string, number>();
  /** Old refresh token → what it was exchanged for: it may be repeated until that answer is used. */
  readonly #replacedBy = new Map<string, { answer: AccessTokenAnswer; used: boolean }>();

  constructor(options: { secret: string; scope: string; now?: () => Date }) {
    this.#secret = options.secret;
    this.#scope = options.scope;
    this.#now = options.now ?? (() => new Date());
  }

  /** New tokens for a shop that has the app; `expiring` as the app asked. */
  issue(shop: string, expiring: boolean): AccessTokenAnswer {
    if (!expiring) {
      return { access_token: this.#write('access', shop, null), scope: this.#scope };
    }
    return {
      access_token: this.#write('access', shop, ACCESS_TOKEN_S),
      scope: this.#scope,
      expires_in: ACCESS_TOKEN_S,
      refresh_token: this.#write('refresh', shop, REFRESH_TOKEN_S),
      refresh_token_expires_in: REFRESH_TOKEN_S,
    };
  }

  /**
   * A refresh token for a new pair. It is good once; a repetition (the answer was lost) gets the same pair again
   * until that pair's own refresh token has been used.
   */
  refresh(shop: string, token: string): { ok: true; answer: AccessTokenAnswer } | { ok: false; why: string } {
    const check = this.#check(token, 'refresh');
    if (!check.valid || check.shop !== shop) {
      return { ok: false, why: check.valid ? 'the refresh token is another shop’s' : check.why };
    }
    const before = this.#replacedBy.get(token);
    if (before !== undefined) {
      return before.used
        ? { ok: false, why: 'the refresh token was used before and its replacement is in use' }
        : { ok: true, answer: before.answer };
    }
    for (const replacement of this.#replacedBy.values()) {
      if (replacement.answer.refresh_token === token) {
        replacement.used = true;
      }
    }
    const answer = this.issue(shop, true);
    this.#replacedBy.set(token, { answer, used: false });
    return { ok: true, answer };
  }

  /** Whether an `X-Shopify-Access-Token` is good, and whose it is. */
  checkAccess(token: string): TokenCheck {
    return this.#check(token, 'access');
  }

  isInstalled(shop: string): boolean {
    return this.#uninstalled.get(shop)?.now !== true;
  }

  /** From here on every token of the shop is dead, also after the app has been installed again. */
  uninstall(shop: string): void {
    this.#uninstalled.set(shop, { at: this.#now().getTime(), now: true });
  }

  install(shop: string): void {
    const before = this.#uninstalled.get(shop);
    if (before !== undefined) {
      this.#uninstalled.set(shop, { ...before, now: false });
    }
  }

  /** Every access token issued so far answers 401, as when another exchange has replaced it; refreshing still works. */
  revokeAccessTokens(shop: string): void {
    this.#revokedBefore.set(shop, this.#now().getTime());
  }

  /** What this process issued, newest last, without the secret part. */
  list(): { kind: string; shop: string; issuedAt: string; expiresAt: string | null; valid: boolean }[] {
    return this.#issued.map((content) => ({
      kind: content.kind,
      shop: content.shop,
      issuedAt: new Date(content.issuedAt).toISOString(),
      expiresAt: content.expiresAt === null ? null : new Date(content.expiresAt).toISOString(),
      valid: this.#isDead(content) === undefined,
    }));
  }

  #write(kind: TokenContent['kind'], shop: string, lifetimeS: number | null): string {
    // Never the millisecond of an uninstall or revocation: the token would be born dead.
    const endedAt = Math.max(this.#uninstalled.get(shop)?.at ?? 0, this.#revokedBefore.get(shop) ?? 0);
    const issuedAt = Math.max(this.#now().getTime(), endedAt + 1);
    const expiresAt = lifetimeS === null ? null : issuedAt + lifetimeS * 1000;
    const content: TokenContent = { kind, shop, id: randomUUID(), issuedAt, expiresAt };
    this.#issued.push(content);
    const body = Buffer.from(JSON.stringify(content)).toString('base64url');
    return `${kind === 'access' ? 'shpat' : 'shprt'}_${body}_${this.#seal(body)}`;
  }

  #check(token: string, kind: TokenContent['kind']): TokenCheck {
    const [, body = '', seal = ''] = /^shp[ar]t_(.+)_([0-9a-f]{32})$/.exec(token) ?? [];
    if (body === '' || !timingSafeEqual(Buffer.from(seal), Buffer.from(this.#seal(body)))) {
      return { valid: false, why: 'Invalid API key or access token (unrecognized login or wrong password)' };
    }
    const content = contentSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString()));
    const dead = content.kind === kind ? this.#isDead(content) : `this is not a token for ${kind}`;
    return dead === undefined ? { valid: true, shop: content.shop } : { valid: false, why: dead };
  }

  #isDead(content: TokenContent): string | undefined {
    const uninstalled = this.#uninstalled.get(content.shop);
    if (uninstalled !== undefined && (uninstalled.now || content.issuedAt <= uninstalled.at)) {
      return 'the app was uninstalled';
    }
    if (content.expiresAt !== null && content.expiresAt <= this.#now().getTime()) {
      return 'the token has expired';
    }
    const revokedBefore = this.#revokedBefore.get(content.shop);
    if (content.kind === 'access' && revokedBefore !== undefined && content.issuedAt <= revokedBefore) {
      return 'a newer token has replaced this one';
    }
    return undefined;
  }

  #seal(body: string): string {
    const key = createHash('sha256').update(`token book ${this.#secret}`).digest();
    return createHmac('sha256', key).update(body).digest('hex').slice(0, 32);
  }
}
