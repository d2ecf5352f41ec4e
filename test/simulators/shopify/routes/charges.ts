import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import type { Charge } from '../admin-api/billing-book.ts';
import type { DemoShop } from '../demo-shop.ts';
import type { StandIn } from '../stand-in.ts';
import { chargePage } from './charge-page.ts';

const webhookPath = { purchase: 'app_purchase_one_time', subscription: 'app_subscription' } as const;
const topicOf = {
  purchase: 'app_purchases_one_time/update',
  subscription: 'app_subscriptions/update',
} as const;

const controlSchema = z.object({
  shop: z.string().optional(),
  id: z.string().optional(),
  status: z.string().optional(),
  late: z.boolean().optional(),
});

/**
 * Where a merchant approves or declines what the app asks her to pay, and what follows: the charge changes, the app hears of
 * it by webhook, and she is sent back to it.
 */
export function chargeRoutes(standIn: StandIn): Router {
  const router = express.Router();
  const shopOf = (name: unknown) => standIn.shops.get(String(name ?? standIn.firstShop.domain));

  const find = (request: Request): { shop: DemoShop; charge: Charge } | undefined => {
    const { shop: domain, kind, number } = request.params;
    const type = kind === 'purchase' ? 'AppPurchaseOneTime' : 'AppSubscription';
    const shop = shopOf(domain);
    const charge = shop?.billing.byId(`gid://shopify/${type}/${number}`);
    return shop === undefined || charge === undefined ? undefined : { shop, charge };
  };

  function change(shop: DemoShop, charge: Charge, status: string): void {
    for (const changed of shop.billing.move(charge, status, standIn.now())) {
      const body = JSON.stringify(payloadOf(changed, standIn.now()));
      standIn.webhooks.emit({ shop: shop.domain, topic: topicOf[changed.kind], body });
    }
  }

  router.get('/admin/charges/:shop/:kind/:number/confirm', (request, response) => {
    const found = find(request);
    if (found === undefined) {
      response.status(404).type('text').send('There is no such charge.\n');
    } else {
      response.type('html').send(chargePage(found.shop, found.charge));
    }
  });

  router.post('/admin/charges/:shop/:kind/:number/:decision', (request, response) => {
    const found = find(request);
    if (found === undefined) {
      response.status(404).type('text').send('There is no such charge.\n');
      return;
    }
    const { shop, charge } = found;
    if (charge.status === 'PENDING' && !(request.params.decision === 'approve' && shop.billing.late)) {
      change(shop, charge, request.params.decision === 'approve' ? 'ACTIVE' : 'DECLINED');
    }
    response.redirect(303, backAddress(charge));
  });

  const control = express.Router();
  control.use(express.json());
  control.post('/charge', (request, response) => {
    const { shop: domain, id, status, late } = controlSchema.parse(request.body ?? {});
    const shop = shopOf(domain);
    if (shop === undefined) {
      response.status(400).json({ error: 'no such shop' });
      return;
    }
    shop.billing.late = late ?? shop.billing.late;
    const charge = id === undefined ? undefined : shop.billing.byId(id);
    if (id !== undefined && charge === undefined) {
      response.status(400).json({ error: 'no such charge' });
      return;
    }
    if (charge !== undefined && status !== undefined) {
      change(shop, charge, status);
    }
    response.json({ ok: true });
  });
  control.get('/charges', (request, response) => {
    const billing = shopOf(request.query.shop)?.billing;
    response.json({ purchases: billing?.purchases() ?? [], subscriptions: billing?.subscriptions() ?? [] });
  });
  router.use('/_control', control);
  return router;
}

function payloadOf(charge: Charge, now: Date): Record<string, unknown> {
  const price = charge.kind === 'subscription' ? charge.recurring?.price : undefined;
  return {
    [webhookPath[charge.kind]]: {
      admin_graphql_api_id: charge.id,
      name: charge.name,
      status: charge.status,
      admin_graphql_api_shop_id: 'gid://shopify/Shop/1',
      created_at: charge.createdAt,
      updated_at: now.toISOString(),
      ...(charge.kind === 'purchase'
        ? {}
        : {
            currency: price?.currencyCode ?? charge.usage?.cap.currencyCode,
            capped_amount: charge.usage?.cap.amount ?? null,
            price: price?.amount ?? '0.00',
            interval: 'every_30_days',
            plan_handle: null,
          }),
    },
  };
}

/** Back into the app, with `charge_id`. The admin is this process itself, so its address is left to the browser. */
function backAddress({ returnUrl, id }: Charge): string {
  const back = new URL(returnUrl);
  back.searchParams.set('charge_id', id.split('/').at(-1) ?? '');
  return back.hostname === 'admin.shopify.com' ? `${back.pathname}${back.search}` : back.href;
}
