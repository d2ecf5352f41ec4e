import { abstractFetch } from '@shopify/shopify-api/runtime';
import { Session } from '@shopify/shopify-app-remix/server';
import { z } from 'zod';
import { env } from '../env.server.ts';
import { sessionStorage } from './session-storage.server.ts';
import { apiVersion } from './shopify.server.ts';

const renewed = z.object({
  access_token: z.string().min(1),
  scope: z.string().default(''),
  expires_in: z.number().positive(),
  refresh_token: z.string().min(1),
  refresh_token_expires_in: z.number().positive().optional(),
});

/**
 * Whether Shopify still takes the shop's own token, which it stops doing when the app is uninstalled. Not by `askAdmin`: the library
 * tells a refusal and an outage apart while it renews a token no more than we could.
 *
 * @returns false also when there is no token to ask with: then nothing of Shopify's can be used for the shop anyway.
 * @throws when Shopify does not answer, or says that it is down: nobody knows, so ask again later.
 */
export async function isStillInstalled(shop: string): Promise<boolean> {
  const session = await sessionStorage.loadSession(`offline_${shop}`);
  if (session?.accessToken === undefined) {
    return false;
  }
  const fresh = session.expires === undefined || session.expires.getTime() > Date.now();
  return (fresh && (await isTaken(shop, session.accessToken))) || (await isRenewed(session));
}

async function isTaken(shop: string, accessToken: string): Promise<boolean> {
  const answer = await abstractFetch(`https://${shop}/admin/api/${apiVersion}/graphql.json`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-shopify-access-token': accessToken },
    body: JSON.stringify({ query: '{ shop { id } }' }),
  });
  return said(answer, 'a query');
}

async function isRenewed(session: Session): Promise<boolean> {
  if (session.refreshToken === undefined) {
    return false;
  }
  const answer = await abstractFetch(`https://${session.shop}/admin/oauth/access_token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: env.SHOPIFY_API_KEY,
      client_secret: env.SHOPIFY_API_SECRET,
      grant_type: 'refresh_token',
      refresh_token: session.refreshToken,
    }),
  });
  if (!said(answer, 'a refresh')) {
    return false;
  }
  // The one before is used up: without these the shop would be locked out by our question.
  const { access_token, scope, expires_in, refresh_token, refresh_token_expires_in } = renewed.parse(
    await answer.json(),
  );
  const after = (seconds: number) => new Date(Date.now() + seconds * 1000);
  await sessionStorage.storeSession(
    new Session({
      id: session.id,
      shop: session.shop,
      state: session.state,
      isOnline: false,
      scope,
      accessToken: access_token,
      expires: after(expires_in),
      refreshToken: refresh_token,
      ...(refresh_token_expires_in === undefined
        ? {}
        : { refreshTokenExpires: after(refresh_token_expires_in) }),
    }),
  );
  return true;
}

/** Yes, no, or an error where it was neither. A shop that has not paid (402) or is locked (423) still has the app. */
function said(answer: Response, asked: string): boolean {
  if (answer.ok || answer.status === 402 || answer.status === 423) {
    return true;
  }
  if (answer.status === 429 || answer.status >= 500) {
    throw new Error(
      `Shopify answered ${answer.status} to ${asked}: whether the app is installed is not known`,
    );
  }
  return false;
}
