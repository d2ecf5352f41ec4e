import express, { type Router } from 'express';
import { z } from 'zod';
import { segmentId } from '../admin-api/segment-book.ts';
import type { StandIn } from '../stand-in.ts';

const shopSchema = z.object({ shop: z.string().optional() });
const throttleSchema = shopSchema.extend({
  maximumAvailable: z.number().positive(),
  restoreRate: z.number().min(0),
  currentlyAvailable: z.number().min(0).optional(),
});

const discountsSchema = shopSchema.extend({
  importMs: z.number().min(0).optional(),
  granted: z.boolean().optional(),
  taken: z.string().optional(),
});
const segmentsSchema = shopSchema.extend({
  put: z.object({ number: z.string().regex(/^\d+$/), name: z.string(), query: z.string() }).optional(),
  delete: z.string().regex(/^\d+$/).optional(),
  snapshotMs: z.number().min(0).optional(),
  missing: z.number().int().min(0).optional(),
  forgetSnapshots: z.boolean().optional(),
});
/** The codes that `customerSmsMarketingConsentUpdate` has; null ends it. */
const consentSchema = shopSchema.extend({
  refuse: z.enum(['INCLUSION', 'INTERNAL_ERROR', 'INVALID', 'MISSING_ARGUMENT']).nullable(),
});
const loseAnswersSchema = shopSchema.extend({
  operation: z.string(),
  count: z.number().int().positive().default(1),
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

  act('/uninstall', shopSchema, (domain) => {
    tokens.uninstall(domain);
    standIn.shops.get(domain)?.billing.endSubscriptions();
    standIn.webhooks.emit({
      shop: domain,
      topic: 'app/uninstalled',
      body: JSON.stringify({ id: 1, domain }),
    });
  });
  act('/install', shopSchema, (domain) => tokens.install(domain));
  act('/revoke-access-tokens', shopSchema, (domain) => tokens.revokeAccessTokens(domain));
  act('/throttle', throttleSchema, (domain, limits) => standIn.shops.get(domain)?.bucket.reset(limits));
  act('/discounts', discountsSchema, (domain, { importMs, granted, taken }) => {
    const discounts = standIn.shops.get(domain)?.discounts;
    if (discounts !== undefined) {
      discounts.importMs = importMs ?? discounts.importMs;
      discounts.granted = granted ?? discounts.granted;
      if (taken !== undefined) {
        discounts.create('A discount of the merchant’s own', taken, {});
      }
    }
  });
  act('/segments', segmentsSchema, (domain, wanted) => {
    const segments = standIn.shops.get(domain)?.segments;
    if (segments !== undefined) {
      segments.snapshotMs = wanted.snapshotMs ?? segments.snapshotMs;
      segments.missing = wanted.missing ?? segments.missing;
      if (wanted.put !== undefined) {
        const { number, name, query } = wanted.put;
        const topic = segments.get(segmentId(number)) === undefined ? 'segments/create' : 'segments/update';
        const { lastEditDate } = segments.put(number, name, query, standIn.now());
        const rest = JSON.stringify({ name, query, last_edit_date: lastEditDate }).slice(1);
        standIn.webhooks.emit({ shop: domain, topic, body: `{"id":${number},${rest}` });
      }
      if (wanted.delete !== undefined) {
        segments.delete(wanted.delete);
        standIn.webhooks.emit({ shop: domain, topic: 'segments/delete', body: `{"id":${wanted.delete}}` });
      }
      if (wanted.forgetSnapshots === true) {
        segments.forgetSnapshots();
      }
    }
  });
  act('/consent', consentSchema, (domain, { refuse }) => {
    const shop = standIn.shops.get(domain);
    if (shop !== undefined) {
      shop.consentRefusal = refuse;
    }
  });
  act('/lose-answers', loseAnswersSchema, (domain, { operation, count }) =>
    standIn.shops.get(domain)?.answersToLose.set(operation, count),
  );
  router.get('/discounts', (request, response) => {
    const shop = standIn.shops.get(String(request.query.shop ?? standIn.firstShop.domain));
    response.json(shop?.discounts.list() ?? []);
  });
  router.get('/tokens', (_request, response) => {
    response.json(tokens.list());
  });
  return router;
}
