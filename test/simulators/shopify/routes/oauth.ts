import express, { type Router } from 'express';
import { z } from 'zod';
import { checkSessionToken } from '../session-token.ts';
import type { StandIn } from '../stand-in.ts';
import { calledShop } from './called-shop.ts';

const client = { client_id: z.string(), client_secret: z.string() };
const grantSchema = z.discriminatedUnion('grant_type', [
  z.object({
    ...client,
    grant_type: z.literal('urn:ietf:params:oauth:grant-type:token-exchange'),
    subject_token: z.string(),
    subject_token_type: z.literal('urn:ietf:params:oauth:token-type:id_token'),
    requested_token_type: z.literal('urn:shopify:params:oauth:token-type:offline-access-token', {
      error: 'the stand-in issues offline tokens only',
    }),
    expiring: z.enum(['0', '1']).default('0'),
  }),
  z.object({ ...client, grant_type: z.literal('refresh_token'), refresh_token: z.string() }),
]);

/** `POST /admin/oauth/access_token`: token exchange and refresh, as shopify-api 15 asks for them. */
export function oauthRoutes(standIn: StandIn): Router {
  const { options, tokens, now } = standIn;
  const router = express.Router();
  router.post('/admin/oauth/access_token', express.json(), (request, response) => {
    const shop = calledShop(standIn, request);
    if (shop === undefined) {
      response.status(404).json({ error: 'not_found', error_description: 'no such shop in the stand-in' });
      return;
    }
    const grant = grantSchema.safeParse(request.body);
    if (!grant.success) {
      response
        .status(400)
        .json({ error: 'invalid_request', error_description: z.prettifyError(grant.error) });
      return;
    }
    if (grant.data.client_id !== options.apiKey || grant.data.client_secret !== options.apiSecret) {
      response
        .status(401)
        .json({ error: 'invalid_client', error_description: 'client_id or client_secret is not the app’s' });
      return;
    }
    if (!tokens.isInstalled(shop.domain)) {
      response
        .status(401)
        .json({ error: 'app_not_installed', error_description: `${shop.domain} has uninstalled the app` });
      return;
    }
    if (grant.data.grant_type === 'refresh_token') {
      const refreshed = tokens.refresh(shop.domain, grant.data.refresh_token);
      response
        .status(refreshed.ok ? 200 : 400)
        .json(refreshed.ok ? refreshed.answer : { error: 'invalid_grant', error_description: refreshed.why });
      return;
    }
    const subject = checkSessionToken(grant.data.subject_token, options, now());
    if (!subject.valid || subject.shop !== shop.domain) {
      const why = subject.valid ? 'the session token is another shop’s' : subject.why;
      // This very word makes shopify-app-remix fetch a new session token and try again.
      response.status(400).json({ error: 'invalid_subject_token', error_description: why });
      return;
    }
    response.json(tokens.issue(shop.domain, grant.data.expiring === '1'));
  });
  return router;
}
