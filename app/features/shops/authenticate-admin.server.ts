import { pool } from '../../platform/database.server.ts';
import { judgeToken } from '../../platform/shopify/judge-token.server.ts';
import { shopify } from '../../platform/shopify/shopify.server.ts';
import { withTokenLock } from '../../platform/shopify/token-lock.server.ts';
import { findShop } from './find-shop.server.ts';
import { installShop } from './install-shop.server.ts';

/**
 * Who asks: the first line of every loader and action under /app. The shop is the one of Shopify's verified session
 * token and of nothing else in the request; a shop that is not installed yet, or not any more, is installed here.
 *
 * `actor` is the member of staff, by Shopify's id; the session is the shop's and names nobody.
 *
 * `redirect` keeps the parameters that an embedded page needs; Remix's own would lose them.
 *
 * @throws Response as Shopify's library does, when the request must go elsewhere first: pass it on.
 */
export async function authenticateAdmin(request: Request) {
  const authenticate = () => shopify.authenticate.admin(request);
  const judged = await judgeToken(request);
  if (judged.kind === 'refused') {
    throw new Response('This session token cannot be used. Open Sendbook from your Shopify admin.', {
      status: 401,
    });
  }
  const { admin, session, redirect, sessionToken } =
    judged.kind === 'none' ? await authenticate() : await withTokenLock(judged.shop, authenticate);
  const found = await findShop(pool, session.shop);
  const shopId = found?.installed === true ? found.id : await installShop(session.shop);
  return { shopId, actor: sessionToken.sub, shop: session.shop, admin, session, redirect };
}
