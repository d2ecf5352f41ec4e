import { randomUUID } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { DemoShop } from '../demo-shop.ts';
import type { StandIn } from '../stand-in.ts';
import { changeCustomer, deleteCustomer, mergeCustomers } from '../webhooks/customer-events.ts';

const shopName = { shop: z.string().optional() };
const webhookSchema = z.object({
  ...shopName,
  topic: z.string(),
  /** JSON, or its text where ids are beyond 2^53. */
  payload: z.unknown(),
  id: z.string().optional(),
  triggeredAt: z.coerce.date().optional(),
});
const faultsSchema = z.object({
  ...shopName,
  copies: z.int().min(1).optional(),
  lose: z.int().min(0).optional(),
  reorder: z.int().min(0).optional(),
});
const consentSchema = z.object({
  state: z.enum(['NEVER_SUBSCRIBED', 'PENDING', 'REDACTED', 'SUBSCRIBED', 'UNSUBSCRIBED']),
  optInLevel: z.enum(['SINGLE_OPT_IN', 'CONFIRMED_OPT_IN', 'UNKNOWN']).nullable().default('SINGLE_OPT_IN'),
  updatedAt: z.iso.datetime().nullable(),
  collectedFrom: z.enum(['SHOPIFY', 'OTHER']).nullable().default('SHOPIFY'),
});
const customerSchema = z.object({
  ...shopName,
  id: z.string(),
  change: z
    .object({
      firstName: z.string().nullable(),
      lastName: z.string().nullable(),
      locale: z.string(),
      tags: z.array(z.string()),
      phone: z.string().nullable(),
      city: z.string().nullable(),
      metafields: z.record(z.string(), z.string()),
      smsConsent: consentSchema.nullable(),
    })
    .partial(),
});
const deleteSchema = z.object({ ...shopName, id: z.string() });
const mergeSchema = z.object({ ...shopName, kept: z.string(), deleted: z.string() });

/** `/_control/…` for what happens in the shop and comes to the app as a webhook; README.md lists it. */
export function webhookControlRoutes(standIn: StandIn): Router {
  const router = express.Router();
  router.use(express.json({ limit: '2mb' }));
  const { webhooks, now } = standIn;

  const act = <T extends { shop?: string | undefined }>(
    path: string,
    schema: z.ZodType<T>,
    action: (shop: DemoShop, body: T) => unknown,
  ): void => {
    router.post(path, (request: Request, response: Response) => {
      const body = schema.safeParse(request.body ?? {});
      const shop = body.success ? standIn.shops.get(body.data.shop ?? standIn.firstShop.domain) : undefined;
      if (!body.success || shop === undefined) {
        response.status(400).json({ error: body.success ? 'no such shop' : z.prettifyError(body.error) });
        return;
      }
      const done = async () => (await action(shop, body.data)) ?? null;
      done().then(
        (result) => response.json({ ok: true, result }),
        (error: unknown) =>
          response.status(400).json({ error: error instanceof Error ? error.message : String(error) }),
      );
    });
  };

  router.get('/consent', (request, response) => {
    const shop = standIn.shops.get(String(request.query.shop ?? standIn.firstShop.domain));
    response.json(shop?.customer(String(request.query.id))?.smsConsent ?? null);
  });
  act('/webhook', webhookSchema, (shop, { topic, payload, id, triggeredAt }) =>
    webhooks.post({
      shop: shop.domain,
      topic,
      body: typeof payload === 'string' ? payload : JSON.stringify(payload),
      id: id ?? randomUUID(),
      triggeredAt: triggeredAt ?? now(),
    }),
  );
  act('/webhook-faults', faultsSchema, (_shop, { copies, lose, reorder }) => {
    Object.assign(webhooks.faults, {
      copies: copies ?? webhooks.faults.copies,
      lose: lose ?? webhooks.faults.lose,
      reorder: reorder ?? webhooks.faults.reorder,
    });
  });
  act('/customer', customerSchema, (shop, { id, change }) => {
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    return changeCustomer(shop, webhooks, id, given, now()).updatedAt;
  });
  act('/delete-customer', deleteSchema, (shop, { id }) => deleteCustomer(shop, webhooks, id));
  act('/merge-customers', mergeSchema, (shop, ids) => mergeCustomers(shop, webhooks, ids, now()));
  return router;
}
