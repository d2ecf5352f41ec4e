import { Session, type shopifyApp } from '@shopify/shopify-app-remix/server';
import { DecryptionError, decrypt, encrypt } from '../encryption.server.ts';
import { log } from '../log.server.ts';
import { prisma } from '../prisma.server.ts';

type SessionStorage = NonNullable<Parameters<typeof shopifyApp>[0]['sessionStorage']>;
type Row = NonNullable<Awaited<ReturnType<typeof prisma.session.findUnique>>>;

/**
 * Shopify's sessions in the table "Session", both tokens encrypted, each bound to its row and column.
 *
 * Our own rather than Shopify's Prisma storage, which keeps tokens in clear, writes to console, asks the database
 * while it is being imported, and stays broken for good when the database was away at that moment.
 */
export const sessionStorage: SessionStorage = {
  async storeSession(session) {
    if (session.isOnline) {
      throw new Error(
        `an online session of ${session.shop} was to be stored: this app asks for offline tokens only`,
      );
    }
    const row = {
      shop: session.shop,
      state: session.state,
      scope: session.scope ?? null,
      expires: session.expires ?? null,
      // Empty when Shopify answered 401: the library then exchanges a new token at the next request.
      accessToken: seal(session.accessToken, `access token of ${session.id}`) ?? '',
      refreshToken: seal(session.refreshToken, `refresh token of ${session.id}`),
      refreshTokenExpires: session.refreshTokenExpires ?? null,
    };
    await prisma.session.upsert({
      where: { id: session.id },
      create: { id: session.id, ...row },
      update: row,
    });
    return true;
  },
  async loadSession(id) {
    const row = await prisma.session.findUnique({ where: { id } });
    return row === null ? undefined : toSession(row);
  },
  async deleteSession(id) {
    await prisma.session.deleteMany({ where: { id } });
    return true;
  },
  async deleteSessions(ids) {
    await prisma.session.deleteMany({ where: { id: { in: ids } } });
    return true;
  },
  async findSessionsByShop(shop) {
    const rows = await prisma.session.findMany({ where: { shop }, orderBy: { expires: 'desc' }, take: 25 });
    return rows.flatMap((row) => toSession(row) ?? []);
  },
};

/** `undefined` when the tokens can't be read: the session is then made anew by a token exchange, as if it were lost. */
function toSession(row: Row): Session | undefined {
  try {
    return new Session({
      id: row.id,
      shop: row.shop,
      state: row.state,
      isOnline: false,
      ...present('scope', row.scope),
      ...present('expires', row.expires),
      ...present('accessToken', unseal(row.accessToken, `access token of ${row.id}`)),
      ...present('refreshToken', unseal(row.refreshToken, `refresh token of ${row.id}`)),
      ...present('refreshTokenExpires', row.refreshTokenExpires),
    });
  } catch (error) {
    if (!(error instanceof DecryptionError)) {
      throw error;
    }
    log.error(
      { shop: row.shop, reason: error.message },
      'a Shopify session is unreadable and is treated as missing',
    );
    return undefined;
  }
}

const seal = (token: string | undefined, purpose: string): string | null =>
  token === undefined || token === '' ? null : encrypt(token, purpose);

const unseal = (sealed: string | null, purpose: string): string | null =>
  sealed === null || sealed === '' ? null : decrypt(sealed, purpose);

/** A property only when there is a value: Session takes absent, not null. */
function present<K extends string, V>(key: K, value: V | null): { [P in K]?: V } {
  // The compiler does not follow a computed key into a mapped type.
  return (value === null ? {} : { [key]: value }) as { [P in K]?: V };
}
