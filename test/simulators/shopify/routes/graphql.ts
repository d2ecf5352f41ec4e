import express, { type Router } from 'express';
import { z } from 'zod';
import { answerQuery } from '../admin-api/answer-query.ts';
import { API_VERSION } from '../admin-api/schema.ts';
import type { DemoShop } from '../demo-shop.ts';
import type { StandIn } from '../stand-in.ts';
import { calledShop } from './called-shop.ts';

/** `POST /admin/api/{version}/graphql.json` for a good `X-Shopify-Access-Token` of the called shop. */
export function graphqlRoutes(standIn: StandIn): Router {
  const router = express.Router();
  router.post('/admin/api/:version/graphql.json', express.json({ limit: '2mb' }), (request, response) => {
    const shop = calledShop(standIn, request);
    const check = standIn.tokens.checkAccess(request.get('x-shopify-access-token') ?? '');
    if (shop === undefined) {
      response.status(404).json({ errors: 'Not Found: x-sim-shop names no shop of the stand-in' });
    } else if (!check.valid || check.shop !== shop.domain) {
      const why = check.valid ? 'the access token is another shop’s' : check.why;
      response.status(401).json({ errors: `[API] ${why}` });
    } else if (request.params.version !== API_VERSION) {
      response.status(404).json({ errors: `Not Found: the stand-in speaks version ${API_VERSION} only` });
    } else {
      const { now, options, webhooks } = standIn;
      const origin = `http://${request.get('host')}`;
      const answer = answerQuery(request.body, { shop, scopes: options.scopes, webhooks, now, origin });
      if (isToBeLost(shop, request.body)) {
        request.socket.destroy();
        return;
      }
      response.set('x-shopify-api-version', API_VERSION).json(answer);
    }
  });
  return router;
}

const queryText = z.object({ query: z.string() });

/** Whether Shopify did what was asked, but the app is not to hear of it: `/_control/lose-answers`. */
function isToBeLost({ answersToLose }: DemoShop, body: unknown): boolean {
  const query = queryText.safeParse(body).data?.query ?? '';
  for (const [operation, count] of answersToLose) {
    if (count > 0 && query.includes(`${operation}(`)) {
      answersToLose.set(operation, count - 1);
      return true;
    }
  }
  return false;
}
