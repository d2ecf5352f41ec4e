import express, { type Router } from 'express';
import { z } from 'zod';
import type { StandIn } from '../stand-in.ts';

const shopSchema = z.object({ shop: z.string().optional() });
const throttleSchema = shopSchema.extend({
  maximumAvailable: z.number().positive(),
  restoreRate: z.number().min(0),
  currentlyAvailable: z.number().min(0).optional(),
});

/** `/_control/…`: what tests and drills do to the shop; README.md lists it. Every body may name a `shop`. */
export function controlRoutes(standIn: StandIn): Router {
  const { tokens } = standIn;
  const router = express.Router();
  router.use(express.json());

  const act = <T extends z.infer<typeof shopSchema>>(
    path: string,
    schema: z.ZodType<T>,
    action: (domain: string, body: T) => void,
  ): void => {
    router.post(path, (request, response) => {
      const body = schema.safeParse(request.body ?? {});
      const shop = body.success ? standIn.shops.get(body.data.shop ?? standIn.firstShop.domain) : undefined;
      if (!body.success || shop === undefined) {
        const error = body.success ? 'no such shop' : z.prettifyError(body.error);
        response.status(400).json({ error });
        return;
      }
      action(shop.domain, body.data);
      response.json({ ok: true, shop: shop.domain, installed: tokens.isInstalled(shop.domain) });
    });
  };

  act('/uninstall', shopSchema, (domain) => tokens.uninstall(domain));
  act('/install', shopSchema, (domain) => tokens.install(domain));
  act('/revoke-access-tokens', shopSchema, (domain) => tokens.revokeAccessTokens(domain));
  act('/throttle', throttleSchema, (domain, limits) => standIn.shops.get(domain)?.bucket.reset(limits));
  router.get('/tokens', (_request, response) => {
    response.json(tokens.list());
  });
  return router;
}
