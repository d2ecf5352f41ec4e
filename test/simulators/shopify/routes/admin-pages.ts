import express, { type Request, type Response, type Router } from 'express';
import type { DemoShop } from '../demo-shop.ts';
import { openAppUrl } from '../session-token.ts';
import type { StandIn } from '../stand-in.ts';

/**
 * The admin's own pages. `/` and `/store/{shop}/apps/{handle}/…` open the app, top-level, with a fresh session token;
 * `/admin` is the home page the drawn navigation leads to.
 */
export function adminPages(standIn: StandIn): Router {
  const router = express.Router();
  const queried = (request: Request): DemoShop | undefined => {
    const domain = request.query.shop;
    return typeof domain === 'string' ? standIn.shops.get(domain) : standIn.firstShop;
  };

  router.get('/', (request, response) => openApp(standIn, queried(request), '/app', request, response));

  router.get('/store/:store/apps/:handle*', (request, response) => {
    const [, path = ''] = /^\/store\/[^/]+\/apps\/[^/]+(\/.*)?$/.exec(request.path) ?? [];
    const shop = standIn.shops.get(`${request.params.store?.replace(/\.myshopify\.com$/, '')}.myshopify.com`);
    openApp(standIn, shop, path === '' || path === '/' ? '/app' : path, request, response);
  });

  router.get('/admin', (request, response) => {
    const shop = queried(request);
    if (shop === undefined) {
      noSuchShop(response);
    } else {
      response.type('html').send(homePage(shop, standIn.tokens.isInstalled(shop.domain)));
    }
  });

  router.post('/admin/install', (request, response) => {
    const shop = queried(request);
    if (shop === undefined) {
      noSuchShop(response);
    } else {
      standIn.tokens.install(shop.domain);
      response.redirect(303, `/?shop=${shop.domain}`);
    }
  });
  return router;
}

function openApp(
  standIn: StandIn,
  shop: DemoShop | undefined,
  path: string,
  request: Request,
  response: Response,
): void {
  if (shop === undefined) {
    noSuchShop(response);
  } else if (!standIn.tokens.isInstalled(shop.domain)) {
    response.redirect(`/admin?shop=${shop.domain}`);
  } else {
    const { appUrl, apiKey, apiSecret, locale } = standIn.options;
    const asked = request.query.locale;
    const query = new URL(request.url, 'http://admin').searchParams;
    query.delete('shop');
    response.redirect(
      openAppUrl({
        appUrl,
        apiKey,
        apiSecret,
        shop: shop.domain,
        path: query.size === 0 ? path : `${path}?${query}`,
        locale: typeof asked === 'string' ? asked : locale,
        now: standIn.now(),
      }),
    );
  }
}

function noSuchShop(response: Response): void {
  response
    .status(404)
    .type('text')
    .send('The stand-in has no such shop. Name it with --shop when starting it.\n');
}

/** The shop's domain is the only value in the page, and its pattern holds nothing that HTML would read. */
function homePage(shop: DemoShop, installed: boolean): string {
  const action = installed
    ? `<a class="button" href="/?shop=${shop.domain}">Open Sendbook</a>`
    : `<form method="post" action="/admin/install?shop=${shop.domain}"><button class="button">Install Sendbook</button></form>`;
  const state = installed
    ? 'Sendbook is installed in this shop.'
    : 'Sendbook is not installed in this shop: every call it makes is answered 401.';
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${shop.name} · admin stand-in</title>
<style>
  body { margin: 0; background: #f1f1f1; color: #303030; font: 14px/1.45 Inter, system-ui, sans-serif; }
  header { background: #1a1a1a; color: #fff; padding: 16px 20px; font-weight: 600; }
  main { max-width: 560px; margin: 32px auto; padding: 0 16px; }
  section { background: #fff; border-radius: 12px; box-shadow: 0 1px 0 #0002, 0 0 0 1px #0001; padding: 20px; }
  h1 { font-size: 20px; } h2 { font-size: 14px; margin: 0 0 4px; } p { margin: 0 0 16px; color: #616161; }
  .button { display: inline-block; border: 0; border-radius: 8px; background: #303030; color: #fff; cursor: pointer;
    font: inherit; font-weight: 550; padding: 8px 14px; text-decoration: none; }
</style>
<header>${shop.domain}</header>
<main>
  <h1>Home</h1>
  <section><h2>Apps</h2><p>${state}</p>${action}</section>
</main>
</html>
`;
}
