import { readFileSync } from 'node:fs';
import express, { type Router } from 'express';
import { mintSessionToken, STAFF_MEMBER } from '../session-token.ts';
import type { StandIn } from '../stand-in.ts';

/** The parts of the script, in the order in which they build on one another. */
const PARTS = [
  'session',
  'tokens',
  'fetch-patch',
  'elements',
  'chrome-styles',
  'chrome',
  'title-bar',
  'nav-menu',
  'save-bar',
  'modal',
  'toast',
  'shopify-global',
];

/** `/app-bridge.js`, and the two things it asks its admin for: a session token and who is signed in. */
export function appBridgeRoutes(standIn: StandIn): Router {
  const { options, tokens } = standIn;
  const router = express.Router();
  const parts = PARTS.map((part) =>
    readFileSync(new URL(`../app-bridge/${part}.js`, import.meta.url), 'utf8'),
  );
  // A page that names the script twice still gets one admin around it.
  const script = `if (!window.__adminStandIn) {\nwindow.__adminStandIn = {};\n${parts.join('\n')}\n}\n`;

  router.get('/app-bridge.js', (_request, response) => {
    response.type('text/javascript').set('cache-control', 'no-cache').send(script);
  });

  // Only pages of the app may read a token, as only they stand in a frame of the real admin.
  router.use(['/session-token', '/admin-session'], (_request, response, next) => {
    response.set({
      'access-control-allow-origin': new URL(options.appUrl).origin,
      'cache-control': 'no-store',
    });
    next();
  });

  router.get('/session-token', (request, response) => {
    const domain = typeof request.query.shop === 'string' ? request.query.shop : standIn.firstShop.domain;
    if (!standIn.shops.has(domain)) {
      response.status(404).json({ error: 'no such shop in the stand-in' });
    } else if (!tokens.isInstalled(domain)) {
      response.status(401).json({ error: `${domain} has uninstalled the app` });
    } else {
      response.json({ token: mintSessionToken({ ...options, shop: domain, now: standIn.now() }) });
    }
  });

  router.get('/admin-session', (_request, response) => {
    const scopes = options.scopes.split(',');
    response.json({ user: STAFF_MEMBER, scopes: { granted: scopes, required: scopes, optional: [] } });
  });
  return router;
}
